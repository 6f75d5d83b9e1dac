import { RefusedError } from '../model/errors.ts';
import { listArg, textArg } from './args.ts';
import type { Command, CommandArg, CommandArgs } from './command.ts';
import { checkNodes, driverOf } from './known-nodes.ts';
import { nodeVerbDisabled } from './unsupported.ts';
import { NODE, NODE_ACT_READS, NODE_STALES, NODES, nodesCommand } from './vm-nodes.ts';

const NAME: CommandArg = { name: 'name', kind: 'text', summary: 'the name of a snapshot of the node' };
const namesOf = (args: CommandArgs): string => listArg(args, 'node').join(', ');

const save = nodesCommand({
  id: 'vm.save',
  cli: 'vm save',
  summary: 'write the memory of nodes to disk and stop them; vm restore goes on from there',
  examples: ['vm save jetson-1'],
  stales: NODE_STALES,
  limitMs: 0,
  undo: (args) => ({ id: 'vm.restore', args }),
  act: ({ virsh, domain }) => virsh.managedsave(domain.name),
});

const restore = nodesCommand({
  id: 'vm.restore',
  cli: 'vm restore',
  summary: 'let nodes that were saved go on',
  examples: ['vm restore jetson-1'],
  stales: NODE_STALES,
  limitMs: 0,
  undo: (args) => ({ id: 'vm.save', args }),
  act: async ({ virsh, domain: { name } }) => {
    // Without a saved image `virsh start` would boot it, which is not what was asked for.
    const { managedSave } = await virsh.dominfo(name);
    if (managedSave !== true) throw new RefusedError({ what: `${name} was not saved`, next: `labdeck vm start ${name}` });
    await virsh.start(name);
  },
});

const list: Command = {
  id: 'vm.snapshots',
  cli: 'vm snapshots',
  summary: "list libvirt's snapshots of one node (those of the whole lab: snapshot list)",
  args: [NODE],
  options: [],
  mutates: false,
  blast: 'none',
  disabled: nodeVerbDisabled('vm.snapshots'),
  stales: [],
  reads: NODE_ACT_READS,
  run: async (ctx, args) => {
    const node = textArg(args, 'node');
    checkNodes(ctx.state(), [node]);
    return { node, snapshots: await ctx.virsh(driverOf(ctx.state(), node)).snapshotList(node) };
  },
};

const snapshotSave = nodesCommand({
  id: 'vm.snapshot-save',
  cli: 'vm snapshot-save',
  summary: 'have libvirt take a snapshot of nodes',
  examples: ['vm snapshot-save before-upgrade jetson-1'],
  args: [NAME, NODES],
  limitMs: 0,
  undo: (args) => ({ id: 'vm.snapshot-delete', args }),
  act: ({ virsh, domain, args }) => virsh.snapshotCreateAs(domain.name, textArg(args, 'name')),
});

const snapshotRestore = nodesCommand({
  id: 'vm.snapshot-restore',
  cli: 'vm snapshot-restore',
  summary: "put nodes back to a snapshot of libvirt's",
  args: [NAME, NODES],
  blast: 'node',
  loses: (_state, args) => `${namesOf(args)}: all that happened there since that snapshot`,
  stales: NODE_STALES,
  limitMs: 0,
  act: ({ virsh, domain, args }) => virsh.snapshotRevert(domain.name, textArg(args, 'name')),
});

const snapshotDelete = nodesCommand({
  id: 'vm.snapshot-delete',
  cli: 'vm snapshot-delete',
  summary: "delete a snapshot of libvirt's of nodes",
  args: [NAME, NODES],
  blast: 'node',
  loses: (_state, args) => `${namesOf(args)}: the snapshot ${textArg(args, 'name')}`,
  limitMs: 0,
  act: ({ virsh, domain, args }) => virsh.snapshotDelete(domain.name, textArg(args, 'name')),
});

export const VM_SAVED: readonly Command[] = [save, restore, list, snapshotSave, snapshotRestore, snapshotDelete];
