import type { Domain } from '../model/domain.ts';
import type { Lease, Unit } from '../model/link.ts';
import { LabdeckError } from '../model/errors.ts';
import type { OvsFdbEntry } from '../model/ovs.ts';
import type { LabSnapshot, OuterVm } from '../model/outer-vm.ts';
import type { LabState } from '../store/state.ts';
import { valueOf } from '../model/reading.ts';
import type { AnyProbe } from './probe.ts';
import { RatesReader } from './rates.ts';
import type { Tools } from './tools.ts';

/** Readings that do not come from a tool inside the outer VM. */
export interface OutsideReads {
  readonly outer: () => Promise<OuterVm>;
  readonly snapshots: () => Promise<readonly LabSnapshot[]>;
}

/** Units whose state says that a layer is up; names differ between distributions, and those that are not there are left out. */
export const WATCHED_UNITS = [
  'multi-user.target', 'libvirtd.service', 'virtqemud.service', 'virtlxcd.service', 'virtlogd.service',
  'ovsdb-server.service', 'ovsdb.service', 'ovs-vswitchd.service', 'dnsmasq.service', 'labdeck-bridge.service', 'labdeck-dnsmasq.service',
] as const;

/** Rates are read often, and only while somebody shows them. */
const RATES_MS = 2_000;
/** Where each sample costs a process. */
const RATES_ONE_SHOT_MS = 10_000;

interface WhatElse {
  /** More units to watch: those that the lab file says the lab rests on. */
  readonly units?: readonly string[];
  /** Whether processes stay inside the outer VM. */
  readonly hold?: boolean;
}

/** What is read, how often, where it lands. */
export function probesOf(tools: Tools, outside: OutsideReads, state: () => LabState, { units = [], hold = true }: WhatElse = {}): AnyProbe[] {
  const ratesMs = hold ? RATES_MS : RATES_ONE_SHOT_MS;
  const rates = new RatesReader(tools.proc, ratesMs);
  return [
    { slot: 'outer', everyMs: 5_000, read: outside.outer },
    { slot: 'snapshots', everyMs: 60_000, needs: 'outer', read: outside.snapshots },
    { slot: 'units', everyMs: 15_000, needs: 'outer', read: unitsReader(tools, [...new Set([...WATCHED_UNITS, ...units])]) },
    { slot: 'domains', everyMs: 15_000, needs: 'outer', read: () => allDomains(tools) },
    { slot: 'bridges', everyMs: 10_000, needs: 'outer', read: () => tools.ovs.bridges() },
    { slot: 'fdb', everyMs: 15_000, needs: 'outer', read: () => allFdb(tools, bridgeNames(state())) },
    { slot: 'tc', everyMs: 15_000, needs: 'outer', read: () => tools.tc.tree() },
    { slot: 'links', everyMs: 10_000, needs: 'outer', read: () => tools.ip.addrShow() },
    { slot: 'leases', everyMs: 15_000, needs: 'outer', read: () => allLeases(tools) },
    { slot: 'rates', everyMs: ratesMs, needs: 'outer', read: () => rates.read() },
  ];
}

/** How many readings a unit that was not there is left alone: to look for one costs systemd more than to show five that are. */
const LOOK_AGAIN = 8;

/** Units that are there. */
function unitsReader({ systemctl }: Tools, watched: readonly string[]): () => Promise<Unit[]> {
  let known = watched;
  let readings = 0;
  return async () => {
    const units = await systemctl.show(readings++ % LOOK_AGAIN === 0 || known.length === 0 ? watched : known);
    const found = units.filter(({ loadState }) => loadState !== 'not-found');
    known = found.map(({ name }) => name);
    return found;
  };
}

/** Both drivers at once; a lab has domains of both. A driver that is not installed has none, and says so by failing to connect. */
async function allDomains({ qemu, lxc }: Tools): Promise<Domain[]> {
  const [vms, containers] = await Promise.all([qemu.domains(), lxc.domains().catch(withoutLxc)]);
  return [...vms, ...containers];
}

/** libvirt without its LXC driver: "no connection driver available for lxc:///system". */
function withoutLxc(error: unknown): Domain[] {
  if (error instanceof LabdeckError && /no connection driver available/.test(error.evidence.detail ?? '')) return [];
  throw error;
}

/** The bridges that were there at the last reading, else the one that the lab file wants. */
function bridgeNames(state: LabState): string[] {
  const known = valueOf(state.bridges)?.map(({ name }) => name) ?? [];
  return known.length === 0 ? [state.wanted.bridge] : known;
}

async function allFdb({ ovs }: Tools, bridges: readonly string[]): Promise<OvsFdbEntry[]> {
  return (await Promise.all(bridges.map((bridge) => ovs.fdbShow(bridge)))).flat();
}

/** dnsmasq's leases, and behind them what ARP has seen: an address that is fixed in a node has no lease. */
async function allLeases({ dnsmasq, ip }: Tools): Promise<Lease[]> {
  const [leases, neighbours] = await Promise.all([dnsmasq.leases().catch(withoutLeases), ip.neighShow()]);
  return [...leases, ...neighbours.map(({ mac, ip: address, source }) => ({ mac, ip: address, source }))];
}

/** Before dnsmasq ran for the first time there is no lease file: no lease, not a failure. */
function withoutLeases(error: unknown): Lease[] {
  if (error instanceof LabdeckError && error.kind === 'exit' && /No such file or directory/.test(error.evidence.detail ?? '')) return [];
  throw error;
}
