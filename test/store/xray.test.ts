import { describe, expect, it } from 'vitest';
import type { Domain } from '../../src/model/domain.ts';
import { LAYERS, type Layer, type LayerName } from '../../src/model/layer.ts';
import { fresh } from '../../src/model/reading.ts';
import { type XrayNode, xray } from '../../src/store/select/xray.ts';
import type { LabState } from '../../src/store/state.ts';
import { EMPTY } from './empty.ts';

const MAC = '52:54:00:12:34:01';
const NODE = { name: 'n1', role: 'agent', arch: 'x86_64', kind: 'auto', autostart: true, nics: [{ mac: MAC, ip: '192.168.100.10' }] } as const;
const DOMAIN: Domain = { driver: 'lxc', kind: 'lxc', name: 'n1', uuid: 'u', state: 'running', interfaces: [{ target: 'vnet0', type: 'bridge', source: 'ovsbr0', mac: MAC }], blocks: [], unsupported: [] };

const layer = (name: LayerName, more: Partial<Layer> = {}): Layer => ({ name, state: 'up', says: `${name} is up`, since: 5, at: 9, ...more });
const allUp = (...odd: readonly Layer[]): Layer[] => LAYERS.map((name) => odd.find((each) => each.name === name) ?? layer(name));

function lab(more: Partial<LabState> = {}): LabState {
  const iface = { uuid: 'i', name: 'vnet0', type: '', ofport: 2, externalIds: { 'attached-mac': MAC, 'vm-id': 'u' }, statistics: {}, ingressPolicingRateKbitPerSec: 0, ingressPolicingBurstKbit: 0 };
  const port = { uuid: 'p', name: 'vnet0', trunks: [], externalIds: {}, status: {}, interfaces: [iface] };
  return {
    ...EMPTY,
    wanted: { ...EMPTY.wanted, nodes: [NODE], k3s: 'no k3s in this lab: none was given' },
    layers: allUp(),
    outer: fresh({ state: 'running', accelerator: 'tcg' }, 9),
    domains: fresh([DOMAIN], 9),
    bridges: fresh([{ uuid: 'b', name: 'ovsbr0', stpEnable: true, otherConfig: {}, externalIds: {}, status: {}, ports: [port] }], 9),
    tc: fresh({ qdiscs: [{ dev: 'vnet0', kind: 'htb', handle: '1:', root: true, options: {} }], classes: [], filters: [] }, 9),
    leases: fresh([{ mac: MAC, ip: '192.168.100.10', source: 'dhcp' }], 9),
    ...more,
  };
}

const drawn = (node: XrayNode, depth = 0): string[] => [`${'  '.repeat(depth)}${node.label}: ${node.state}`, ...node.children.flatMap((child) => drawn(child, depth + 1))];

describe('xray', () => {
  it('is one tree from the machine to the address', () => {
    const { root, broken } = xray(lab());
    expect(broken).toBeUndefined();
    expect(drawn(root).join('\n')).toMatchInlineSnapshot(`
      "this machine: up
        QEMU: up
          monitor: up
          serial line: up
          kernel: up
            systemd: up
              channels: up
                dnsmasq: up
                Open vSwitch: up
                libvirt: up
                  n1 (lxc): up
                    tap vnet0: up
                      port vnet0: up
                        qdiscs: up
                        address: up
                    k3s: absent"
    `);
  });

  it('names what is broken outermost, with its fix, and not what stands on it', () => {
    const { broken } = xray(lab({ layers: allUp(layer('libvirt', { state: 'failed', says: 'libvirtd is gone' }), layer('nodes', { state: 'down' })), domains: fresh([{ ...DOMAIN, state: 'shut off' }], 9) }));
    expect(broken).toMatchObject({ id: 'libvirt', says: 'libvirtd is gone', fix: 'labdeck exec outer -- systemctl restart libvirtd' });
  });

  it("takes the failure's own next step before the usual one", () => {
    const failure = { kind: 'lost', what: 'the outer kernel panicked', next: 'labdeck snapshot restore other', detail: '' } as const;
    expect(xray(lab({ layers: allUp(layer('kernel', { state: 'failed', failure })) })).broken?.fix).toBe('labdeck snapshot restore other');
  });

  it('finds the broken port of a node, and leaves a node alone that nobody wants up', () => {
    expect(xray(lab({ bridges: fresh([], 9) })).broken).toMatchObject({ id: `n1/${MAC}/port`, state: 'failed' });
    const off = lab({ wanted: { ...lab().wanted, nodes: [{ ...NODE, autostart: false }] }, domains: fresh([{ ...DOMAIN, state: 'shut off' }], 9) });
    expect(xray(off).broken).toBeUndefined();
  });

  it('tells nothing of nodes that was so before the outer VM went off', () => {
    const down = allUp().map(({ name }) => layer(name, { state: 'down', says: 'no QEMU of this lab runs' }));
    const { root, broken } = xray(lab({ layers: down, outer: fresh({ state: 'off' }, 10) }));
    expect(broken).toMatchObject({ id: 'qemu', fix: 'labdeck up' });
    expect(drawn(root).slice(-2).map((line) => line.trim())).toEqual(['libvirt: down', 'n1: down']);
  });

  it('before anything was read, nothing is called broken', () => {
    expect(xray(EMPTY).broken).toBeUndefined();
  });
});
