import { Transform } from 'node:stream';

/** Passes keys on until one says to leave: then the stream ends, and what was typed after it goes nowhere. */
export function leaveOn(key: number): Transform {
  let left = false;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const at = left ? 0 : chunk.indexOf(key);
      if (!left) this.push(at === -1 ? chunk : chunk.subarray(0, at));
      if (!left && at !== -1) this.push(null);
      left ||= at !== -1;
      done();
    },
  });
}
