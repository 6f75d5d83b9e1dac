import type { Domain } from '../../src/model/domain.ts';
import type { WantedLab } from '../../src/model/lab.ts';
import { LAYERS } from '../../src/model/layer.ts';
import type { OvsBridge } from '../../src/model/ovs.ts';
import { fresh } from '../../src/model/reading.ts';
import { emptyState, type KeeperInfo, type LabState } from '../../src/store/state.ts';

/** Unix ms at which everything in the made lab was read. */
export const READ_AT = Date.UTC(2026, 10, 20, 12, 0, 0);

export const KEEPER: KeeperInfo = { pid: 4711, version: '0.1.0', startedAt: READ_AT - 60_000, frontEnds: [] };

/** Names that only survive where nothing builds a shell string from them. */
export const EVIL = `a'b "c"; $(d)\ne`;

export const WANTED: WantedLab = {
  name: 'embedded',
  file: '/etc/labs/embedded.yaml',
  bridge: 'ovsbr0',
  nodes: [
    { name: 'n100-1', role: 'server', arch: 'x86_64', kind: 'auto', autostart: true, nics: [{ mac: '52:54:00:12:34:01', ip: '192.168.100.10' }] },
    { name: 'jetson-1', role: 'agent', arch: 'aarch64', kind: 'auto', autostart: false, nics: [{ mac: '52:54:00:12:34:10', ip: '192.168.100.20' }] },
  ],
  k3s: 'no k3s in this lab: the lab file names neither k3s.binary nor k3s.download',
};

const N1: Domain = {
  driver: 'lxc',
  kind: 'lxc',
  name: 'n100-1',
  uuid: '11111111-1111-1111-1111-111111111111',
  id: 7,
  state: 'running',
  vcpus: 1,
  maxMemoryKiB: 262144,
  interfaces: [{ target: 'vnet0', type: 'bridge', source: 'ovsbr0', mac: '52:54:00:12:34:01' }],
  blocks: [],
  unsupported: ['domiftune'],
};

const JETSON: Domain = { ...N1, driver: 'qemu', kind: 'tcg', name: 'jetson-1', uuid: '22222222-2222-2222-2222-222222222222', state: 'shut off', interfaces: [], unsupported: [] };

const BRIDGE: OvsBridge = {
  uuid: 'b',
  name: 'ovsbr0',
  stpEnable: true,
  otherConfig: {},
  externalIds: {},
  status: {},
  ports: [
    {
      uuid: 'p',
      name: 'vnet0',
      trunks: [],
      externalIds: {},
      status: { stp_state: 'forwarding' },
      interfaces: [
        {
          uuid: 'i',
          name: 'vnet0',
          type: '',
          ofport: 3,
          externalIds: { 'attached-mac': '52:54:00:12:34:01', 'vm-id': N1.uuid },
          statistics: { rx_bytes: 2_000_000, tx_bytes: 1000 },
          ingressPolicingRateKbitPerSec: 8_000_000,
          ingressPolicingBurstKbit: 0,
        },
      ],
    },
  ],
};

/** A lab that is up, read at {@link READ_AT}. */
export function upState(): LabState {
  return {
    ...emptyState(KEEPER, WANTED),
    outer: fresh({ state: 'running', accelerator: 'tcg', pid: 99, startedAt: READ_AT - 240_000, qemuVersion: '7.2.22', monitor: 'qmp', vcpus: 2, memoryMiB: 3072 }, READ_AT),
    layers: LAYERS.map((name) => ({ name, state: name === 'k3s' ? 'absent' : 'up', says: name === 'k3s' ? WANTED.k3s : `${name} is up`, since: READ_AT - 1000, at: READ_AT })),
    units: fresh([], READ_AT),
    domains: fresh([N1, JETSON], READ_AT),
    bridges: fresh([BRIDGE], READ_AT),
    fdb: fresh([{ port: '3', vlan: 0, mac: '52:54:00:12:34:01', ageSec: 4 }], READ_AT),
    tc: fresh({ qdiscs: [{ dev: 'vnet0', kind: 'htb', handle: '1:', root: true, options: {} }, { dev: 'vnet0', kind: 'netem', handle: '1de7:', parent: '1:1', root: false, options: {} }], classes: [], filters: [] }, READ_AT),
    links: fresh([], READ_AT),
    leases: fresh([{ mac: '52:54:00:12:34:01', ip: '192.168.100.10', source: 'dhcp' }], READ_AT),
    snapshots: fresh([{ id: '1', name: 'ready', vmStateBytes: 950_000_000, savedAt: READ_AT / 1000 - 180 }], READ_AT),
  };
}

/** The same lab with no QEMU. */
export function downState(): LabState {
  const off = emptyState(KEEPER, WANTED);
  const layers = LAYERS.map((name) => ({ name, state: 'down' as const, says: 'no QEMU of this lab runs', since: READ_AT, at: READ_AT }));
  return { ...off, outer: fresh({ state: 'off' }, READ_AT), layers, snapshots: fresh([], READ_AT) };
}
