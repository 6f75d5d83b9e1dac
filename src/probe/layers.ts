import type { Domain } from '../model/domain.ts';
import type { Failure } from '../model/failure.ts';
import { type Layer, type LayerName, LAYERS, type LayerState } from '../model/layer.ts';
import type { Unit } from '../model/link.ts';
import { BOOT_STAGES, type BootStage, type OuterVm } from '../model/outer-vm.ts';
import { lastGood, type Reading, UNKNOWN, valueOf } from '../model/reading.ts';
import type { LabState } from '../store/state.ts';

/** What a layer says for itself, before it is dated. */
export interface Judged {
  readonly state: LayerState;
  readonly says: string;
  /** Unix milliseconds of the reading this rests on. */
  readonly at: number;
  readonly failure?: Failure;
}

/** What the ways in say of themselves: no probe reads them. */
export interface WaysIn {
  readonly serial?: Omit<Judged, 'at'>;
  readonly channels?: Omit<Judged, 'at'>;
}

/** Slots that the layers are made from. */
export const LAYER_READS = ['outer', 'units', 'domains', 'bridges'] as const;

type Judge = (state: LabState, ways: WaysIn, now: number) => Judged;

const JUDGES: Readonly<Record<LayerName, Judge>> = {
  qemu: ({ outer, wanted }) => judged(withoutMonitor(outer), (vm) => (vm.state === 'off' ? down('no QEMU of this lab runs') : up(`${vm.pid === undefined ? `on ${wanted.host ?? 'another machine'}` : `pid ${vm.pid}`}, ${vm.accelerator ?? 'accelerator unknown'}`))),
  monitor: ({ outer }) => judged(outer, (vm) => (vm.state === 'off' ? down('no QEMU of this lab runs') : { state: RUN_STATES[vm.state] ?? 'degraded', says: `${vm.monitor ?? 'monitor'}: ${vm.state}` })),
  serial: (state, { serial }, now) => inside(state, now, () => ({ ...(serial ?? unknown('nobody is on the serial line')), at: now })),
  kernel: (state, _ways, now) => inside(state, now, (vm) => (vm.panicked === undefined ? stage(state, vm, 'kernel', now) : panic(vm.panicked))),
  systemd: (state, _ways, now) => inside(state, now, (vm) => (isBooting(state, vm) ? stage(state, vm, 'systemd', now) : unitsJudge(state, [['multi-user.target']], 'systemd'))),
  channels: (state, { channels }, now) => inside(state, now, (vm) => ({ ...(channels ?? unknown('no channel was used yet')), ...(channels?.state === 'down' && isBooting(state, vm) ? { state: 'starting' } : {}), at: now })),
  libvirt: (state, _ways, now) => inside(state, now, () => libvirtJudge(state)),
  ovs: (state, _ways, now) => inside(state, now, () => ovsJudge(state)),
  dnsmasq: (state, _ways, now) => inside(state, now, () => unitsJudge(state, [['labdeck-dnsmasq.service', 'dnsmasq.service']], 'dnsmasq')),
  nodes: (state, _ways, now) => inside(state, now, () => nodesJudge(state)),
  k3s: ({ wanted }, _ways, now) => ({ state: wanted.k3s.startsWith('no k3s') ? 'absent' : 'unknown', says: wanted.k3s, at: now }),
};

const RUN_STATES: Readonly<Record<string, LayerState>> = { running: 'up', 'guest-panicked': 'failed', 'internal-error': 'failed', 'io-error': 'failed' };

/** Every layer on its own evidence. `since` stays while the state does. */
export function deriveLayers(known: LabState, ways: WaysIn, now: number): Layer[] {
  const state = ofThisMachine(known);
  return LAYERS.map((name) => {
    const layer = JUDGES[name](state, ways, now);
    const before = state.layers.find((each) => each.name === name);
    return { name, ...layer, since: before?.state === layer.state ? before.since : layer.at };
  });
}

/** What was read before this QEMU was started tells nothing about what runs in it. */
function ofThisMachine(state: LabState): LabState {
  const startedAt = valueOf(state.outer)?.startedAt ?? 0;
  const since = <T>(reading: Reading<T>): Reading<T> => {
    if (reading.state === 'unknown' || reading.at < startedAt) return UNKNOWN;
    const { last, ...rest } = { last: undefined, ...reading };
    return last === undefined || last.at >= startedAt ? reading : (rest as Reading<T>);
  };
  return { ...state, units: since(state.units), domains: since(state.domains), bridges: since(state.bridges) };
}

const up = (says: string) => ({ state: 'up', says }) as const;
const down = (says: string) => ({ state: 'down', says }) as const;
const unknown = (says: string) => ({ state: 'unknown', says }) as const;

/** A QEMU whose monitor does not answer in time is there all the same: the monitor's layer says that. */
function withoutMonitor(outer: LabState['outer']): LabState['outer'] {
  const last = lastGood(outer);
  return outer.state === 'failed' && outer.failure.kind === 'timeout' && last !== undefined && last.value.state !== 'off' ? { state: 'fresh', ...last } : outer;
}

/** A reading that failed speaks of its failure; what it last said stays as evidence of what was. */
function judged<T>(reading: Reading<T>, judge: (value: T) => Omit<Judged, 'at'>): Judged {
  if (reading.state === 'unknown') return { ...unknown('not read yet'), at: 0 };
  if (reading.state === 'fresh') return { ...judge(reading.value), at: reading.at };
  const { failure, at } = reading;
  return { state: failure.kind === 'lost' ? 'down' : 'failed', says: failure.what, at, failure };
}

/** Nothing inside is up while the outer VM is off; otherwise the layer speaks for itself. */
function inside(state: LabState, now: number, judge: (vm: OuterVm) => Judged): Judged {
  const outer = lastGood(state.outer);
  if (outer === undefined) return { ...unknown('the outer VM was not read yet'), at: 0 };
  return outer.value.state === 'off' ? { ...down('the outer VM is off'), at: outer.at } : patient(state, judge(outer.value));
}

/** What has no answer yet while a step of its start is under way is not broken for that. */
function patient({ progress }: LabState, judged: Judged): Judged {
  const step = progress.find((each) => each.state === 'running');
  if (judged.failure?.kind !== 'timeout' || step === undefined) return judged;
  return { state: 'starting', says: `no answer yet (${step.job}: ${step.step})`, at: judged.at };
}

/** A layer below a stage that was reached is up; a command that was answered inside proves the kernel, too. */
function stage(state: LabState, vm: OuterVm, name: BootStage, now: number): Judged {
  if (state.units.state === 'fresh') return { ...up('commands are answered'), at: state.units.at };
  const at = lastGood(state.outer)?.at ?? now;
  if (vm.stage === undefined) return { ...unknown('no command was answered yet'), at };
  const reached = BOOT_STAGES.indexOf(vm.stage) >= BOOT_STAGES.indexOf(name);
  return { ...(reached ? up(`stage ${vm.stage}`) : { state: 'starting', says: 'no sign of it yet' }), at };
}

/** Whether a machine whose boot can be followed has answered no command yet. */
function isBooting({ units }: LabState, { stage: seen }: OuterVm): boolean {
  return seen !== undefined && lastGood(units) === undefined;
}

function panic({ at, lastLines }: { readonly at: number; readonly lastLines: readonly string[] }): Judged {
  const what = 'the outer kernel panicked';
  return { state: 'failed', says: what, at, failure: { kind: 'lost', what, next: 'labdeck snapshot restore ready', detail: lastLines.join('\n') } };
}

const UNIT_STATES: Readonly<Record<string, LayerState>> = { active: 'up', reloading: 'up', activating: 'starting', failed: 'failed', inactive: 'down', deactivating: 'down' };

/** One of each group of names has to be there; the first that is speaks for it. */
function unitsJudge(state: LabState, groups: readonly (readonly string[])[], what: string): Judged {
  return judged(state.units, (units) => {
    const found = groups.map((names) => names.map((name) => units.find((unit) => unit.name === name)).find((unit) => unit !== undefined));
    if (found.includes(undefined)) return { state: 'absent', says: `no unit of ${what} is known to systemd` };
    return worst(found.filter((unit) => unit !== undefined));
  });
}

const WORST_FIRST: readonly LayerState[] = ['failed', 'down', 'starting', 'up'];

function worst(units: readonly Unit[]): Omit<Judged, 'at'> {
  const states = units.map(({ activeState }) => UNIT_STATES[activeState] ?? 'unknown');
  const state = WORST_FIRST.find((each) => states.includes(each)) ?? 'unknown';
  return { state, says: units.map(({ name, activeState, subState }) => `${name} ${activeState} (${subState})`).join(', ') };
}

function libvirtJudge(state: LabState): Judged {
  return judged(state.domains, (domains) => up(`answers, ${domains.length} domain${domains.length === 1 ? '' : 's'}`));
}

function ovsJudge(state: LabState): Judged {
  const { wanted } = state;
  return judged(state.bridges, (bridges) => {
    const bridge = bridges.find(({ name }) => name === wanted.bridge);
    if (bridge === undefined) return { state: 'failed', says: `there is no bridge ${wanted.bridge}` };
    const refused = bridge.ports.flatMap(({ interfaces }) => interfaces).filter(({ error, ofport }) => error !== undefined || ofport === -1);
    if (refused.length > 0) return { state: 'degraded', says: `${bridge.name}: ${refused.map(({ name, error }) => `${name}: ${error ?? 'refused'}`).join(', ')}` };
    return up(`${bridge.name}, ${bridge.ports.length} port${bridge.ports.length === 1 ? '' : 's'}`);
  });
}

/** Nodes that `up` starts have to run; others may. */
function nodesJudge(state: LabState): Judged {
  const { nodes } = state.wanted;
  return judged(state.domains, (domains) => {
    const of = (name: string) => domains.find((domain) => domain.name === name);
    const running = nodes.filter(({ name }) => of(name)?.state === 'running').length;
    const says = `${running} of ${nodes.length} run${faults(nodes.flatMap(({ name }) => of(name) ?? []))}`;
    const crashed = nodes.some(({ name }) => of(name)?.state === 'crashed');
    const missing = nodes.filter(({ name, autostart }) => autostart && of(name)?.state !== 'running').length;
    if (crashed) return { state: 'failed', says };
    if (nodes.length > 0 && running === 0 && missing > 0) return { state: 'down', says };
    return { state: missing === 0 ? 'up' : 'degraded', says };
  });
}

function faults(domains: readonly Domain[]): string {
  const odd = domains.filter(({ state }) => state !== 'running' && state !== 'shut off');
  return odd.length === 0 ? '' : ` (${odd.map(({ name, state }) => `${name} ${state}`).join(', ')})`;
}

/** Whether the outer VM is known to be off. */
export function outerIsOff(state: LabState): boolean {
  return valueOf(state.outer)?.state === 'off';
}
