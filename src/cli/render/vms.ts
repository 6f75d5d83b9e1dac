import type { VmDocument, VmsDocument } from '../../command/vm-document.ts';
import type { Domain } from '../../model/domain.ts';
import type { LabNode, NodeNic } from '../../model/lab-node.ts';
import { fieldLines } from './fields.ts';
import { NODE_COLUMNS, unwellLines } from './status.ts';
import { type Column, table } from './table.ts';
import { kibText } from './units.ts';
import type { View } from './view.ts';

export function vmListText({ nodes, others, ...head }: VmsDocument, { width }: View): string {
  return [table(NODE_COLUMNS, nodes, width), ...otherLines(others), ...unwellLines(head)].join('\n');
}

function otherLines(others: readonly Domain[]): readonly string[] {
  return others.length === 0 ? [] : ['', 'domains that the lab file does not name:', ...others.map(({ name, kind, state }) => `  ${name} (${kind}, ${state})`)];
}

/** All that is known of each node, one after the other. */
export function vmShowText({ nodes, others }: VmDocument, { width }: View): string {
  const shown = nodes.map((node) => [...fieldLines(nodeFields(node), width), ...nicLines(node.nics, width), ...domainLines(node.libvirt, width)].join('\n'));
  return [...shown, ...others.map((domain) => [domain.name, ...domainLines(domain, width)].join('\n'))].join('\n\n');
}

function nodeFields(node: VmDocument['nodes'][number]): Readonly<Record<string, unknown>> {
  const { name, role, arch, kind, domain, vcpus, memoryKiB, wantedIp, k3s } = node;
  return { name, role, arch, kind, state: domain, vcpus, memory: kibText(memoryKiB), 'wanted ip': wantedIp, k3s, 'not supported': unsupportedWords(node) };
}

/** Said by name, never left blank. */
function unsupportedWords({ unsupported, kind }: Pick<LabNode, 'unsupported' | 'kind'>): string | undefined {
  return unsupported.length === 0 ? undefined : `by the ${kind === 'lxc' ? 'lxc' : 'qemu'} driver: ${unsupported.join(', ')}`;
}

const NIC_COLUMNS: readonly Column<NodeNic>[] = [
  { title: '  mac', cell: ({ mac }) => `  ${mac}` },
  { title: 'ip', cell: ({ ip }) => ip },
  { title: 'tap', cell: ({ tap }) => tap },
  { title: 'bridge', cell: ({ bridge }) => bridge },
  { title: 'ovs port', cell: ({ ovsPort }) => ovsPort },
  { title: 'ofport', cell: ({ ofport }) => ofport, right: true },
  { title: 'qdiscs', cell: ({ qdiscs }) => qdiscs.map(({ kind, handle }) => `${kind} ${handle}`).join(', ') },
];

function nicLines(nics: readonly NodeNic[], width: View['width']): readonly string[] {
  return nics.length === 0 ? [] : [table(NIC_COLUMNS, nics, width)];
}

function domainLines(domain: Domain | null, width: View['width']): readonly string[] {
  if (domain === null) return ['libvirt has no such domain'];
  const { driver, uuid, id, state, reason, autostart, maxMemoryKiB, balloonKiB, rssKiB, blocks } = domain;
  const disks = blocks.map(({ target, source }) => `${target} ${source ?? '–'}`).join(', ');
  return fieldLines({ driver, uuid, id, state, reason, autostart, 'max memory': kibText(maxMemoryKiB), balloon: kibText(balloonKiB), resident: kibText(rssKiB), disks }, width);
}
