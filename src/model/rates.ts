/** What changes from second to second, in the outer VM, its nodes and on its network devices. */

/** One number per sample, the oldest first; all of one reading end at the same moment, and are `Rates.everyMs` apart. */
export type History = readonly number[];

/** A number that is known from the second sample on. */
export interface Rate {
  readonly now: number;
  readonly history: History;
}

export interface OuterRates {
  readonly cpus: number;
  /** 100 = all of its CPUs are busy. */
  readonly cpuPercent?: Rate;
  /** Bytes that are not available to a new process (total less MemAvailable). */
  readonly memoryUsed: Rate;
  readonly memoryTotalBytes: number;
  /** All disks together, partitions counted once. */
  readonly diskReadBytesPerSec?: Rate;
  readonly diskWriteBytesPerSec?: Rate;
}

export interface NodeRates {
  readonly name: string;
  /** 100 = one CPU of the outer VM is busy with it. */
  readonly cpuPercent?: Rate;
  /** lxc: what its control group holds; kvm and tcg: what its QEMU holds in memory. */
  readonly memoryUsedBytes?: number;
}

/** One network device of the outer VM, by its name: a tap, an internal port. Directions are the device's own: rx comes from the node. */
export interface PortRates {
  readonly dev: string;
  readonly rxBytesPerSec: Rate;
  readonly txBytesPerSec: Rate;
  readonly rxDropsPerSec: number;
  readonly txDropsPerSec: number;
  readonly rxErrorsPerSec: number;
  readonly txErrorsPerSec: number;
}

export interface Rates {
  /** Milliseconds between two samples. */
  readonly everyMs: number;
  readonly outer: OuterRates;
  readonly nodes: readonly NodeRates[];
  readonly ports: readonly PortRates[];
}
