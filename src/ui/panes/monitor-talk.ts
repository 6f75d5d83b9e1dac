import { failureLine } from '../../model/failure.ts';
import type { LabState } from '../../store/state.ts';
import type { PaneAnswer } from '../pane.ts';
import { clockText } from '../widgets/ages.ts';
import { matchingLines } from '../widgets/pane-document.ts';

/** What was written to the monitor, with what it said. */
export interface Entry {
  readonly key: string;
  readonly line: string;
  /** Undefined while it has not answered. */
  readonly said?: readonly string[];
  readonly at?: number;
}

/** In front of what was written; and of an answer that is none. */
export const WROTE = '> ';
export const FAULT = '✗ ';

const KEPT = 100;
const MOST_LINES = 2000;

export function withEntry(entries: readonly Entry[], key: string, line: string): readonly Entry[] {
  return [...entries, { key, line }].slice(-KEPT);
}

export function withAnswer(entries: readonly Entry[], { key, at, result, failure }: PaneAnswer): readonly Entry[] {
  const said = failure === undefined ? saidLines(result) : failureLine(failure).split('\n').map((line, index) => (index === 0 ? `${FAULT}${line}` : line));
  return entries.map((entry) => (entry.key === key ? { ...entry, at, said: shortened(said) } : entry));
}

/** A QMP answer as indented JSON, lines of the human monitor as they are. */
function saidLines(result: unknown): readonly string[] {
  if (typeof result !== 'object' || result === null) return [JSON.stringify(result) ?? ''];
  if ('output' in result) return String(result.output).trimEnd().split('\n');
  return JSON.stringify('return' in result ? result.return : result, null, 2).split('\n');
}

function shortened(lines: readonly string[]): readonly string[] {
  return lines.length <= MOST_LINES ? lines : [...lines.slice(0, MOST_LINES), `… ${lines.length - MOST_LINES} lines more: labdeck qmp prints all`];
}

/** All that was said, the newest last. */
export function talkLines(entries: readonly Entry[]): readonly string[] {
  return entries.flatMap(({ line, said, at }) => [`${at === undefined ? '' : `${clockText(at)} `}${WROTE}${line}`, ...(said ?? ['…']), '']).slice(0, -1);
}

/** The monitor's own events that match, the newest last. */
export function monitorEvents({ events }: Pick<LabState, 'events'>, filter: string): readonly string[] {
  const lines = events.filter(({ source }) => source === 'qmp').map(({ at, what, about }) => [clockText(at), what, ...(about === undefined ? [] : [about])].join('  '));
  return matchingLines(lines, filter);
}
