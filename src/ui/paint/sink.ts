import { EventEmitter } from 'node:events';
import type { Size } from '../layout/arrange.ts';

/** What Ink writes to and reads from: a terminal of the right size that keeps nothing and types nothing. The real one is ours. */
export interface Sink {
  readonly stdout: NodeJS.WriteStream;
  readonly stdin: NodeJS.ReadStream;
  readonly resize: (size: Size) => void;
}

export function createSink({ width, height }: Size): Sink {
  const write = (_text: unknown, encoding?: unknown, done?: unknown): boolean => {
    const taken = typeof encoding === 'function' ? encoding : done;
    if (typeof taken === 'function') (taken as () => void)();
    return true;
  };
  const output = Object.assign(new EventEmitter(), { isTTY: true, columns: width, rows: height, writable: true, destroyed: false, writableEnded: false, write });
  return {
    stdout: output as unknown as NodeJS.WriteStream,
    stdin: new EventEmitter() as unknown as NodeJS.ReadStream,
    // Ink is not told by `resize`: it would draw with its own renderer. It looks at the size with the next commit.
    resize: (size) => void Object.assign(output, { columns: size.width, rows: size.height }),
  };
}
