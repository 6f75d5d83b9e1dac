import type { Proc } from '../client/proc.ts';
import type { History, NodeRates, OuterRates, PortRates, Rate, Rates } from '../model/rates.ts';
import type { DeviceCounters } from '../parse/proc/files.ts';
import type { NodeCounters, ProcSample } from '../parse/proc/sample.ts';

/** Samples that a sparkline is drawn from. */
const KEPT = 60;
/** Numbers in all histories of ports together: a switch of thousands of ports keeps fewer samples of each. */
const KEPT_OF_PORTS = 12_000;

/** Makes rates out of samples, and keeps their history. */
export class RatesReader {
  readonly #proc: Proc;
  readonly #everyMs: number;
  #before: ProcSample | undefined;
  #rates: Rates | undefined;

  constructor(proc: Proc, everyMs: number) {
    this.#proc = proc;
    this.#everyMs = everyMs;
  }

  async read(): Promise<Rates> {
    const sample = await this.#proc.sample();
    const sec = this.#before === undefined ? 0 : sample.uptimeSec - this.#before.uptimeSec;
    // Nobody looked for a while, or the machine was booted or restored: the samples of before belong to another picture.
    const follows = sec > 0 && sec * 1000 < 5 * this.#everyMs;
    const before = follows ? this.#before : undefined;
    this.#rates = ratesOf({ sample, before, sec, everyMs: this.#everyMs, known: before === undefined ? undefined : this.#rates });
    this.#before = sample;
    return this.#rates;
  }
}

interface Pair {
  readonly sample: ProcSample;
  readonly before: ProcSample | undefined;
  /** Between the two. */
  readonly sec: number;
  readonly everyMs: number;
  readonly known: Rates | undefined;
}

/** The first sample gives no rates, only what is so at one moment. */
export function ratesOf(pair: Pair): Rates {
  return { everyMs: pair.everyMs, outer: outerOf(pair), nodes: nodesOf(pair), ports: portsOf(pair) };
}

function outerOf({ sample, before, sec, known }: Pair): OuterRates {
  const { cpu, disk, memoryTotalBytes, memoryUsedBytes } = sample;
  const plain = { cpus: cpu.cpus, memoryTotalBytes, memoryUsed: rate(memoryUsedBytes, known?.outer.memoryUsed.history) };
  if (before === undefined) return plain;
  const ticks = cpu.total - before.cpu.total;
  return {
    ...plain,
    ...(ticks > 0 ? { cpuPercent: rate(tenth((100 * (cpu.busy - before.cpu.busy)) / ticks), known?.outer.cpuPercent?.history) } : {}),
    diskReadBytesPerSec: rate(perSec(before.disk.read, disk.read, sec), known?.outer.diskReadBytesPerSec?.history),
    diskWriteBytesPerSec: rate(perSec(before.disk.written, disk.written, sec), known?.outer.diskWriteBytesPerSec?.history),
  };
}

function nodesOf({ sample, before, sec, known }: Pair): NodeRates[] {
  const earlier = byKey(before?.nodes ?? [], ({ name }) => name);
  const last = byKey(known?.nodes ?? [], ({ name }) => name);
  return sample.nodes.map((node) => nodeOf(node, earlier.get(node.name), sec, last.get(node.name)?.cpuPercent?.history));
}

function nodeOf({ name, cpuSec, memoryBytes }: NodeCounters, before: NodeCounters | undefined, sec: number, history?: History): NodeRates {
  return {
    name,
    ...(memoryBytes === undefined ? {} : { memoryUsedBytes: memoryBytes }),
    // Less than before: it was started anew in between.
    ...(before === undefined || cpuSec < before.cpuSec ? {} : { cpuPercent: rate(tenth((100 * (cpuSec - before.cpuSec)) / sec), history) }),
  };
}

function portsOf({ sample, before, sec, known }: Pair): PortRates[] {
  const earlier = byKey(before?.devices ?? [], ({ dev }) => dev);
  const last = byKey(known?.ports ?? [], ({ dev }) => dev);
  const kept = Math.min(KEPT, Math.floor(KEPT_OF_PORTS / 2 / Math.max(1, sample.devices.length)));
  return sample.devices.flatMap((device) => {
    const then = earlier.get(device.dev);
    return then === undefined ? [] : [portOf(device, then, sec, { kept, last: last.get(device.dev) })];
  });
}

function portOf(now: DeviceCounters, then: DeviceCounters, sec: number, { kept, last }: { readonly kept: number; readonly last: PortRates | undefined }): PortRates {
  const of = (counter: Exclude<keyof DeviceCounters, 'dev'>): number => perSec(then[counter], now[counter], sec);
  return {
    dev: now.dev,
    rxBytesPerSec: rate(of('rxBytes'), last?.rxBytesPerSec.history, kept),
    txBytesPerSec: rate(of('txBytes'), last?.txBytesPerSec.history, kept),
    rxDropsPerSec: of('rxDrops'),
    txDropsPerSec: of('txDrops'),
    rxErrorsPerSec: of('rxErrors'),
    txErrorsPerSec: of('txErrors'),
  };
}

function rate(now: number, history: History = [], kept = KEPT): Rate {
  return { now, history: kept === 0 ? [] : [...history, now].slice(-kept) };
}

/** A counter that is lower than before belongs to a device that was made anew under the same name. */
function perSec(before: number, now: number, sec: number): number {
  const rise = now < before ? now : now - before;
  // Drops are few: one in two seconds is not none.
  return rise < 100 ? tenth(rise / sec) : Math.round(rise / sec);
}

const tenth = (value: number): number => Math.round(value * 10) / 10;

function byKey<T>(list: readonly T[], key: (each: T) => string): ReadonlyMap<string, T> {
  return new Map(list.map((each) => [key(each), each]));
}
