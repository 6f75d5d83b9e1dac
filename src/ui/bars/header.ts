import type { Progress } from '../../model/progress.ts';
import { valueOf } from '../../model/reading.ts';
import { headline } from '../../command/status-document.ts';
import { labNodes } from '../../store/select/nodes.ts';
import type { LabState } from '../../store/state.ts';
import type { Connection } from '../../wire/stay.ts';
import type { Canvas } from '../canvas.ts';
import type { ScreenState } from '../screen/state.ts';
import { ageText } from '../widgets/ages.ts';
import { stepTimes } from '../widgets/progress.ts';
import { MISSING, signOf } from '../widgets/signs.ts';
import { drawBar, type Segment } from './segments.ts';

/** All that the header speaks of. */
export interface HeaderView {
  readonly state: LabState;
  readonly screen: ScreenState;
  readonly connection: Connection;
  /** Unix milliseconds. */
  readonly now: number;
}

/** The first row of every view: which lab, how it is, and what about this screen is not as usual. */
export function drawHeader(canvas: Canvas, view: HeaderView): void {
  drawBar(canvas, [...labSegments(view), ...nodeSegments(view)], oddSegments(view));
  for (const at of agesOf(view)) canvas.showsAge?.(at);
}

/** Moments whose ages stand in the header. */
function agesOf({ state, screen: { frozen }, connection }: HeaderView): readonly number[] {
  const startedAt = valueOf(state.outer)?.startedAt;
  const step = state.progress.findLast((each) => each.state === 'running')?.since;
  return [...[startedAt, step].filter((at) => at !== undefined), ...(frozen === undefined ? [] : [frozen.at]), ...(connection.state === 'up' ? [] : [connection.since])];
}

function labSegments({ state, now }: HeaderView): Segment[] {
  const outer = valueOf(state.outer);
  const word = outer === undefined ? 'not read yet' : headline(state);
  const { sign, style } = signOf(outer === undefined ? undefined : word === 'up' ? 'running' : word);
  const age = outer?.startedAt === undefined || outer.state === 'off' ? '' : ` ${ageText(now - outer.startedAt) ?? ''}`;
  const segments: Segment[] = [
    { text: 'labdeck', style: 'title', keep: 3 },
    { text: state.wanted.name, style: 'text', keep: 8 },
    { text: `${sign} outer ${outer?.state === 'running' && word === 'up' ? 'running' : word}${age}`, style, keep: 9, air: 2 },
  ];
  return outer?.accelerator === undefined || outer.state === 'off' ? segments : [...segments, { text: outer.accelerator, style: 'dim', keep: 4 }];
}

function nodeSegments({ state }: HeaderView): Segment[] {
  const nodes = labNodes(state);
  // Of a lab that is off nothing is told that was so before.
  const known = valueOf(state.outer)?.state !== 'off' && nodes.some((node) => node.state !== undefined);
  const running = nodes.filter((node) => node.state === 'running').length;
  const k3s = state.wanted.k3s.startsWith('no k3s') ? 'k3s: not in this lab' : 'k3s: not read yet';
  return [
    { text: `nodes ${known ? running : MISSING}/${nodes.length}`, style: 'text', keep: 6, air: 3 },
    { text: k3s, style: 'dim', keep: 2, air: 3 },
  ];
}

/** What is going on or not as usual, the most urgent last and therefore longest on a narrow screen. */
function oddSegments({ state, screen, connection, now }: HeaderView): Segment[] {
  const running = state.progress.filter((each) => each.state === 'running').at(-1);
  return [
    ...(running === undefined ? [] : [progressSegment(running, now)]),
    ...(screen.readonly ? [odd('read-only', 7)] : []),
    ...(screen.armed === 'run' ? [] : [odd(screen.armed === 'dry-run' ? 'D dry run next' : 'Y copy next', 8)]),
    ...(screen.frozen === undefined ? [] : [odd(`paused ${ageText(now - screen.frozen.at) ?? ''}`, 8)]),
    ...connectionSegment(connection, now, state.keeper.pid !== 0),
  ];
}

const odd = (text: string, keep: number): Segment => ({ text, style: 'warn', keep, air: 2 });

function progressSegment(progress: Progress, now: number): Segment {
  const { tookMs, leftMs } = stepTimes(progress, now);
  const left = leftMs === undefined ? '' : ` ~${ageText(leftMs) ?? ''} left`;
  return { text: `… ${progress.job}: ${progress.step} ${ageText(tookMs) ?? ''}${left}`, style: 'warn', keep: 5, air: 2 };
}

/** How old what is shown is, when nobody keeps it true. @param wasThere whether any keeper has told anything yet */
function connectionSegment(connection: Connection, now: number, wasThere: boolean): Segment[] {
  const age = ageText(now - connection.since) ?? '';
  const says: Record<Connection['state'], string | undefined> = {
    connecting: `… keeper ${age}`,
    up: undefined,
    silent: `! keeper silent ${age}`,
    lost: wasThere ? `✗ keeper lost ${age}: all of this is old` : `✗ no keeper ${age}`,
  };
  const text = says[connection.state];
  return text === undefined ? [] : [{ text, style: connection.state === 'lost' ? 'bad' : 'warn', keep: 10, air: 2 }];
}
