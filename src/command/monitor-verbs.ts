import { jsonArg, listArg, textArg } from './args.ts';
import type { Command } from './command.ts';
import { monitorSilent } from './reachable.ts';

/** QMP commands and HMP words that throw something away; the others pass without asking. */
const LOSSY_WORDS: Readonly<Record<string, string>> = {
  quit: 'the power of the outer VM is cut: what it has not written to disk',
  q: 'the power of the outer VM is cut: what it has not written to disk',
  system_reset: 'the outer VM is reset: what it has not written to disk',
  loadvm: 'all that happened since that snapshot',
  'snapshot-load': 'all that happened since that snapshot',
  delvm: 'the snapshot',
  'snapshot-delete': 'the snapshot',
  'inject-nmi': 'the outer VM, if its kernel panics on an NMI',
  nmi: 'the outer VM, if its kernel panics on an NMI',
};

const lineOf = (words: readonly string[]): string => words.join(' ');

const qmp: Command = {
  id: 'outer.qmp',
  cli: 'qmp',
  summary: "run one QMP command on the outer VM's monitor",
  examples: ['qmp query-status', `qmp human-monitor-command '{"command-line": "info block"}'`],
  args: [
    { name: 'command', kind: 'text', summary: 'a QMP command, like query-status' },
    { name: 'arguments', kind: 'json', summary: 'its arguments, as a JSON object', optional: true },
  ],
  options: [],
  mutates: true,
  blast: 'lab',
  loses: (_state, args) => LOSSY_WORDS[textArg(args, 'command')],
  disabled: monitorSilent,
  stales: ['outer', 'snapshots'],
  run: async (ctx, args) => {
    const command = textArg(args, 'command');
    return { command, return: await ctx.monitor.qmp(command, jsonArg(args, 'arguments')) };
  },
};

const hmp: Command = {
  id: 'outer.hmp',
  cli: 'hmp',
  summary: "run one line on the outer VM's human monitor",
  examples: ['hmp info status', 'hmp info block'],
  args: [{ name: 'line', kind: 'text', summary: 'an HMP line; several words are joined by spaces', many: true }],
  options: [],
  mutates: true,
  blast: 'lab',
  loses: (_state, args) => LOSSY_WORDS[lineOf(listArg(args, 'line')).trim().split(/\s+/)[0] ?? ''],
  disabled: monitorSilent,
  stales: ['outer', 'snapshots'],
  run: async (ctx, args) => {
    const line = lineOf(listArg(args, 'line'));
    const output = await ctx.monitor.hmp(line);
    return { line, output: output.replaceAll('\r\n', '\n') };
  },
};

export const MONITOR_VERBS: readonly Command[] = [qmp, hmp];
