import { valueOf } from '../../model/reading.ts';
import type { LabState } from '../../store/state.ts';
import type { Canvas } from '../canvas.ts';
import { pane, type PaneHead, type PaneView } from '../pane.ts';
import { drawEmpty, type Empty } from '../widgets/empty.ts';
import { drawSpans, lineText } from '../widgets/spans.ts';
import { outerLines, progressLines, type Ranked } from './outer-lines.ts';
import { emptyOf, headWords, showHead } from './lab-words.ts';

/** Cells of a line where none is given. */
const COPIED = 80;

type View = PaneView<Readonly<Record<string, never>>>;

function head({ state, now }: View): PaneHead {
  const stale = headWords(state, state.outer, now);
  const frozen = state.wanted.host === undefined ? {} : { count: state.wanted.host };
  return { ...frozen, ...(stale === undefined ? {} : { mode: stale }) };
}

/** Lines that have room, in their order; the least are left out. */
function fitting(lines: readonly Ranked[], height: number): readonly Ranked[] {
  if (lines.length <= height) return lines;
  const least = lines.reduce((worst, each) => (each.keep <= worst.keep ? each : worst));
  return fitting(lines.filter((each) => each !== least), height);
}

function linesOf(state: LabState, now: number, width: number): readonly Ranked[] | undefined {
  const vm = valueOf(state.outer);
  if (vm !== undefined && vm.state !== 'off') return outerLines(state, vm, now, width);
  const progress = progressLines(state.progress, now);
  return progress.length === 0 ? undefined : progress;
}

function draw(canvas: Canvas, { state, now }: View): void {
  const lines = linesOf(state, now, canvas.width);
  if (lines === undefined) return drawEmpty(canvas, offOf(state, now));
  fitting(lines, canvas.height).forEach(({ line }, y) => drawSpans(canvas, 1, y, line));
  showHead(canvas, state, state.outer);
  showAges(canvas, state);
}

/** Moments whose ages stand in its lines. */
function showAges(canvas: Canvas, state: LabState): void {
  const newest = valueOf(state.snapshots)?.reduce((most, { savedAt }) => Math.max(most, savedAt * 1000), 0) ?? 0;
  const steps = state.progress.filter((each) => each.state === 'running').map(({ since }) => since);
  for (const at of [valueOf(state.outer)?.startedAt, newest, ...steps]) if (at !== undefined && at > 0) canvas.showsAge?.(at);
}

function offOf(state: LabState, now: number): Empty {
  if (state.outer.state === 'failed') return emptyOf(state, state.outer, 'outer VM', now);
  return { why: state.outer.state === 'unknown' ? '… not read yet' : '· off: no QEMU of this lab runs', press: 's starts it   : doctor says whether this machine can' };
}

/** The machine that everything runs in. */
export const outerVmPane = pane<Readonly<Record<string, never>>>({
  id: 'outer-vm',
  title: 'Outer VM',
  scope: 'outer-vm',
  shows: ['outer', 'layers', 'units', 'leases', 'snapshots', 'rates', 'progress'],
  initial: {},
  head,
  draw,
  acts: {},
  copy: ({ state, now }) => linesOf(state, now, COPIED)?.map(({ line }) => lineText(line)) ?? [offOf(state, now).why],
});
