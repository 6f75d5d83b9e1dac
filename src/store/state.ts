import type { KeymapConfig } from '../config/keymap.ts';
import type { LayoutConfig } from '../config/layout.ts';
import type { ThemeConfig } from '../config/theme.ts';
import type { Domain } from '../model/domain.ts';
import type { Failure } from '../model/failure.ts';
import type { WantedLab } from '../model/lab.ts';
import type { Layer } from '../model/layer.ts';
import type { Lease, Link, Unit } from '../model/link.ts';
import type { LabSnapshot, OuterVm } from '../model/outer-vm.ts';
import type { OvsBridge, OvsFdbEntry } from '../model/ovs.ts';
import type { Progress } from '../model/progress.ts';
import type { Qdisc, TcClass, TcFilter } from '../model/qdisc.ts';
import type { Rates } from '../model/rates.ts';
import { type Reading, UNKNOWN } from '../model/reading.ts';

export interface FrontEnd {
  readonly id: number;
  readonly pid: number;
  readonly user: string;
  readonly tty: string;
  /** Unix milliseconds. */
  readonly since: number;
  /** It may look and not act. */
  readonly readonly?: true;
}

export interface KeeperInfo {
  readonly pid: number;
  readonly version: string;
  /** Unix milliseconds. */
  readonly startedAt: number;
  readonly frontEnds: readonly FrontEnd[];
}

/** One mutating argv (or QMP command) that was run for an operator. */
export interface ActRecord {
  readonly at: number;
  readonly machine: string;
  readonly argv: readonly string[];
  readonly command: string;
  readonly by: string;
  readonly status?: number;
  readonly durationMs?: number;
}

/** Something that happened, from whichever source pushed it. */
export interface LabEvent {
  readonly at: number;
  readonly source: 'qmp' | 'libvirt' | 'ovsdb' | 'tc' | 'link' | 'keeper' | 'command';
  readonly what: string;
  /** The domain or device it is about, by the tool's name for it. */
  readonly about?: string;
  /** Who did it, where an operator of this lab did: `ada on /dev/pts/3 (pid 4711)`. */
  readonly by?: string;
}

export interface Tc {
  readonly qdiscs: readonly Qdisc[];
  readonly classes: readonly TcClass[];
  readonly filters: readonly TcFilter[];
}

/** A file of the user's that cannot be used; what it said before stays. */
export interface FileFailure extends Failure {
  readonly file: string;
}

/** What the user's files say of the screen, over what is built in; by name, as the files name themselves. */
export interface ScreenFiles {
  readonly layouts: Readonly<Record<string, LayoutConfig>>;
  readonly themes: Readonly<Record<string, ThemeConfig>>;
  readonly keymap?: KeymapConfig;
  /** `what` begins with `file:line:column:`. */
  readonly failures: readonly FileFailure[];
}

export const NO_SCREEN_FILES: ScreenFiles = { layouts: {}, themes: {}, failures: [] };

/** All the keeper knows, as plain data. A front end holds a replica; change records are slot by slot. */
export interface LabState {
  readonly keeper: KeeperInfo;
  readonly wanted: WantedLab;
  readonly outer: Reading<OuterVm>;
  readonly layers: readonly Layer[];
  readonly units: Reading<readonly Unit[]>;
  readonly domains: Reading<readonly Domain[]>;
  readonly bridges: Reading<readonly OvsBridge[]>;
  readonly fdb: Reading<readonly OvsFdbEntry[]>;
  readonly tc: Reading<Tc>;
  readonly links: Reading<readonly Link[]>;
  readonly leases: Reading<readonly Lease[]>;
  readonly snapshots: Reading<readonly LabSnapshot[]>;
  /** Read while somebody shows it. */
  readonly rates: Reading<Rates>;
  readonly screen: ScreenFiles;
  /** Long work that is under way or just ended, by job. */
  readonly progress: readonly Progress[];
  /** The newest 200. */
  readonly acts: readonly ActRecord[];
  /** The newest 500. */
  readonly events: readonly LabEvent[];
}

export type Slot = keyof LabState;

export function emptyState(keeper: KeeperInfo, wanted: WantedLab): LabState {
  return {
    keeper,
    wanted,
    outer: UNKNOWN,
    layers: [],
    units: UNKNOWN,
    domains: UNKNOWN,
    bridges: UNKNOWN,
    fdb: UNKNOWN,
    tc: UNKNOWN,
    links: UNKNOWN,
    leases: UNKNOWN,
    snapshots: UNKNOWN,
    rates: UNKNOWN,
    screen: NO_SCREEN_FILES,
    progress: [],
    acts: [],
    events: [],
  };
}
