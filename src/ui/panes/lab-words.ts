import { isDown } from '../../command/reachable.ts';
import { type Failure, failureLine } from '../../model/failure.ts';
import { type Reading, valueOf } from '../../model/reading.ts';
import { labIsDown, layers } from '../../store/select/layers.ts';
import { remembered } from '../../store/select/remembered.ts';
import type { LabState } from '../../store/state.ts';
import type { Canvas } from '../canvas.ts';
import { ageText } from '../widgets/ages.ts';
import type { Empty } from '../widgets/empty.ts';
import { stepTimes } from '../widgets/progress.ts';
import { showStale, staleWords } from '../widgets/stale.ts';

/** What the lab is on its way with: what cannot be read meanwhile is awaited, and no fault. */
interface UnderWay {
  /** `boot: kernel` */
  readonly what: string;
  readonly tookMs: (now: number) => number;
  /** Unix milliseconds, where it is known. */
  readonly since?: number;
}

/** The step that is under way, else the outermost layer that starts. */
const underWay = remembered(
  (state: LabState) => [state.progress, layers(state), valueOf(state.outer)?.state === 'off'] as const,
  (progress, known, isOff): UnderWay | undefined => {
    const step = progress.findLast(({ state }) => state === 'running');
    if (step !== undefined) return { what: `${step.job}: ${step.step}`, tookMs: (now) => stepTimes(step, now).tookMs, ...(step.since === undefined ? {} : { since: step.since }) };
    const layer = isOff ? undefined : known.find(({ state }) => state === 'starting');
    return layer === undefined ? undefined : { what: `starting: ${layer.name}`, tookMs: (now) => now - layer.since, since: layer.since };
  },
);

/** `… boot: kernel, 40 s`; undefined when nothing is on its way. @param now Unix milliseconds */
export function waitWords(state: LabState, now: number): string | undefined {
  const wait = underWay(state);
  return wait === undefined ? undefined : `… ${wait.what}, ${ageText(wait.tookMs(now)) ?? ''}`;
}

/** For a pane's title: what is awaited before its reading can come, or how old that is and why. Of a lab that is off nothing is old: it is off. */
export function headWords(state: LabState, reading: Reading<unknown>, now: number): string | undefined {
  if (reading.state === 'fresh') return undefined;
  return waitWords(state, now) ?? (isDown(state) ? undefined : staleWords(reading, now));
}

/** Says that the ages of {@link headWords} are on the screen. */
export function showHead(canvas: Canvas, state: LabState, reading: Reading<unknown>): void {
  showStale(canvas, reading);
  const since = reading.state === 'fresh' ? undefined : underWay(state)?.since;
  if (since !== undefined) canvas.showsAge?.(since);
}

/** Why there is nothing to show of a reading, and what to press. @param now Unix milliseconds */
export function emptyOf(state: LabState, reading: Reading<unknown>, what: string, now: number): Empty {
  const wait = underWay(state);
  if (wait !== undefined) return { why: `no ${what} yet`, press: waitWords(state, now) ?? '', ...(wait.since === undefined ? {} : { ages: [wait.since] }) };
  if (state.outer.state === 'failed' && state.outer.last === undefined) return failedOf(state.outer.failure);
  if (labIsDown(state)) return { why: state.outer.state === 'unknown' ? `no ${what} yet: the outer VM was not read` : `no ${what}: the outer VM is off`, press: UP };
  if (reading.state === 'failed') return failedOf(reading.failure);
  if (reading.state === 'unknown') return { why: `no ${what} yet: not read` };
  return { why: `no ${what}` };
}

function failedOf(failure: Failure): Empty {
  return { why: failureLine(failure), press: DOCTOR, style: 'warn' };
}

export const UP = ': up boots the lab';
const DOCTOR = ': doctor looks for the reason';
