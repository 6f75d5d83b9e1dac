import { writeSync } from 'node:fs';

/** A terminal that takes nothing for this long is left as it is: leaving must not hang. */
const GIVE_UP_MS = 500;
const PAUSE_MS = 5;
const STDOUT = 1;

/**
 * Writes to the terminal before this returns, for what comes first and last: no stream is opened, and nothing is left in a queue
 * when the process ends. A terminal that is gone is no error here: there is nobody to tell.
 */
export function writeNow(text: string, fd = STDOUT): void {
  let bytes = Buffer.from(text);
  const until = Date.now() + GIVE_UP_MS;
  while (bytes.length > 0 && Date.now() < until) {
    try {
      bytes = bytes.subarray(writeSync(fd, bytes));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
      // A terminal in non-blocking mode that is full for now.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
    }
  }
}
