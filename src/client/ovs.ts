import { ExitError, LabdeckError, LostError, UsageError } from '../model/errors.ts';
import type { OvsBridge, OvsFdbEntry, OvsFlow } from '../model/ovs.ts';
import { parseBridges } from '../parse/ovs/bridges.ts';
import { parseFdb } from '../parse/ovs/fdb.ts';
import { parseFlows } from '../parse/ovs/flows.ts';
import { ovsBatch, type OvsSession } from './ovs-session.ts';
import { readText, type Runner } from './run.ts';

/** ovsdb-client, ovs-appctl, ovs-ofctl and ovs-vsctl on one machine. */
export class Ovs {
  readonly #read: Runner;
  readonly #act: Runner;
  readonly #session: OvsSession;

  constructor({ read, act, session = ovsBatch(read) }: { readonly read: Runner; readonly act: Runner; readonly session?: OvsSession }) {
    this.#read = read;
    this.#act = act;
    this.#session = session;
  }

  /** Every bridge with ports, interfaces, QoS and queues, in one transaction. */
  async bridges(): Promise<OvsBridge[]> {
    return parseBridges(await ovsErrors(() => this.#session.transact()));
  }

  /** The addresses that a bridge has learnt. */
  async fdbShow(bridge: string): Promise<OvsFdbEntry[]> {
    const entries = parseFdb(await ovsErrors(() => this.#session.fdbShow(bridgeName(bridge))));
    return entries.map((entry) => ({ ...entry, bridge }));
  }

  async dumpFlows(bridge: string): Promise<OvsFlow[]> {
    return parseFlows(await ovsErrors(() => readText(this.#read, ['ovs-ofctl', '--timeout=25', 'dump-flows', bridgeName(bridge)])));
  }

  /** Any `ovs-vsctl` command that changes something. */
  async vsctl(words: readonly string[]): Promise<string> {
    return ovsErrors(() => readText(this.#act, ['ovs-vsctl', '--timeout=25', ...words]));
  }
}

/** A word that the tools take for a bridge and for nothing else. @throws UsageError */
function bridgeName(name: string): string {
  if (name === '' || name.startsWith('-') || /[/\s:]/.test(name)) throw new UsageError({ what: `no bridge can be called ${JSON.stringify(name)}`, next: 'labdeck fabric' });
  return name;
}

/** Messages of a switch that is not there, from the four tools. */
const AWAY = /database connection failed|failed to connect to|cannot read pidfile|transaction failed \(|connection (refused|reset)|Connection refused|No such file or directory\)|cannot connect/;

async function ovsErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const away = error instanceof LostError ? error.evidence.detail !== '' : error instanceof ExitError && AWAY.test(error.evidence.detail ?? '');
    if (!away || !(error instanceof LabdeckError)) throw error;
    throw new LostError({ ...error.evidence, what: 'Open vSwitch does not answer', next: 'labdeck exec outer -- systemctl status ovs-vswitchd ovsdb-server', cause: error });
  }
}
