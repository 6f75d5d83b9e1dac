import type { LabConfig, LabNodeConfig } from '../../config/lab.ts';

export function hasK3s({ k3s }: Pick<LabConfig, 'k3s'>): boolean {
  return k3s.binary !== undefined || k3s.download;
}

/** The token of n3x's emulation: the lab is restricted to its own machine, and says what it is. */
const EMULATION_TOKEN = 'emulation-test-token-not-for-production';

/**
 * k3s's command line on one node, as n3x has it: the first server begins the cluster, all others join it.
 * @param lab must have a server among its nodes with an address, or every agent stands alone and k3s says so in its log
 */
export function k3sArguments(lab: LabConfig, node: LabNodeConfig): string[] {
  const first = lab.nodes.find((each) => each.role === 'server');
  const ip = node.nics[0]?.ip;
  return [
    node.role,
    `--token=${lab.k3s.token ?? EMULATION_TOKEN}`,
    `--node-name=${node.name}`,
    ...(ip === undefined ? [] : [`--node-ip=${ip}`]),
    ...Object.entries(node.labels).map(([key, value]) => `--node-label=${key}=${value}`),
    ...(node.name === first?.name ? ['--cluster-init'] : joinArguments(first)),
    ...(node.role === 'server' ? serverArguments(lab, node) : []),
  ];
}

function joinArguments(first: LabNodeConfig | undefined): string[] {
  const ip = first?.nics[0]?.ip;
  return ip === undefined ? [] : [`--server=https://${ip}:6443`];
}

function serverArguments(lab: LabConfig, node: LabNodeConfig): string[] {
  const ip = node.nics[0]?.ip;
  return [
    ...(ip === undefined ? [] : [`--advertise-address=${ip}`, `--tls-san=${ip}`]),
    `--tls-san=${node.name}.${lab.network.domain}`,
    '--flannel-backend=vxlan',
    ...['traefik', 'servicelb', 'local-storage'].map((part) => `--disable=${part}`),
  ];
}
