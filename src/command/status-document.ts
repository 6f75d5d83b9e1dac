import type { Layer } from '../model/layer.ts';
import type { LabNode } from '../model/lab-node.ts';
import type { LabSnapshot, OuterVm } from '../model/outer-vm.ts';
import { valueOf } from '../model/reading.ts';
import { layers } from '../store/select/layers.ts';
import { labNodes } from '../store/select/nodes.ts';
import type { LabState } from '../store/state.ts';
import { agesOf, type ReadingAge } from './ages.ts';

export interface LayerRow extends Layer {
  /** Milliseconds since the reading that this rests on. */
  readonly ageMs: number;
}

/** The joined row with the first NIC's answers at hand; `nics` has them all. */
export interface NodeRow extends Omit<LabNode, 'state'> {
  /** The domain's state in virsh's words; absent when libvirt does not know it. */
  readonly domain?: string;
  readonly ip?: string;
  readonly tap?: string;
  readonly ovsPort?: string;
  /** `fq_codel`, `htb+netem`: the qdiscs of the first NIC's tap. */
  readonly qdiscs: readonly string[];
}

/** Which lab a document is about, and how it does. */
export interface LabHead {
  readonly lab: string;
  /** The lab in one word: {@link headline}. */
  readonly state: string;
  /** The next step, when there is one to recommend. */
  readonly next?: string;
}

/** What `status --json` prints. Times are Unix milliseconds unless their name says otherwise. */
export interface StatusDocument extends LabHead {
  readonly file: string;
  readonly host?: string;
  readonly outer: OuterVm | null;
  readonly layers: readonly LayerRow[];
  readonly nodes: readonly NodeRow[];
  readonly k3s: string;
  readonly snapshots: readonly LabSnapshot[];
  readonly keeper: { readonly pid: number; readonly version: string; readonly since: number; readonly frontEnds: number };
  readonly readings: Readonly<Record<string, ReadingAge>>;
}

/** The readings that the status rests on. */
export const STATUS_READS = ['outer', 'units', 'domains', 'bridges', 'tc', 'leases', 'snapshots'] as const;

/** The whole lab in one document. */
export function statusDocument(state: LabState, nowMs: number): StatusDocument {
  const { wanted, keeper } = state;
  return {
    ...headOf(state),
    file: wanted.file,
    ...(wanted.host === undefined ? {} : { host: wanted.host }),
    outer: valueOf(state.outer) ?? null,
    layers: layers(state).map((layer) => ({ ...layer, ageMs: Math.max(0, nowMs - layer.at) })),
    nodes: labNodes(state).map(nodeRow),
    k3s: state.layers.find(({ name }) => name === 'k3s')?.says ?? wanted.k3s,
    snapshots: valueOf(state.snapshots) ?? [],
    keeper: { pid: keeper.pid, version: keeper.version, since: keeper.startedAt, frontEnds: keeper.frontEnds.length },
    readings: agesOf(state, nowMs, STATUS_READS),
  };
}

export function headOf(state: LabState): LabHead {
  const next = nextStep(state);
  return { lab: state.wanted.name, state: headline(state), ...(next === undefined ? {} : { next }) };
}

/** One word for the whole: down, panicked, paused, starting, degraded, up or unknown. */
export function headline(state: LabState): string {
  const outer = valueOf(state.outer);
  if (outer === undefined) return 'unknown';
  if (outer.panicked !== undefined || outer.state === 'guest-panicked') return 'panicked';
  if (outer.state !== 'running') return outer.state === 'off' ? 'down' : outer.state;
  const states = new Set(state.layers.map((layer) => layer.state));
  return (['failed', 'degraded', 'starting', 'down'] as const).find((each) => states.has(each))?.replace(/failed|down/, 'degraded') ?? 'up';
}

const NEXT_OF: Readonly<Record<string, string>> = {
  down: 'labdeck up',
  panicked: 'labdeck snapshot restore ready',
  paused: 'labdeck qmp cont',
};

export function nextStep(state: LabState): string | undefined {
  return NEXT_OF[headline(state)] ?? state.layers.find((layer) => layer.failure?.next !== undefined)?.failure?.next;
}

/** A joined node as a row. */
export function nodeRow({ state, ...node }: LabNode): NodeRow {
  const nic = node.nics[0];
  return {
    ...node,
    ...(state === undefined ? {} : { domain: state }),
    ...(nic?.ip === undefined ? {} : { ip: nic.ip }),
    ...(nic?.tap === undefined ? {} : { tap: nic.tap }),
    ...(nic?.ovsPort === undefined ? {} : { ovsPort: nic.ovsPort }),
    qdiscs: nic?.qdiscs.map(({ kind }) => kind) ?? [],
  };
}
