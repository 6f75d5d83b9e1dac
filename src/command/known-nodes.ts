import { UsageError } from '../model/errors.ts';
import type { DomainDriver } from '../model/domain.ts';
import { didYouMean } from '../model/nearest.ts';
import { valueOf } from '../model/reading.ts';
import type { LabState } from '../store/state.ts';

/** Every node's name: those the lab file wants first, then domains that libvirt has besides. */
export function nodeNames(state: LabState): readonly string[] {
  const wanted = state.wanted.nodes.map(({ name }) => name);
  const domains = (valueOf(state.domains) ?? []).map(({ name }) => name);
  return [...new Set([...wanted, ...domains])];
}

/** @throws UsageError for the first name that is no node of this lab, with the nearest one */
export function checkNodes(state: LabState, names: readonly string[]): void {
  const known = nodeNames(state);
  const stranger = names.find((name) => !known.includes(name));
  if (stranger !== undefined) throw unknownNode(state, stranger, known);
}

/** Which of libvirt's drivers runs a node. @throws UsageError when libvirt has no such domain */
export function driverOf(state: LabState, node: string): DomainDriver {
  const domains = valueOf(state.domains) ?? [];
  const domain = domains.find(({ name }) => name === node);
  if (domain !== undefined) return domain.driver;
  throw new UsageError({ what: `libvirt has no domain ${JSON.stringify(node)}`, next: 'labdeck vm list', detail: `domains: ${domains.map(({ name }) => name).join(', ')}` });
}

function unknownNode({ wanted }: LabState, name: string, known: readonly string[]): UsageError {
  return new UsageError({
    what: `lab ${wanted.name} has no node ${JSON.stringify(name)}${didYouMean(name, known)}`,
    next: 'labdeck vm list',
    detail: `known: ${known.join(', ')}`,
  });
}
