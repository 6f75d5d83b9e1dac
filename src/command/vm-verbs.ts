import { listArg, textArg } from './args.ts';
import { type Command, type CommandArg, type CommandArgs, SHOWS } from './command.ts';
import type { VirshVerbs } from './context.ts';
import { eachNode, groupOutcome } from './each-node.ts';
import { checkNodes, driverOf } from './known-nodes.ts';
import { outerSilent } from './reachable.ts';
import { vmDocument, vmsDocument } from './vm-document.ts';

type GroupVerb = 'start' | 'shutdown' | 'destroy' | 'reset' | 'suspend' | 'resume';

interface GroupRow {
  readonly verb: GroupVerb;
  readonly summary: string;
  /** What the node loses; asks first. */
  readonly loses?: string;
  /** The verb that takes it back. */
  readonly undo?: GroupVerb;
}

const GROUP_ROWS: readonly GroupRow[] = [
  { verb: 'start', summary: 'start nodes', undo: 'shutdown' },
  { verb: 'shutdown', summary: 'ask nodes to shut down', undo: 'start' },
  { verb: 'destroy', summary: 'cut the power of nodes', loses: 'what runs there, and what was not written to disk' },
  { verb: 'reset', summary: 'press the reset button of nodes', loses: 'what runs there, and what was not written to disk' },
  { verb: 'suspend', summary: 'pause nodes', undo: 'resume' },
  { verb: 'resume', summary: 'let paused nodes go on', undo: 'suspend' },
];

const NODES: CommandArg = { name: 'node', kind: 'node', summary: 'names of nodes', many: true };
const NODE: CommandArg = { name: 'node', kind: 'node', summary: 'the name of a node' };
const STALES = ['domains', 'bridges', 'tc', 'links', 'leases'];
const READS = ['outer', 'domains'];
/** What the joined row is made of. */
export const NODE_READS = ['outer', 'domains', 'bridges', 'tc', 'leases'];

const groupCommand = ({ verb, summary, loses, undo }: GroupRow): Command => ({
  id: `vm.${verb}`,
  cli: `vm ${verb}`,
  summary,
  examples: [`vm ${verb} n100-1`, `vm ${verb} n100-1 n100-2 --json`],
  args: [NODES],
  options: [],
  mutates: true,
  blast: loses === undefined ? 'none' : 'node',
  ...(loses === undefined ? {} : { loses: (_state, args: CommandArgs) => `${listArg(args, 'node').join(', ')}: ${loses}` }),
  ...(undo === undefined ? {} : { undo: (args: CommandArgs) => ({ id: `vm.${undo}`, args }) }),
  disabled: outerSilent,
  stales: STALES,
  reads: READS,
  run: (ctx, args) => {
    const nodes = listArg(args, 'node');
    checkNodes(ctx.state(), nodes);
    return eachNode(verb, nodes, async (node) => act(verb, ctx.virsh(driverOf(ctx.state(), node)), node));
  },
  outcome: groupOutcome,
});

function act(verb: GroupVerb, virsh: VirshVerbs, node: string): Promise<void> {
  return virsh[verb](node);
}

const vmList: Command = {
  ...SHOWS,
  id: 'vm.list',
  cli: 'vm list',
  summary: 'list the nodes: state, kind, address, tap, OVS port',
  reads: NODE_READS,
  run: async (ctx, args) => vmsDocument(ctx.state(), ctx.now(), args),
  view: vmsDocument,
};

const vmShow: Command = {
  ...SHOWS,
  id: 'vm.show',
  cli: 'vm show',
  summary: 'show all that is known of nodes',
  examples: ['vm show n100-1'],
  args: [NODES],
  reads: NODE_READS,
  run: async (ctx, args) => vmDocument(ctx.state(), ctx.now(), args),
  view: vmDocument,
};

const vmXml: Command = {
  ...SHOWS,
  id: 'vm.xml',
  cli: 'vm xml',
  summary: "print a node's domain XML, as libvirt has it",
  args: [NODE],
  disabled: outerSilent,
  reads: READS,
  run: async (ctx, args) => {
    const node = textArg(args, 'node');
    checkNodes(ctx.state(), [node]);
    return { node, xml: await ctx.virsh(driverOf(ctx.state(), node)).dumpxml(node) };
  },
};

export const VM_VERBS: readonly Command[] = [vmList, vmShow, ...GROUP_ROWS.map(groupCommand), vmXml];
