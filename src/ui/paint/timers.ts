/** Time as the painter takes it; tests bring their own. */
export interface Timers {
  /** Milliseconds since some moment; never goes back. */
  readonly now: () => number;
  /** Calls once after `ms`; the returned function takes it back. */
  readonly after: (ms: number, call: () => void) => () => void;
}

export const TIMERS: Timers = {
  now: () => performance.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};
