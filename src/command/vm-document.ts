import type { Domain } from '../model/domain.ts';
import { valueOf } from '../model/reading.ts';
import { labNodes } from '../store/select/nodes.ts';
import type { LabState } from '../store/state.ts';
import { agesOf, type ReadingAge } from './ages.ts';
import { listArg } from './args.ts';
import type { CommandArgs } from './command.ts';
import { checkNodes } from './known-nodes.ts';
import { headOf, type LabHead, type NodeRow, nodeRow } from './status-document.ts';

/** What `vm list --json` prints. */
export interface VmsDocument extends LabHead {
  readonly nodes: readonly NodeRow[];
  /** Domains that libvirt has and the lab file does not name. */
  readonly others: readonly Domain[];
  readonly readings: Readonly<Record<string, ReadingAge>>;
}

/** What `vm show --json` prints: the joined rows, each with the domain as libvirt has it. */
export interface VmDocument extends VmsDocument {
  readonly nodes: readonly (NodeRow & { readonly libvirt: Domain | null })[];
}

const SLOTS = ['outer', 'domains', 'bridges', 'tc', 'leases'] as const;

export function vmsDocument(state: LabState, nowMs: number, _args: CommandArgs): VmsDocument {
  return { ...headOf(state), nodes: labNodes(state).map(nodeRow), others: othersOf(state), readings: agesOf(state, nowMs, SLOTS) };
}

/** @throws UsageError when a name is no node of this lab */
export function vmDocument(state: LabState, nowMs: number, args: CommandArgs): VmDocument {
  const names = listArg(args, 'node');
  checkNodes(state, names);
  const domains = valueOf(state.domains) ?? [];
  const nodes = labNodes(state)
    .filter(({ name }) => names.includes(name))
    .map((node) => ({ ...nodeRow(node), libvirt: domains.find(({ uuid }) => uuid === node.domainUuid) ?? null }));
  return { ...headOf(state), nodes, others: othersOf(state).filter(({ name }) => names.includes(name)), readings: agesOf(state, nowMs, SLOTS) };
}

function othersOf(state: LabState): readonly Domain[] {
  const joined = new Set(labNodes(state).map(({ domainUuid }) => domainUuid));
  return (valueOf(state.domains) ?? []).filter(({ uuid }) => !joined.has(uuid));
}
