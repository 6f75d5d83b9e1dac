import { valueOf } from '../model/reading.ts';
import type { LabState } from '../store/state.ts';
import { ALL_READINGS } from './ages.ts';
import { flagArg, optionalText } from './args.ts';
import { type Command, type CommandArgs, SHOWS } from './command.ts';
import { isDown, outerSilent } from './reachable.ts';
import { STATUS_READS, statusDocument } from './status-document.ts';

const LEVELS = ['host', 'outer', 'inner'] as const;

const up: Command = {
  id: 'lab.up',
  cli: 'up',
  summary: 'build the lab if needed, boot it or restore it, and wait until every layer is up',
  examples: ['up', 'up --all', 'up --lab n3x --timeout 20m'],
  args: [],
  options: [
    { name: 'all', type: 'flag', summary: 'nodes that do not start by themselves too (jetson-1)' },
    { name: 'cold', type: 'flag', summary: 'boot, even where a snapshot could be restored' },
  ],
  mutates: true,
  blast: 'none',
  // The rest is outdated by the verb itself: its answer does not wait until all of a lab that just came up has been read.
  stales: ['outer'],
  limitMs: 0,
  run: (ctx, args) => ctx.lab.up({ all: flagArg(args, 'all'), cold: flagArg(args, 'cold') }),
};

const down: Command = {
  id: 'lab.down',
  cli: 'down',
  summary: 'shut the lab down in good order; disks and snapshots stay',
  args: [],
  options: [{ name: 'force', type: 'flag', summary: 'cut the power' }],
  mutates: true,
  blast: 'node',
  loses: (state, args) => (flagArg(args, 'force') && !isDown(state) ? 'what the outer VM and its nodes have not written to disk' : undefined),
  stales: ALL_READINGS,
  limitMs: 0,
  run: (ctx, args) => ctx.lab.down({ force: flagArg(args, 'force') }),
};

const reset: Command = {
  id: 'lab.reset',
  cli: 'reset',
  summary: 'down, and throw away all that the lab wrote: the next up is a first one',
  args: [],
  options: [],
  mutates: true,
  blast: 'lab',
  loses: (state) => `every disk of lab ${state.wanted.name} and its snapshots${snapshotNames(state)}; built images stay`,
  stales: ALL_READINGS,
  limitMs: 0,
  run: (ctx) => ctx.lab.reset(),
};

function snapshotNames(state: LabState): string {
  const names = (valueOf(state.snapshots) ?? []).map(({ name }) => name);
  return names.length === 0 ? '' : ` (${names.join(', ')})`;
}

const status: Command = {
  ...SHOWS,
  id: 'lab.status',
  cli: 'status',
  summary: 'show every layer and node, with the age of what is shown',
  examples: ['status', 'status --json', 'status --max-age 0'],
  reads: STATUS_READS,
  run: async (ctx) => statusDocument(ctx.state(), ctx.now()),
  view: statusDocument,
};

const doctor: Command = {
  ...SHOWS,
  id: 'lab.doctor',
  cli: 'doctor',
  summary: 'check what a lab needs: KVM, memory, disk, tools, ports, leftovers; a fix per line',
  examples: ['doctor', 'doctor --level outer --json'],
  options: [{ name: 'level', type: 'choice', choices: LEVELS, summary: 'ask on the host (default), in the outer VM, or in the nodes' }],
  disabled: (state, args) => (levelOf(args) === 'host' ? undefined : outerSilent(state)),
  run: (ctx, args) => ctx.lab.doctor(levelOf(args)),
  outcome: (document) => ((document as { readonly holds: boolean }).holds ? 'done' : 'check'),
};

function levelOf(args: CommandArgs): (typeof LEVELS)[number] {
  return LEVELS.find((level) => level === optionalText(args, 'level')) ?? 'host';
}

const paths: Command = {
  ...SHOWS,
  id: 'lab.paths',
  cli: 'paths',
  summary: 'print every path of the lab',
  run: async (ctx) => ({ lab: ctx.state().wanted.name, paths: ctx.lab.paths() }),
};

const attach: Command = {
  id: 'lab.attach',
  cli: 'attach',
  summary: 'serve an outer VM that labdeck did not start, and leave it as it was found',
  examples: ['attach --monitor ./monitor.sock --serial ./serial.sock', 'attach --detach'],
  args: [],
  options: [
    { name: 'monitor', type: 'path', summary: 'its monitor socket, QMP or HMP (default: as the lab file says)' },
    { name: 'serial', type: 'path', summary: 'its serial socket (default: as the lab file says)' },
    { name: 'detach', type: 'flag', summary: 'unplug what was plugged in, end the shells, let go' },
  ],
  mutates: true,
  blast: 'none',
  stales: ALL_READINGS,
  limitMs: 0,
  run: (ctx, args) => {
    const monitor = optionalText(args, 'monitor');
    const serial = optionalText(args, 'serial');
    return ctx.lab.attach({ ...(monitor === undefined ? {} : { monitor }), ...(serial === undefined ? {} : { serial }), detach: flagArg(args, 'detach') });
  },
  outcome: (document) => ((document as { readonly asFound?: boolean } | null)?.asFound === false ? 'check' : 'done'),
};

export const LAB_VERBS: readonly Command[] = [up, down, reset, status, doctor, paths, attach];
