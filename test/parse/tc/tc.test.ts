import { describe, expect, it } from 'vitest';
import { parseTcBatch } from '../../../src/parse/tc/batch.ts';
import { parseClasses } from '../../../src/parse/tc/class.ts';
import { parseFilters } from '../../../src/parse/tc/filter.ts';
import { parseTcMonitorLine } from '../../../src/parse/tc/monitor.ts';
import { parseQdiscs } from '../../../src/parse/tc/qdisc.ts';
import { fixture } from '../fixture.ts';

const tc = (name: string) => fixture(`debian12-host/tc/${name}`);

describe('tc qdisc', () => {
  it('reads the tree on a tap: htb with our netem below it', () => {
    const onTap = parseQdiscs(tc('qdisc.json')).filter(({ dev }) => dev === 'vnet8');
    expect(onTap.map(({ kind, handle, parent, root }) => ({ kind, handle, parent, root }))).toEqual([
      { kind: 'htb', handle: '1:', parent: undefined, root: true },
      { kind: 'netem', handle: '1de7:', parent: '1:1', root: false },
      { kind: 'ingress', handle: 'ffff:', parent: 'ffff:fff1', root: false },
    ]);
    expect(onTap[1]?.options).toMatchObject({ delay: { delay: 0.04, jitter: 0.002 }, 'loss-random': { loss: 0.005 } });
  });

  it('takes the device that was asked for where tc leaves it out', () => {
    expect(parseQdiscs(tc('qdisc-none.json'), 'lo')).toMatchObject([{ dev: 'lo', kind: 'noqueue', handle: '0:', root: true, backlogBytes: 0 }]);
    expect(() => parseQdiscs(tc('qdisc-none.json'))).toThrow(/\.dev is not a text/);
  });
});

describe('tc class', () => {
  it('reads text', () => {
    expect(parseClasses(tc('class-vnet8.txt'), 'vnet8')).toEqual([
      {
        dev: 'vnet8', kind: 'htb', handle: '1:1', parent: '1:fffe', root: false, leaf: '1de7:',
        options: { prio: '0', rate: '800Mbit', ceil: '1600Mbit', burst: '10Mb', cburst: '10Mb' },
      },
      { dev: 'vnet8', kind: 'htb', handle: '1:fffe', root: true, options: { rate: '1600Mbit', ceil: '1600Mbit', burst: '1400b', cburst: '1400b' } },
    ]);
  });
});

describe('tc class of newer releases', () => {
  const JSON_CLASSES = '[{"class":"htb","handle":"1:1","parent":"1:fffe","leaf":"0x1de7","prio":0,"rate":100000000,"ceil":200000000,"stats":{"bytes":0}},{"class":"htb","handle":"1:fffe","root":true,"rate":200000000,"ceil":200000000}]\n';

  it('is JSON, with rates in bytes per second', () => {
    expect(parseClasses(JSON_CLASSES, 'vnet8')).toEqual([
      { dev: 'vnet8', kind: 'htb', handle: '1:1', parent: '1:fffe', root: false, leaf: '1de7:', options: { prio: 0, rate: 100000000, ceil: 200000000 } },
      { dev: 'vnet8', kind: 'htb', handle: '1:fffe', root: true, options: { rate: 200000000, ceil: 200000000 } },
    ]);
  });

  it('is told from text by the number of answers in a batch', () => {
    const raw = `${JSON_CLASSES}${tc('filter-vnet8.json')}${tc('filter-vnet8-ingress.json')}[]\n[]\n[]\n`;
    const { classes, filters } = parseTcBatch(raw, ['vnet8', 'vnet9']);
    expect([classes.map(({ dev, handle }) => [dev, handle]), filters.map(({ dev, pref }) => [dev, pref])]).toEqual([
      [['vnet8', '1:1'], ['vnet8', '1:fffe']],
      [['vnet8', 1], ['vnet8', 2]],
    ]);
    expect(() => parseTcBatch(raw, ['vnet8'])).toThrow(/6 answers for 1 devices/);
  });
});

describe('tc filter', () => {
  it("reads OVS's policer and our redirect behind it", () => {
    const filters = parseFilters(tc('filter-vnet8-ingress.json'), { dev: 'vnet8' });
    expect(filters.map(({ pref, kind, parent, dev }) => ({ pref, kind, parent, dev }))).toEqual([
      { pref: 1, kind: 'matchall', parent: 'ffff:', dev: 'vnet8' },
      { pref: 2, kind: 'matchall', parent: 'ffff:', dev: 'vnet8' },
    ]);
    expect(filters[1]?.options).toMatchObject({ actions: [{ kind: 'mirred', mirred_action: 'redirect', to_dev: 'ifb-t' }] });
  });

  it('mends the JSON that iproute2 6.1 breaks', () => {
    expect(parseFilters(tc('filter-vnet0.json'), { dev: 'vnet0' })).toMatchObject([{ kind: 'fw', pref: 1, parent: '1:', options: { text: 'handle 0x1 classid :1' } }]);
  });

  it('knows none', () => {
    expect(parseFilters(tc('filter-lo.json'), { dev: 'lo' })).toEqual([]);
  });
});

describe('tc monitor', () => {
  it('reads what changed, and where', () => {
    const changes = tc('monitor.txt').split('\n').map((line) => parseTcMonitorLine(line)).filter((change) => change !== undefined);
    expect(changes[0]).toMatchObject({ what: 'chain', deleted: true, dev: 'vnet4' });
    expect(changes.at(-2)).toMatchObject({ what: 'qdisc', deleted: false, dev: 'vnet9' });
    expect(changes.at(-1)).toMatchObject({ what: 'qdisc', deleted: true, dev: 'vnet9' });
    expect(changes.some(({ what }) => what === 'filter')).toBe(true);
  });

  it('leaves lines alone that go on with an earlier one', () => {
    expect(['  match 00000000/00000000 at 0', ' police 0x1 rate 8Gbit', '', 'nonsense'].map((line) => parseTcMonitorLine(line))).toEqual([undefined, undefined, undefined, undefined]);
  });
});
