import type { LabNode, NodeNic } from '../../model/lab-node.ts';
import type { NodeRates } from '../../model/rates.ts';
import { lastGood } from '../../model/reading.ts';
import { labIsDown } from '../../store/select/layers.ts';
import { labNodes } from '../../store/select/nodes.ts';
import { remembered } from '../../store/select/remembered.ts';
import type { LabState } from '../../store/state.ts';
import { liveRates } from './live-rates.ts';

/** One node as a row: what every layer says of it, joined, with its rates. */
export interface NodeRow {
  readonly node: LabNode;
  /** The first NIC, which the row speaks of; `more` counts the others. */
  readonly nic?: NodeNic;
  readonly more: number;
  /** virsh's word, `not defined`, or `down` with the whole lab; undefined while it was never read. */
  readonly state?: string;
  readonly rates?: NodeRates;
  /** Unix milliseconds at which its domain was read. */
  readonly at?: number;
}

/** A row per node of the lab file, in its order. Of a lab that is down nothing is told that was so before. */
export const nodeRows = remembered(
  (state: LabState) => [labNodes(state), liveRates(state)?.nodes, lastGood(state.domains)?.at, labIsDown(state) && state.outer.state !== 'unknown'] as const,
  (nodes, rates, at, down): readonly NodeRow[] => {
    const byName = new Map(rates?.map((each) => [each.name, each]));
    return nodes.map((node) => (down ? downRow(node) : rowOf(node, byName.get(node.name), at)));
  },
);

function rowOf(node: LabNode, rates: NodeRates | undefined, at: number | undefined): NodeRow {
  const [nic] = node.nics;
  const state = node.state ?? (at === undefined ? undefined : 'not defined');
  return {
    node,
    more: Math.max(0, node.nics.length - 1),
    ...(nic === undefined ? {} : { nic }),
    ...(state === undefined ? {} : { state }),
    ...(rates === undefined ? {} : { rates }),
    ...(at === undefined ? {} : { at }),
  };
}

function downRow({ name, role, arch, wantedIp, k3s }: LabNode): NodeRow {
  const node = { name, role, arch, k3s, nics: [], unsupported: [], ...(wantedIp === undefined ? {} : { wantedIp }) };
  return { node, more: 0, state: 'down' };
}
