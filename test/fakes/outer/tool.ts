import type { Readable } from 'node:stream';
import type { World } from './world.ts';

/** One run of a program in the fake outer VM. */
export interface ToolRun {
  readonly world: World;
  readonly argv: readonly string[];
  readonly stdin: Readable;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly exit: (status: number) => void;
  /** Called when whoever started it killed it. */
  readonly onGone: (gone: () => void) => void;
}

export type Tool = (run: ToolRun) => void;

/** Calls `take` with each line of standard input, and `end` when there is no more. */
export function lines(stdin: Readable, take: (line: string) => void, end: () => void): void {
  let held = '';
  stdin.on('data', (chunk: Buffer) => {
    const parts = (held + chunk.toString('utf8')).split('\n');
    held = parts.pop() ?? '';
    for (const line of parts) take(line);
  });
  stdin.on('end', end);
}
