import type { Domain, DomainBlock, DomainInterface } from '../model/domain.ts';
import { CancelledError, toFailure } from '../model/errors.ts';
import type { Failure } from '../model/failure.ts';
import { labNodes } from '../store/select/nodes.ts';
import { textArg } from './args.ts';
import type { Command } from './command.ts';
import type { VirshVerbs } from './context.ts';
import { checkNodes } from './known-nodes.ts';
import { outerSilent } from './reachable.ts';
import { type NodeRow, nodeRow } from './status-document.ts';
import { domainNamed, NODE } from './vm-nodes.ts';

type Answer<V extends keyof VirshVerbs> = Awaited<ReturnType<VirshVerbs[V]>>;

/** A snapshot of one node, of libvirt's. */
export type NodeSnapshot = Answer<'snapshotList'>[number];

/** What one question brought: an answer, or why there is none, as where a driver has no such call. */
export type Part<T> = { readonly value: T } | { readonly failure: Failure };

/** All that libvirt says of one node, each part on its own. */
export interface VmDetails {
  readonly node: string;
  /** The joined row: NICs with tap, OVS port, address and qdiscs. */
  readonly row: NodeRow | null;
  readonly domain: Domain;
  readonly dominfo: Part<Answer<'dominfo'>>;
  readonly disks: readonly DomainBlock[];
  readonly interfaces: readonly DomainInterface[];
  /** By device on the outer VM. */
  readonly qos: Readonly<Record<string, Part<Answer<'domiftune'>>>>;
  readonly snapshots: Part<Answer<'snapshotList'>>;
  readonly xml: Part<string>;
}

/** @throws CancelledError; everything else is one part's own failure */
async function part<T>(asked: Promise<T>): Promise<Part<T>> {
  try {
    return { value: await asked };
  } catch (error) {
    if (error instanceof CancelledError) throw error;
    return { failure: toFailure(error) };
  }
}

async function detailsOf(domain: Domain, virsh: VirshVerbs): Promise<Omit<VmDetails, 'row'>> {
  const { name, blocks, interfaces } = domain;
  const devices = interfaces.flatMap(({ target }) => target ?? []);
  const [dominfo, snapshots, xml, ...limits] = await Promise.all([
    part(virsh.dominfo(name)),
    part(virsh.snapshotList(name)),
    part(virsh.dumpxml(name)),
    ...devices.map((device) => part(virsh.domiftune(name, device))),
  ]);
  const qos = Object.fromEntries(devices.map((device, index) => [device, limits[index] as Part<Answer<'domiftune'>>]));
  return { node: name, domain, dominfo, disks: blocks, interfaces, qos, snapshots, xml };
}

export const VM_DETAILS: Command = {
  id: 'vm.details',
  cli: 'vm details',
  summary: "ask libvirt all that it knows of one node: dominfo, disks, NICs, limits, snapshots, XML",
  examples: ['vm details jetson-1 --json'],
  args: [NODE],
  options: [],
  mutates: false,
  blast: 'none',
  disabled: outerSilent,
  stales: [],
  reads: ['outer', 'domains', 'bridges', 'tc', 'leases'],
  run: async (ctx, args): Promise<VmDetails> => {
    const node = textArg(args, 'node');
    checkNodes(ctx.state(), [node]);
    const domain = domainNamed(ctx.state(), node);
    const joined = labNodes(ctx.state()).find(({ name }) => name === node);
    return { ...(await detailsOf(domain, ctx.virsh(domain.driver))), row: joined === undefined ? null : nodeRow(joined) };
  },
};
