/** Time for whoever waits or dates something; tests turn it by hand. */
export interface Clock {
  /** Unix milliseconds. */
  now(): number;
  /** Runs `ring` once, `ms` from now; what comes back takes it back. */
  after(ms: number, ring: () => void): () => void;
}

export const WALL_CLOCK: Clock = {
  now: () => Date.now(),
  after: (ms, ring) => {
    const timer = setTimeout(ring, ms);
    return () => clearTimeout(timer);
  },
};
