import { ParseError } from '../model/errors.ts';
import type { Qdisc, TcClass, TcFilter } from '../model/qdisc.ts';
import { parseTcBatch, tcBatch } from '../parse/tc/batch.ts';
import { parseClasses } from '../parse/tc/class.ts';
import { parseFilters } from '../parse/tc/filter.ts';
import { parseQdiscs } from '../parse/tc/qdisc.ts';
import { iprouteBatch, type IprouteSession } from './iproute-session.ts';
import { readText, type Runner } from './run.ts';

export interface TcTree {
  readonly qdiscs: readonly Qdisc[];
  readonly classes: readonly TcClass[];
  readonly filters: readonly TcFilter[];
}

/** Kinds without classes and filters of anybody's making: not worth a question. */
const PLAIN = new Set(['noqueue', 'fq_codel', 'pfifo_fast', 'pfifo', 'bfifo', 'mq', 'netem', 'tbf', 'sfq', 'fq']);

/** Names that a line of a tc batch cannot carry as one word: `#` begins a comment, quotes and backslashes are tc's own. */
const BATCHABLE = /^[A-Za-z0-9_.@+=,-]+$/;

export class Tc {
  readonly #read: Runner;
  readonly #act: Runner;
  readonly #session: IprouteSession;
  /** Devices with classes or filters, from the last reading: what to ask for in the same moment as the qdiscs. */
  #shaped: readonly string[] = [];

  constructor({ read, act, session = iprouteBatch(read, 'tc') }: { readonly read: Runner; readonly act: Runner; readonly session?: IprouteSession }) {
    this.#read = read;
    this.#act = act;
    this.#session = session;
  }

  async qdiscShow(): Promise<Qdisc[]> {
    return parseQdiscs(await this.#session.ask('qdisc show\n'));
  }

  async classShow(dev: string): Promise<TcClass[]> {
    return parseClasses(await readText(this.#read, ['tc', '-j', '-s', 'class', 'show', 'dev', dev]), dev);
  }

  async filterShow(dev: string, where: readonly string[] = []): Promise<TcFilter[]> {
    const parent = where[0] === 'ingress' ? 'ffff:' : 'root';
    return parseFilters(await readText(this.#read, ['tc', '-j', '-s', 'filter', 'show', 'dev', dev, ...where]), { dev, parent });
  }

  /**
   * Every qdisc, and the classes and filters of each device that has any: two questions at once. When the devices are others than
   * last time, the second is put again.
   */
  async tree(): Promise<TcTree> {
    const before = this.#shaped;
    const [qdiscs, guess] = await Promise.all([this.qdiscShow(), this.#below(before).catch(ifDeviceGone)]);
    this.#shaped = shapedDevices(qdiscs);
    const same = guess !== undefined && sameList(before, this.#shaped);
    return { qdiscs, ...(same ? guess : await this.#below(this.#shaped)) };
  }

  /** Any tc command that changes something. */
  async change(words: readonly string[]): Promise<void> {
    await readText(this.#act, ['tc', ...words]);
  }

  async #below(devices: readonly string[]): Promise<Omit<TcTree, 'qdiscs'>> {
    if (devices.length === 0) return { classes: [], filters: [] };
    if (!devices.every((dev) => BATCHABLE.test(dev))) return this.#oneByOne(devices);
    return parseTcBatch(await this.#session.ask(tcBatch(devices)), devices);
  }

  async #oneByOne(devices: readonly string[]): Promise<Omit<TcTree, 'qdiscs'>> {
    const each = await Promise.all(devices.map(async (dev) => {
      const [classes, above, below] = await Promise.all([this.classShow(dev), this.filterShow(dev), this.filterShow(dev, ['ingress'])]);
      return { classes, filters: [...above, ...below] };
    }));
    return { classes: each.flatMap(({ classes }) => classes), filters: each.flatMap(({ filters }) => filters) };
  }
}

function shapedDevices(qdiscs: readonly Qdisc[]): string[] {
  return [...new Set(qdiscs.filter(({ kind }) => !PLAIN.has(kind)).map(({ dev }) => dev))].toSorted();
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index]);
}

/** The devices of last time are a guess: that one of them has gone is no failure yet. */
function ifDeviceGone(error: unknown): undefined {
  if (!(error instanceof ParseError)) throw error;
  return undefined;
}
