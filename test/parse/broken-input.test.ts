import { describe, expect, it } from 'vitest';
import { ParseError } from '../../src/model/errors.ts';
import { parseLeases } from '../../src/parse/dnsmasq/leases.ts';
import { parseLinks } from '../../src/parse/ip/link.ts';
import { parseNeighbours } from '../../src/parse/ip/neigh.ts';
import { parseBridges } from '../../src/parse/ovs/bridges.ts';
import { parseFdb } from '../../src/parse/ovs/fdb.ts';
import { parseFlows } from '../../src/parse/ovs/flows.ts';
import { parseMonitorLine } from '../../src/parse/ovs/monitor.ts';
import { readTable } from '../../src/parse/ovs/rows.ts';
import { parseSystemState } from '../../src/parse/systemctl/running.ts';
import { parseUnits } from '../../src/parse/systemctl/show.ts';
import { parseClasses } from '../../src/parse/tc/class.ts';
import { parseFilters } from '../../src/parse/tc/filter.ts';
import { parseQdiscs } from '../../src/parse/tc/qdisc.ts';
import { parseDomblklist } from '../../src/parse/virsh/domblklist.ts';
import { parseDomifaddr } from '../../src/parse/virsh/domifaddr.ts';
import { parseDomiflist } from '../../src/parse/virsh/domiflist.ts';
import { parseDominfo } from '../../src/parse/virsh/dominfo.ts';
import { parseDomstate } from '../../src/parse/virsh/domstate.ts';
import { parseDomstats } from '../../src/parse/virsh/domstats.ts';
import { parseDumpxml } from '../../src/parse/virsh/dumpxml.ts';
import { parseEventLine } from '../../src/parse/virsh/event.ts';
import { parseList, parseUuids } from '../../src/parse/virsh/list.ts';
import { parseSnapshotList } from '../../src/parse/virsh/snapshot-list.ts';
import { parseTtyconsole } from '../../src/parse/virsh/ttyconsole.ts';
import { parseVcpuinfo } from '../../src/parse/virsh/vcpuinfo.ts';
import { fixture } from './fixture.ts';

interface Specimen {
  readonly parse: (raw: string) => unknown;
  readonly file: string;
  /** What no output at all means; without it, an error. */
  readonly empty?: unknown;
  /** One JSON or XML document: there is no place at which it can be cut unseen. */
  readonly document?: true;
  /** Only the first line is given to the parser. */
  readonly line?: true;
}

const HOST = 'debian12-host';

const SPECIMENS: Readonly<Record<string, Specimen>> = {
  'virsh list': { parse: parseList, file: 'virsh/list-lxc.txt' },
  'virsh list --uuid --name': { parse: parseUuids, file: 'virsh/list-uuid-lxc.txt' },
  'virsh domstate': { parse: parseDomstate, file: 'virsh/domstate-running.txt' },
  'virsh dominfo': { parse: parseDominfo, file: 'virsh/dominfo-qemu.txt' },
  'virsh domstats': { parse: parseDomstats, file: 'virsh/domstats-qemu.txt', empty: new Map() },
  'virsh domiflist': { parse: parseDomiflist, file: 'virsh/domiflist-qemu.txt' },
  'virsh domblklist': { parse: parseDomblklist, file: 'virsh/domblklist-qemu.txt' },
  'virsh dumpxml': { parse: parseDumpxml, file: 'virsh/dumpxml-qemu.xml', document: true },
  'virsh domifaddr': { parse: parseDomifaddr, file: 'virsh/domifaddr-lxc.txt' },
  'virsh vcpuinfo': { parse: parseVcpuinfo, file: 'virsh/vcpuinfo-qemu.txt' },
  'virsh snapshot-list': { parse: parseSnapshotList, file: 'virsh/snapshot-list-one.txt' },
  'virsh ttyconsole': { parse: parseTtyconsole, file: 'virsh/ttyconsole-lxc.txt' },
  'virsh event': { parse: parseEventLine, file: 'virsh/event-lxc.txt', line: true },
  'ovsdb-client transact': { parse: parseBridges, file: 'ovs/transact.json', document: true },
  'ovsdb-client monitor': { parse: parseMonitorLine, file: 'ovs/monitor-port.txt', line: true, document: true },
  'ovs-vsctl list': { parse: (raw) => readTable('ovs-vsctl list', raw, (row) => row.at('name').text()), file: 'ovs/list-interface.json', document: true },
  'ovs-appctl fdb/show': { parse: parseFdb, file: 'ovs/fdb.txt' },
  'ovs-ofctl dump-flows': { parse: parseFlows, file: 'ovs/flows-more.txt', empty: [] },
  'tc qdisc': { parse: (raw) => parseQdiscs(raw), file: 'tc/qdisc.json', document: true },
  'tc class': { parse: (raw) => parseClasses(raw, 'vnet8'), file: 'tc/class-vnet8.txt', empty: [] },
  'tc filter': { parse: (raw) => parseFilters(raw, { dev: 'vnet8' }), file: 'tc/filter-vnet8-ingress.json', document: true },
  'ip addr': { parse: parseLinks, file: 'ip/addr.json', document: true },
  'ip neigh': { parse: parseNeighbours, file: 'ip/neigh.json', document: true },
  'systemctl show': { parse: parseUnits, file: 'systemctl/show-usec.txt', empty: [] },
  'systemctl is-system-running': { parse: parseSystemState, file: 'systemctl/is-system-running.txt' },
  'dnsmasq leases': { parse: parseLeases, file: 'dnsmasq/dnsmasq.leases', empty: [] },
};

/** What came of it: a value, or an error that is not allowed to be anything but a ParseError with the text as evidence. */
function outcome(parse: (raw: string) => unknown, raw: string): { readonly value: unknown } | { readonly error: ParseError } {
  try {
    return { value: parse(raw) };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return { error };
  }
}

describe.each(Object.entries(SPECIMENS))('%s', (_name, { parse, file, empty, document, line }) => {
  const all = fixture(`${HOST}/${file}`);
  const whole = line === true ? all.slice(0, all.indexOf('\n')) : all;

  it('understands what was recorded', () => {
    expect(outcome(parse, whole)).toHaveProperty('value');
  });

  it(empty === undefined ? 'says that no output is no answer' : 'takes no output for nothing there', () => {
    const result = outcome(parse, '');
    if (empty === undefined) expect(result).toHaveProperty('error');
    else expect(result).toEqual({ value: empty });
  });

  it('never takes an output that was cut short for a whole one', () => {
    const end = document === true ? whole.trimEnd().length : whole.length;
    for (let cut = 1; cut < end; cut += Math.max(1, Math.floor(end / 400))) {
      const part = whole.slice(0, cut);
      const result = outcome(parse, part);
      const unseen = document !== true && line !== true && part.endsWith('\n');
      if ('error' in result) expect(result.error.evidence.detail).toBe(part);
      else expect(unseen || line === true, `cut after ${cut}: ${part.slice(-60)}`).toBe(true);
    }
  });

  it('says so when it is given something else altogether', () => {
    const result = outcome(parse, 'bash: command not found\n');
    expect(result).toHaveProperty('error');
  });
});
