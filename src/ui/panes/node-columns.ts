import { ageText } from '../widgets/ages.ts';
import { signed, signOf } from '../widgets/signs.ts';
import type { TableSpec } from '../widgets/table/column.ts';
import { kibText, percentText, usedText } from '../widgets/units.ts';
import type { NodeRow } from './node-rows.ts';

/** The table of nodes: one joined row each. The columns with the lowest `drop` need a wide screen. */
export const NODE_TABLE: TableSpec<NodeRow> = {
  id: ({ node }) => node.name,
  columns: [
    { id: 'name', title: 'NAME', text: ({ node }) => node.name, width: 'fit', min: 8, max: 24 },
    { id: 'role', title: 'ROLE', text: ({ node }) => node.role, width: 6, drop: 4 },
    { id: 'kind', title: 'KIND', text: ({ node }) => node.kind, width: 4, drop: 9 },
    { id: 'state', title: 'STATE', text: ({ state }) => signed(state), key: ({ state }) => state, style: ({ state }) => signOf(state).style, width: 13 },
    { id: 'cpu', title: 'CPU', text: (row) => percentText(cpuOf(row)), key: cpuOf, align: 'right', width: 5, drop: 8 },
    { id: 'memory', title: 'MEM', text: memoryText, key: ({ node }) => node.memoryKiB, align: 'right', width: 11, drop: 5 },
    { id: 'ip', title: 'IP', text: ({ nic, node }) => nic?.ip ?? (node.wantedIp === undefined ? undefined : `(${node.wantedIp})`), style: ({ nic }) => (nic?.ip === undefined ? 'dim' : 'text'), width: 16, drop: 7 },
    { id: 'tap', title: 'TAP', text: ({ nic, more }) => (nic?.tap === undefined ? undefined : `${nic.tap}${more === 0 ? '' : ` +${more}`}`), width: 9, drop: 3 },
    { id: 'port', title: 'PORT', text: ({ nic }) => nic?.ofport?.toString(), key: ({ nic }) => nic?.ofport, align: 'right', width: 5, drop: 6 },
    { id: 'profile', title: 'PROFILE', text: profileText, style: () => 'warn', width: 9, drop: 4 },
    { id: 'k3s', title: 'K3S', text: ({ node }) => (node.k3s.startsWith('no k3s') ? 'none' : node.k3s), width: 8, min: 4, drop: 2 },
    { id: 'arch', title: 'ARCH', text: ({ node }) => node.arch, width: 7, drop: 0 },
    { id: 'vcpus', title: 'VCPU', text: ({ node }) => node.vcpus?.toString(), key: ({ node }) => node.vcpus, align: 'right', width: 4, drop: 0 },
    { id: 'mac', title: 'MAC', text: ({ nic }) => nic?.mac, width: 17, drop: 0 },
    { id: 'qdiscs', title: 'QDISCS', text: ({ nic }) => nic?.qdiscs.map(({ kind }) => kind).join('+'), width: 18, drop: 0 },
    { id: 'age', title: 'AGE', text: ({ at }, now) => (at === undefined ? undefined : ageText(now - at)), key: ({ at }) => at, since: ({ at }) => at, align: 'right', width: 6, drop: 1 },
  ],
};

function cpuOf({ rates }: NodeRow): number | undefined {
  return rates?.cpuPercent?.now;
}

/** `118/256 MiB`; without what is used where nobody measured it. */
function memoryText({ node, rates }: NodeRow): string | undefined {
  return rates?.memoryUsedBytes === undefined ? kibText(node.memoryKiB) : usedText(rates.memoryUsedBytes / 1024, node.memoryKiB);
}

/** What delays or loses packets towards it, as far as its qdiscs tell. */
function profileText({ nic }: NodeRow): string | undefined {
  return nic?.qdiscs.some(({ kind }) => kind === 'netem') === true ? '▲ netem' : undefined;
}
