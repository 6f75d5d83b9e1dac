import { Transform } from 'node:stream';

export interface LeaveKey extends Transform {
  /** Resolves when the key was pressed. */
  readonly left: Promise<void>;
}

/** Passes keys on until one says to leave; what was typed after it goes nowhere. */
export function leaveOn(key: number): LeaveKey {
  const { promise: left, resolve } = Promise.withResolvers<void>();
  const keys = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const at = chunk.indexOf(key);
      this.push(at === -1 ? chunk : chunk.subarray(0, at));
      if (at !== -1) {
        this.push(null);
        resolve();
      }
      done();
    },
  });
  return Object.assign(keys, { left });
}
