import { type Clock, WALL_CLOCK } from '../../model/clock.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** How coarse an age is shown: whole seconds below 10 s, then tens of seconds, then minutes. */
function stepMs(ageMs: number): number {
  if (ageMs < 10 * SECOND) return SECOND;
  return ageMs < MINUTE ? 10 * SECOND : MINUTE;
}

/** An age as it is shown: rounded down to its step, so that a screen changes only with it. A moment in the future has age 0. */
export function shownAgeMs(atMs: number, nowMs: number): number {
  const age = Math.max(0, nowMs - atMs);
  return Math.floor(age / stepMs(age)) * stepMs(age);
}

/** Milliseconds until the age of `atMs` is shown differently. */
export function nextStepMs(atMs: number, nowMs: number): number {
  const age = nowMs - atMs;
  return age < 0 ? SECOND - age : stepMs(age) - (age % stepMs(age));
}

/** Wakes the screen when an age that it shows takes its next step. */
export interface AgeClock {
  /** Of a moment whose age is on the screen, said while that is painted; counts until the next frame. */
  readonly shows: (atMs: number) => void;
  /** Before a frame: what the last one showed is forgotten. */
  readonly begin: () => void;
  /** After a frame: one timer for the nearest step; none when no age is shown. */
  readonly end: () => void;
  readonly stop: () => void;
}

/** @param step called when an age takes its next step */
export function createAgeClock(step: () => void, clock: Clock = WALL_CLOCK): AgeClock {
  let nearest = Infinity;
  let cancel = (): void => undefined;
  return {
    shows: (atMs) => {
      nearest = Math.min(nearest, nextStepMs(atMs, clock.now()));
    },
    begin: () => void (nearest = Infinity),
    end: () => {
      cancel();
      // A timer may fire a little early, and would find nothing to step.
      cancel = nearest === Infinity ? () => undefined : clock.after(nearest + 1, step);
    },
    stop: () => cancel(),
  };
}
