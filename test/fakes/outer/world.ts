import { EventEmitter } from 'node:events';

export type FakeDriver = 'qemu' | 'lxc';
export type FakeState = 'running' | 'paused' | 'shut off';

/** An inner node of the fake outer VM. */
export interface FakeDomain {
  readonly name: string;
  readonly driver: FakeDriver;
  readonly uuid: string;
  readonly mac: string;
  readonly ip: string;
  readonly role: 'server' | 'agent';
  readonly arch: 'x86_64' | 'aarch64';
  /** `vnet3`; on the switch while it runs. */
  readonly tap: string;
  readonly ofport: number;
  state: FakeState;
  reason: string;
  autostart: boolean;
  readonly snapshots: string[];
  /** Counts starts, as libvirt's ids do. */
  id: number;
}

/** One change of the world, in the words of the tools that tell of it. */
export interface FakeChange {
  readonly domain: FakeDomain;
  /** `Stopped Destroyed`, as `virsh event` says it. */
  readonly detail: string;
  /** What it did to the domain's port. */
  readonly port?: 'insert' | 'delete';
}

export interface WorldSize {
  /** Inner nodes; the first four are those of the embedded lab. */
  readonly domains: number;
  /** Ports of the switch in all, at least those of the nodes. */
  readonly ports: number;
}

const FIRST: readonly Pick<FakeDomain, 'name' | 'driver' | 'role' | 'arch' | 'mac' | 'ip'>[] = [
  { name: 'n100-1', driver: 'lxc', role: 'server', arch: 'x86_64', mac: '52:54:00:12:34:01', ip: '192.168.100.10' },
  { name: 'n100-2', driver: 'lxc', role: 'server', arch: 'x86_64', mac: '52:54:00:12:34:02', ip: '192.168.100.11' },
  { name: 'n100-3', driver: 'lxc', role: 'agent', arch: 'x86_64', mac: '52:54:00:12:34:03', ip: '192.168.100.12' },
  { name: 'jetson-1', driver: 'qemu', role: 'agent', arch: 'aarch64', mac: '52:54:00:12:34:10', ip: '192.168.100.20' },
];

interface Verb {
  readonly from: readonly FakeState[];
  readonly to: FakeState;
  readonly reason: string;
  readonly detail: string;
  /** `destroyed`, as virsh says it when it is done. */
  readonly done: string;
}

const VERBS: Readonly<Record<string, Verb>> = {
  start: { from: ['shut off'], to: 'running', reason: 'booted', detail: 'Started Booted', done: 'started' },
  destroy: { from: ['running', 'paused'], to: 'shut off', reason: 'destroyed', detail: 'Stopped Destroyed', done: 'destroyed' },
  shutdown: { from: ['running'], to: 'shut off', reason: 'shutdown', detail: 'Stopped Shutdown', done: 'is being shutdown' },
  suspend: { from: ['running'], to: 'paused', reason: 'user', detail: 'Suspended Paused', done: 'suspended' },
  resume: { from: ['paused'], to: 'running', reason: 'unpaused', detail: 'Resumed Unpaused', done: 'resumed' },
  managedsave: { from: ['running', 'paused'], to: 'shut off', reason: 'saved', detail: 'Stopped Saved', done: 'state saved by libvirt' },
  reset: { from: ['running', 'paused'], to: 'running', reason: 'booted', detail: '', done: 'was reset' },
};

const hex = (number: number, digits: number): string => number.toString(16).padStart(digits, '0');

/** What is true inside the fake outer VM. The tools tell of it, and change it; who listens hears of changes. */
export class World extends EventEmitter<{ change: [FakeChange]; link: [string] }> {
  readonly domains: readonly FakeDomain[];
  /** Ports of the switch that belong to no node. */
  readonly otherPorts: readonly string[];
  /** Devices that somebody took down. */
  readonly down = new Set<string>();
  /** Bytes and packets that each running node has moved: they stand still unless somebody moves them. */
  traffic = 1_000;

  constructor({ domains, ports }: WorldSize) {
    super();
    this.setMaxListeners(0);
    this.domains = Array.from({ length: domains }, (_, index) => domainAt(index));
    this.otherPorts = Array.from({ length: Math.max(0, ports - domains - 2) }, (_, index) => `veth${hex(index, 4)}`);
  }

  /** `ip link set dev DEV up` or `down`. */
  setLink(dev: string, isUp: boolean): void {
    if (isUp) this.down.delete(dev);
    else this.down.add(dev);
    this.emit('link', dev);
  }

  /** By name or UUID. */
  find(word: string): FakeDomain | undefined {
    return this.domains.find(({ name, uuid }) => name === word || uuid === word);
  }

  get running(): readonly FakeDomain[] {
    return this.domains.filter(({ state }) => state !== 'shut off');
  }

  /**
   * Does what `virsh VERB` does.
   * @returns what virsh would say to it, or undefined for a verb that is none
   */
  act(verb: string, domain: FakeDomain): { readonly ok: boolean; readonly says: string } | undefined {
    const rule = VERBS[verb];
    if (rule === undefined) return undefined;
    if (!rule.from.includes(domain.state)) return { ok: false, says: domain.state === 'running' ? 'domain is already running' : 'domain is not running' };
    const wasOff = domain.state === 'shut off';
    domain.state = rule.to;
    domain.reason = rule.reason;
    if (wasOff) domain.id += 1;
    const port = wasOff ? 'insert' : domain.state === 'shut off' ? 'delete' : undefined;
    this.emit('change', { domain, detail: rule.detail, ...(port === undefined ? {} : { port }) });
    return { ok: true, says: `Domain '${domain.name}' ${rule.done}` };
  }
}

function domainAt(index: number): FakeDomain {
  const first = FIRST[index] ?? {
    name: `node-${String(index + 1).padStart(3, '0')}`,
    driver: index % 5 === 0 ? ('lxc' as const) : ('qemu' as const),
    role: 'agent' as const,
    arch: 'x86_64' as const,
    mac: `52:54:00:20:${hex(index >> 8, 2)}:${hex(index & 255, 2)}`,
    ip: `192.168.${101 + (index >> 7)}.${1 + (index & 127)}`,
  };
  const uuid = `4abdec00-0000-4000-8000-${hex(index + 1, 12)}`;
  return { ...first, uuid, tap: `vnet${index}`, ofport: index + 2, state: 'running', reason: 'booted', autostart: false, snapshots: [], id: index + 1 };
}
