import type { OvsBridge, OvsFdbEntry } from '../model/ovs.ts';
import { UsageError } from '../model/errors.ts';
import { valueOf } from '../model/reading.ts';
import { labNodes } from '../store/select/nodes.ts';
import type { LabState } from '../store/state.ts';
import { agesOf, type ReadingAge } from './ages.ts';
import { optionalText } from './args.ts';
import type { Command, CommandArgs } from './command.ts';
import { outerSilent } from './reachable.ts';
import { headOf, type LabHead } from './status-document.ts';

/** One address that a bridge has learnt, and whose it is. */
export interface FdbRow extends OvsFdbEntry {
  /** The name of the port behind the number. */
  readonly portName?: string;
  /** The node that has a NIC of this address, or the bridge or port of the outer VM that has it. */
  readonly owner?: string;
  readonly ip?: string;
}

export interface FdbDocument extends LabHead {
  readonly entries: readonly FdbRow[];
  readonly readings: Readonly<Record<string, ReadingAge>>;
}

const SLOTS = ['fdb', 'bridges', 'domains', 'leases', 'tc', 'links'] as const;

/** Whose MAC is this, behind which port: joined by MAC and port number, never by what names look like. */
export function fdbRows(state: LabState): readonly FdbRow[] {
  const ports = portsByNumber(valueOf(state.bridges) ?? []);
  const owners = new Map([
    ...(valueOf(state.links) ?? []).flatMap(({ mac, name }) => (mac === undefined ? [] : [[mac.toLowerCase(), name] as const])),
    ...labNodes(state).flatMap(({ name, nics }) => nics.map(({ mac }) => [mac.toLowerCase(), name] as const)),
  ]);
  const ips = new Map((valueOf(state.leases) ?? []).map(({ mac, ip }) => [mac.toLowerCase(), ip]));
  return (valueOf(state.fdb) ?? []).map((entry) => {
    const mac = entry.mac.toLowerCase();
    const port = ports.get(`${entry.bridge ?? ''} ${entry.port}`);
    const [owner, ip] = [owners.get(mac), ips.get(mac)];
    return { ...entry, ...(port === undefined ? {} : { portName: port }), ...(owner === undefined ? {} : { owner }), ...(ip === undefined ? {} : { ip }) };
  });
}

/** Names of ports by `BRIDGE NUMBER`, and without the bridge, for entries that do not say theirs: there the first bridge is meant. */
function portsByNumber(bridges: readonly OvsBridge[]): ReadonlyMap<string, string> {
  const rows = bridges.flatMap(({ name, ports }) => ports.flatMap((port) => port.interfaces.map(({ ofport }) => ({ bridge: name, number: String(ofport), port: port.name }))));
  return new Map(rows.toReversed().flatMap(({ bridge, number, port }) => [[`${bridge} ${number}`, port], [` ${number}`, port]]));
}

export function fdbDocument(state: LabState, nowMs: number, args: CommandArgs): FdbDocument {
  const word = optionalText(args, 'mac')?.toLowerCase();
  const entries = fdbRows(state).filter(({ mac, owner, ip }) => word === undefined || mac.toLowerCase().includes(word) || owner === word || ip === word);
  return { ...headOf(state), entries, readings: agesOf(state, nowMs, SLOTS) };
}

const fdb: Command = {
  id: 'fabric.fdb',
  cli: 'fdb',
  summary: 'show the addresses that the bridges have learnt, and whose they are',
  examples: ['fdb', 'fdb 52:54:00:12:34:01', 'fdb n100-1'],
  args: [{ name: 'mac', kind: 'text', summary: 'only this MAC, or a part of one, or a node, or an IP address', optional: true }],
  options: [],
  mutates: false,
  blast: 'none',
  stales: [],
  reads: SLOTS,
  run: async (ctx, args) => fdbDocument(ctx.state(), ctx.now(), args),
  view: fdbDocument,
};

const flows: Command = {
  id: 'fabric.flows',
  cli: 'flows',
  summary: 'show the OpenFlow flows of a bridge, with what each has matched',
  examples: ['flows', 'flows ovsbr0 --json'],
  args: [{ name: 'bridge', kind: 'text', summary: "the bridge (default: the lab's)", optional: true }],
  options: [],
  mutates: false,
  blast: 'none',
  disabled: outerSilent,
  stales: [],
  reads: ['outer', 'bridges'],
  run: async (ctx, args) => {
    const bridge = optionalText(args, 'bridge') ?? ctx.state().wanted.bridge;
    const known = (valueOf(ctx.state().bridges) ?? []).map(({ name }) => name);
    if (known.length > 0 && !known.includes(bridge)) throw new UsageError({ what: `there is no bridge ${JSON.stringify(bridge)}`, next: `one of ${known.join(', ')}` });
    return { bridge, flows: await ctx.fabric.dumpFlows(bridge) };
  },
};

export const FABRIC_TABLES: readonly Command[] = [fdb, flows];
