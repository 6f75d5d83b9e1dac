import { valueOf } from '../model/reading.ts';
import type { Domain } from '../model/domain.ts';
import type { LabState } from '../store/state.ts';
import { listArg } from './args.ts';
import type { Command, CommandArg, CommandArgs } from './command.ts';
import type { CommandContext, VirshVerbs } from './context.ts';
import { eachNode, groupOutcome } from './each-node.ts';
import { checkNodes, driverOf } from './known-nodes.ts';
import { nodeVerbDisabled } from './unsupported.ts';

export const NODES: CommandArg = { name: 'node', kind: 'node', summary: 'names of nodes', many: true };
export const NODE: CommandArg = { name: 'node', kind: 'node', summary: 'the name of a node' };
/** What has to be known of nodes before something is done to them. */
export const NODE_ACT_READS = ['outer', 'domains'];
/** What a node that starts or stops makes old. */
export const NODE_STALES = ['domains', 'bridges', 'tc', 'links', 'leases'];

/** What is done to one node of several. */
export type NodeAct = (node: { readonly virsh: VirshVerbs; readonly domain: Domain; readonly args: CommandArgs }) => Promise<void>;

type Row = Pick<Command, 'id' | 'cli' | 'summary'> & Partial<Command> & {
  /** @throws UsageError for words that cannot be meant, before anything is done to any node */
  readonly check?: (args: CommandArgs) => unknown;
  readonly act: NodeAct;
};

/** A verb on any number of nodes: done to all at once, summed up per node. */
export function nodesCommand({ act, check, ...row }: Row): Command {
  return {
    args: [NODES],
    options: [],
    mutates: true,
    blast: 'none',
    disabled: nodeVerbDisabled(row.id),
    stales: ['domains'],
    reads: NODE_ACT_READS,
    run: async (ctx, args) => {
      check?.(args);
      return actOnNodes(row.cli, ctx, args, act);
    },
    outcome: groupOutcome,
    ...row,
  };
}

function actOnNodes(cli: string, ctx: CommandContext, args: CommandArgs, act: NodeAct): Promise<unknown> {
  const nodes = listArg(args, 'node');
  checkNodes(ctx.state(), nodes);
  return eachNode(cli.replace(/^vm /, ''), nodes, async (node) => act({ virsh: ctx.virsh(driverOf(ctx.state(), node)), domain: domainNamed(ctx.state(), node), args }));
}

/** @throws UsageError when libvirt has no such domain */
export function domainNamed(state: LabState, node: string): Domain {
  driverOf(state, node);
  return (valueOf(state.domains) ?? []).find(({ name }) => name === node) as Domain;
}

/** A change is made to what runs and to what is written down, or to the latter alone while nothing runs. */
export function whenOf({ state }: Domain): readonly ['--live', '--config'] | readonly ['--config'] {
  return state === 'shut off' || state === 'crashed' ? ['--config'] : ['--live', '--config'];
}
