import type { Transport } from '../transport/transport.ts';
import { Held } from './held.ts';
import { READ_LIMIT_MS, type Runner, TOOL_ENV } from './run.ts';

/** Puts lines to a tool of iproute2 in its batch mode (`-batch -`) and gives back all that it printed on standard output. */
export interface IprouteSession {
  ask(lines: string): Promise<string>;
  close(): void;
}

/** -force: a line that fails, as for a device that went away, is no reason to leave out the others. */
const TOOLS = {
  tc: ['tc', '-j', '-s', '-force', '-batch', '-'],
  ip: ['ip', '-j', '-s', '-d', '-force', '-batch', '-'],
} as const;

export type IprouteTool = keyof typeof TOOLS;

/** One process for each batch. */
export function iprouteBatch(runner: Runner, tool: IprouteTool): IprouteSession {
  const argv = TOOLS[tool];
  return {
    ask: async (lines) => (await runner.run({ argv, stdin: lines, env: TOOL_ENV, timeoutMs: READ_LIMIT_MS })).stdout.toString('utf8'),
    close: () => undefined,
  };
}

/**
 * What the tool says of a word it does not know ends the answer: it flushes each JSON document, and holds no complaint back. (A
 * device that does not exist would do as well, but makes the kernel start a modprobe.)
 */
const END = 'labdeck-end\n';
const ENDED = /^[^\n]*labdeck-end[^\n]*\nCommand failed -:\d+\n/m;
const COMPLAINTS = /^(?!\[)[^\n]*\nCommand failed -:\d+\n/gm;

/** One process that stays: an answer costs a few milliseconds without KVM, not the start of a process. */
export function iprouteHeld(transport: Transport, tool: IprouteTool): IprouteSession {
  const held = new Held(transport, { argv: ['sh', '-c', 'exec "$@" 2>&1', 'sh', ...TOOLS[tool]], env: TOOL_ENV }, `${tool} -batch`);
  return {
    ask: async (lines) => {
      const raw = await held.ask(`${lines}${END}`, endOf, READ_LIMIT_MS);
      return raw.replace(ENDED, '').replace(COMPLAINTS, '');
    },
    close: () => held.close(),
  };
}

function endOf(text: string): number | undefined {
  const found = ENDED.exec(text);
  return found === null ? undefined : found.index + found[0].length;
}
