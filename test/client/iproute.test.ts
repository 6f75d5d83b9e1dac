import { afterEach, describe, expect, it } from 'vitest';
import { Ip } from '../../src/client/ip.ts';
import { iprouteBatch, iprouteHeld } from '../../src/client/iproute-session.ts';
import { runnerOn } from '../../src/client/run.ts';
import { Tc } from '../../src/client/tc.ts';
import { recorded, RecordedOuter } from '../fakes/recorded-outer.ts';
import { LocalTransport } from '../../src/transport/local.ts';

/** The real tools of this machine. */
const local = new LocalTransport('host');
const runner = runnerOn(local);

afterEach(() => local.close());

describe.each(['one shot', 'held'] as const)('ip and tc, %s', (how) => {
  const session = (tool: 'ip' | 'tc') => (how === 'held' ? iprouteHeld(local, tool) : iprouteBatch(runner, tool));

  it('read the loopback of this very machine, again and again', async () => {
    const ip = session('ip');
    const client = new Ip({ read: runner, session: ip });
    for (let turn = 0; turn < 2; turn += 1) {
      const lo = (await client.addrShow()).find(({ name }) => name === 'lo');
      expect(lo).toMatchObject({ index: 1, addresses: expect.arrayContaining(['127.0.0.1/8']) as string[] });
      expect(await client.neighShow()).toBeInstanceOf(Array);
    }
    ip.close();
  });

  it('read its qdiscs', async () => {
    const tc = session('tc');
    const client = new Tc({ read: runner, act: runner, session: tc });
    expect((await client.qdiscShow()).map(({ dev }) => dev)).toContain('lo');
    expect((await client.tree()).qdiscs.map(({ dev }) => dev)).toContain('lo');
    tc.close();
  });

  it('leave out a line that fails, and nothing else', async () => {
    const ip = session('ip');
    const said = await ip.ask('no-such-word\naddr show dev lo\n');
    expect(JSON.parse(said)).toMatchObject([{ ifname: 'lo' }]);
    ip.close();
  });
});

describe('the tree of tc', () => {
  const QDISC = 'qdisc show\n';
  const below = (...devices: string[]) => devices.map((dev) => `class show dev ${dev}\nfilter show dev ${dev}\nfilter show dev ${dev} ingress\n`).join('');

  it('asks for classes and filters of the devices of last time together with the qdiscs', async () => {
    const answers: Readonly<Record<string, string>> = {
      [QDISC]: recorded('tc/qdisc.json').replaceAll('"dev":"vnet2"', '"dev":"vnet0"').replaceAll('"dev":"vnet4"', '"dev":"vnet0"'),
      [below('vnet0', 'vnet8')]: ['class-vnet0.txt', 'filter-vnet0.json', 'filter-vnet0-ingress.json', 'class-vnet8.txt', 'filter-vnet8.json', 'filter-vnet8-ingress.json'].map((file) => recorded(`tc/${file}`)).join(''),
    };
    const outer = new RecordedOuter((_argv, stdin) => (stdin in answers ? { stdout: answers[stdin] ?? '' } : undefined));
    const tc = new Tc({ read: runnerOn(outer), act: runnerOn(outer) });
    const first = await tc.tree();
    expect(outer.asked).toHaveLength(2);
    expect(first.classes.map(({ dev, handle, leaf }) => [dev, handle, leaf])).toEqual([['vnet0', '1:1', '2:'], ['vnet8', '1:1', '1de7:'], ['vnet8', '1:fffe', undefined]]);
    expect(first.filters.map(({ dev, kind, pref }) => [dev, kind, pref])).toEqual([['vnet0', 'fw', 1], ['vnet8', 'matchall', 1], ['vnet8', 'matchall', 2]]);
    expect(await tc.tree()).toEqual(first);
    expect(outer.asked).toHaveLength(4);
  });

  it('asks again when a device of last time has gone', async () => {
    let gone = false;
    const only = (dev: string) => `[{"kind":"htb","handle":"1:","dev":"${dev}","root":true,"options":{}}]\n`;
    const outer = new RecordedOuter((_argv, stdin) => {
      if (stdin === QDISC) return { stdout: only(gone ? 'vnet9' : 'vnet0') };
      if (stdin === below('vnet0')) return gone ? { stdout: '', stderr: 'Cannot find device "vnet0"\nCommand failed -:1\n', status: 1 } : { stdout: '[]\n[]\n' };
      return stdin === below('vnet9') ? { stdout: '[]\n[]\n' } : undefined;
    });
    const tc = new Tc({ read: runnerOn(outer), act: runnerOn(outer) });
    await tc.tree();
    gone = true;
    expect(await tc.tree()).toMatchObject({ qdiscs: [{ dev: 'vnet9' }], classes: [], filters: [] });
  });

  it('asks one by one for a device whose name a batch cannot carry', async () => {
    const odd = `v'#"`;
    const outer = new RecordedOuter((argv, stdin) => (stdin === QDISC ? { stdout: JSON.stringify([{ kind: 'htb', handle: '1:', dev: odd, root: true, options: {} }]) } : { stdout: argv.includes('class') ? '' : '[]' }));
    await new Tc({ read: runnerOn(outer), act: runnerOn(outer) }).tree();
    expect(outer.asked.filter((argv) => argv.includes(odd))).toHaveLength(3);
  });
});
