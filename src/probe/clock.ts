/** Time as a probe knows it; tests turn it by hand. */
export interface Clock {
  /** Unix milliseconds. */
  now(): number;
  /** Runs `ring` once, `ms` from now; what comes back takes it back. */
  after(ms: number, ring: () => void): () => void;
}
