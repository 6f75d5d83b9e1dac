import { monitorSilent } from '../../command/reachable.ts';
import { valueOf } from '../../model/reading.ts';
import type { Canvas, StyleName } from '../canvas.ts';
import { pane, type PaneAnswer, type PaneAsk, type PaneHead, type PaneInput, type PaneSize, type PaneView } from '../pane.ts';
import { cut } from '../widgets/cells.ts';
import type { Empty } from '../widgets/empty.ts';
import { inset } from '../widgets/inset.ts';
import { documentParts, documentView } from '../widgets/pane-document.ts';
import { drawText, FIRST_LINES, type HasText } from '../widgets/pane-text.ts';
import { UP } from './lab-words.ts';
import { completeLine, readLine } from './monitor-line.ts';
import { type Entry, FAULT, monitorEvents, talkLines, withAnswer, withEntry } from './monitor-talk.ts';
import { type QmpCommand, qmpCommands } from './qmp-schema.ts';

interface Own extends HasText {
  readonly entries: readonly Entry[];
  /** The number of the next entry. */
  readonly next: number;
  readonly commands: readonly QmpCommand[];
  /** The schema that was asked for last, and why there is none. */
  readonly schema?: string;
  readonly schemaFault?: string;
  /** What the events below have to match. */
  readonly events: string;
}

type View = PaneView<Own>;

const SCHEMA = 'schema of ';

/** The schema is the running QEMU's: another one is asked anew. */
function ask({ state, own }: View): PaneAsk | undefined {
  const outer = valueOf(state.outer);
  const key = `${SCHEMA}${outer?.pid ?? outer?.startedAt ?? 'this QEMU'}`;
  if (outer === undefined || outer.monitor === 'hmp' || monitorSilent(state) !== undefined || own.schema === key) return undefined;
  return { key, id: 'outer.qmp', args: { command: 'query-qmp-schema' } };
}

function take({ own }: View, answer: PaneAnswer): Own {
  if (!answer.key.startsWith(SCHEMA)) return { ...own, entries: withAnswer(own.entries, answer) };
  const { schemaFault: _, ...rest } = own;
  const commands = qmpCommands((answer.result as { readonly return?: unknown } | undefined)?.return);
  return { ...rest, schema: answer.key, commands, ...(answer.failure === undefined ? {} : { schemaFault: answer.failure.what }) };
}

function input({ own, state }: View): PaneInput {
  const commands = valueOf(state.outer)?.monitor === 'hmp' ? [] : own.commands;
  return {
    prompt: valueOf(state.outer)?.monitor === 'hmp' ? 'hmp>' : 'qmp>',
    history: own.entries.map(({ line }) => line),
    complete: (line) => completeLine(line, commands),
    submit: (line) => {
      const command = readLine(line, commands);
      return command === undefined ? undefined : { key: String(own.next), ...command };
    },
  };
}

/** The events take the lower third, where that leaves room for what was said. */
function eventLines({ height }: PaneSize): number {
  return height < 9 ? 0 : Math.min(8, Math.floor(height / 3));
}

const linesOf = ({ own }: View): readonly string[] => talkLines(own.entries);
/** The filter is the events': what was said is searched. */
const talk = (view: View): View => documentView({ ...view, own: { ...view.own, filter: '' } }, linesOf(view));
const PARTS = documentParts(linesOf, eventLines);

function emptyOf({ state }: View): Empty {
  const silent = monitorSilent(state);
  if (silent !== undefined) return { why: `the monitor cannot answer: ${silent}`, press: UP };
  if (valueOf(state.outer) === undefined) return { why: 'the outer VM was not read yet' };
  return { why: 'nothing was written to the monitor yet', press: 'i writes: query-status, or info block for the human monitor; Tab completes' };
}

const styleOf = (line: string): StyleName | undefined => (/^(\d\d:\d\d:\d\d )?> /.test(line) ? 'key' : line.startsWith(FAULT) ? 'bad' : undefined);

function draw(canvas: Canvas, view: View): void {
  const below = eventLines(canvas);
  drawText(inset(canvas, 0, 0, canvas.width, canvas.height - below), talk(view), emptyOf(view), styleOf);
  if (below > 0) drawEvents(inset(canvas, 0, canvas.height - below, canvas.width, below), view);
}

function drawEvents(canvas: Canvas, { state, own }: View): void {
  const lines = monitorEvents(state, own.events);
  const title = own.events === '' ? `events ${lines.length}` : `events ${lines.length} · & ${own.events}`;
  canvas.fill(0, 0, canvas.width, 1, 'border', '─');
  canvas.text(1, 0, ` ${cut(title, canvas.width - 4)} `, 'dim');
  if (lines.length === 0) canvas.text(1, 1, cut(own.events === '' ? 'the monitor has told of none yet' : `none matches ${own.events} · Esc shows all`, canvas.width - 2), 'dim');
  lines.slice(1 - canvas.height).forEach((line, y) => canvas.text(1, y + 1, cut(line, canvas.width - 2)));
}

function head({ state, own }: View): PaneHead {
  const protocol = valueOf(state.outer)?.monitor ?? 'qmp';
  const known = protocol === 'hmp' ? 'no schema: the human monitor has none' : own.commands.length > 0 ? `${own.commands.length} commands complete` : own.schemaFault === undefined ? '… schema' : `! no completion: ${own.schemaFault}`;
  const words = [known, ...(own.text.search === '' ? [] : [`/ ${own.text.search}`]), ...(own.text.follow ? [] : ['G follows'])];
  return { count: `${protocol.toUpperCase()} · ${own.entries.length}`, mode: words.join(' · ') };
}

/** The outer VM's monitor: what was written and what it said, with completion from its own schema, and its events. */
export const monitorPane = pane<Own>({
  id: 'monitor',
  title: 'Monitor',
  scope: 'monitor',
  shows: ['outer', 'events'],
  initial: { ...FIRST_LINES, entries: [], next: 1, commands: [], events: '' },
  head,
  draw,
  ...PARTS,
  acts: {
    ...PARTS.acts,
    'pane.open': ({ own }, _size, line) => (line.trim() === '' ? own : { ...own, text: { ...own.text, follow: true }, entries: withEntry(own.entries, String(own.next), line.trim()), next: own.next + 1 }),
    'pane.filter': ({ own }, _size, events) => ({ ...own, events }),
    'screen.dismiss': ({ own }) => (own.text.search !== '' ? { ...own, text: { ...own.text, search: '' } } : own.events === '' ? own : { ...own, events: '' }),
  },
  writes: { ...PARTS.writes, 'pane.filter': ({ own }) => own.events },
  input,
  ask,
  take,
});
