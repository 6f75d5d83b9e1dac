import { type Clock, WALL_CLOCK } from '../../model/clock.ts';

/** 30 frames a second are enough for what nobody typed. */
const FRAME_MS = 33;

export interface FramePorts {
  /** Paints what is shown now. Returns what to write; '' when nothing changed. */
  readonly paint: () => string;
  /** Writes a frame, and calls back when the terminal took it: until then no other is painted. */
  readonly write: (frame: string, taken: () => void) => void;
  readonly clock?: Clock;
}

/** When the screen is painted: the only frame timer there is. */
export interface Frames {
  /** Something that is shown may have changed. */
  readonly invalidate: () => void;
  /** A key came: what it changes is painted as soon as its stores and React are done, in a microtask. */
  readonly urgent: () => void;
  /** Until resumed nothing is painted: the terminal belongs to somebody else. */
  readonly pause: () => void;
  readonly resume: () => void;
  readonly stop: () => void;
}

type State = 'idle' | 'planned' | 'writing';

/**
 * A key is answered at once, all else at most every 33 ms, and a terminal that is slow to take a frame gets the next one when it
 * took that: always the newest, none in between. Without a change there is no timer and no byte.
 */
export function createFrames({ paint, write, clock = WALL_CLOCK }: FramePorts): Frames {
  let state: State = 'idle';
  let dirty = false;
  let hurry = false;
  let paused = false;
  let last = -Infinity;
  let cancel = (): void => undefined;

  function frame(): void {
    if (paused || state === 'writing') return;
    cancel();
    [state, dirty, hurry, last] = ['idle', false, false, clock.now()];
    const bytes = paint();
    if (bytes === '') return;
    state = 'writing';
    write(bytes, taken);
  }

  function taken(): void {
    state = 'idle';
    if (dirty) plan();
  }

  function plan(): void {
    dirty = true;
    if (paused || state === 'writing' || (state === 'planned' && !hurry)) return;
    // A clock that was set back must not hold a frame up.
    const waitMs = hurry ? 0 : Math.min(FRAME_MS, last + FRAME_MS - clock.now());
    cancel();
    state = 'planned';
    cancel = waitMs > 0 ? clock.after(waitMs, frame) : soon(frame);
  }

  return {
    invalidate: plan,
    urgent: () => void (hurry = true),
    pause: () => {
      paused = true;
      cancel();
      if (state === 'planned') state = 'idle';
    },
    resume: () => {
      paused = false;
      plan();
    },
    stop: () => {
      paused = true;
      cancel();
    },
  };
}

/** In a microtask after those that the key's turn leaves behind: in one of them React takes over what the key changed. */
function soon(call: () => void): () => void {
  let wanted = true;
  queueMicrotask(() =>
    queueMicrotask(() => {
      if (wanted) call();
    }),
  );
  return () => void (wanted = false);
}
