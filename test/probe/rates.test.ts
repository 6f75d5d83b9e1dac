import { describe, expect, it } from 'vitest';
import { Proc } from '../../src/client/proc.ts';
import type { Rates } from '../../src/model/rates.ts';
import { RatesReader } from '../../src/probe/rates.ts';
import { parseProcSample } from '../../src/parse/proc/sample.ts';
import { fixture } from '../parse/fixture.ts';

interface At {
  readonly sec: number;
  readonly busy?: number;
  readonly idle?: number;
  readonly rx?: number;
  readonly drops?: number;
  readonly read?: number;
  readonly node?: number;
  readonly devices?: readonly string[];
}

/** What the script prints at one moment of a machine with a container and some taps. */
function printed({ sec, busy = 0, idle = 0, rx = 0, drops = 0, read = 0, node = 0, devices = ['vnet0'] }: At): string {
  const lines = devices.map((dev) => `${dev}: ${rx} 1 0 ${drops} 0 0 0 0 ${rx * 2} 1 0 0 0 0 0 0\n`);
  return `node lxc 5 /m.scope\nn100-1\n==> proc/uptime <==\n${sec.toFixed(2)} 1.00\n\n==> proc/stat <==\ncpu  ${busy} 0 0 ${idle} 0 0 0 0 0 0\ncpu0 0 0\n\n==> proc/meminfo <==\nMemTotal: 1000 kB\nMemAvailable: 400 kB\n\n` +
    `==> proc/diskstats <==\n 254 0 vda 1 0 ${read} 0 1 0 0 0\n\n==> proc/net/dev <==\nInter-|\n face |\n${lines.join('')}\n==> sys/fs/cgroup/m.scope/cpu.stat <==\nusage_usec ${node}\n`;
}

/** Rates after each of some moments. */
async function ratesAfter(...moments: readonly At[]): Promise<Rates[]> {
  const texts = moments.map(printed);
  const reader = new RatesReader(new Proc({ session: { ask: async () => texts.shift() ?? '', close: () => undefined } }), 2000);
  const all: Rates[] = [];
  for (const _ of moments) all.push(await reader.read());
  return all;
}

describe('rates', () => {
  it('are none after the first sample, which still says how much memory is used', async () => {
    const [first] = await ratesAfter({ sec: 10 });
    expect(first).toEqual({ everyMs: 2000, outer: { cpus: 1, memoryTotalBytes: 1_024_000, memoryUsed: { now: 614_400, history: [614_400] } }, nodes: [{ name: 'n100-1' }], ports: [] });
  });

  it('are differences over the time that passed in the machine itself', async () => {
    const [, rates] = await ratesAfter({ sec: 10 }, { sec: 12.5, busy: 62, idle: 188, rx: 250_000, drops: 3, read: 1000, node: 1_000_000 });
    expect(rates?.outer).toMatchObject({ cpuPercent: { now: 24.8 }, diskReadBytesPerSec: { now: 204_800 }, diskWriteBytesPerSec: { now: 0 } });
    expect(rates?.nodes).toEqual([{ name: 'n100-1', cpuPercent: { now: 40, history: [40] } }]);
    expect(rates?.ports).toMatchObject([{ dev: 'vnet0', rxBytesPerSec: { now: 100_000 }, txBytesPerSec: { now: 200_000 }, rxDropsPerSec: 1.2, txDropsPerSec: 0 }]);
  });

  it('keep sixty samples, the oldest first', async () => {
    const all = await ratesAfter(...Array.from({ length: 70 }, (_, index) => ({ sec: 10 + 2 * index, rx: 2000 * ((index * (index + 1)) / 2) })));
    const history = all.at(-1)?.ports[0]?.rxBytesPerSec.history ?? [];
    expect(history).toHaveLength(60);
    expect([history[0], history.at(-1)]).toEqual([10_000, 69_000]);
    expect(all.at(-1)?.outer.memoryUsed.history).toHaveLength(60);
  });

  it('keep fewer samples each where there are thousands of ports', async () => {
    const devices = Array.from({ length: 2000 }, (_, index) => `vnet${index}`);
    const all = await ratesAfter(...Array.from({ length: 8 }, (_, index) => ({ sec: 10 + 2 * index, devices })));
    expect(all.at(-1)?.ports).toHaveLength(2000);
    expect(all.at(-1)?.ports[1999]?.rxBytesPerSec.history).toHaveLength(3);
  });

  it('begin anew after a restore, or when nobody looked for a while', async () => {
    const [, , back] = await ratesAfter({ sec: 10 }, { sec: 12, busy: 5, idle: 5 }, { sec: 4, busy: 1 });
    expect(back?.outer.cpuPercent).toBeUndefined();
    expect(back?.outer.memoryUsed.history).toHaveLength(1);
    const [, , later] = await ratesAfter({ sec: 10 }, { sec: 12, busy: 5, idle: 5 }, { sec: 60, busy: 9, idle: 99 });
    expect(later?.ports).toEqual([]);
  });

  it('count a device or a node that was made anew from nothing', async () => {
    const [, rates] = await ratesAfter({ sec: 10, rx: 9_000_000, node: 5_000_000 }, { sec: 12, rx: 2_000, node: 10 });
    expect(rates?.ports[0]?.rxBytesPerSec.now).toBe(1000);
    expect(rates?.nodes).toEqual([{ name: 'n100-1' }]);
  });

  it('come out of two recorded samples', async () => {
    const texts = ['sample-1', 'sample-2'].map((name) => fixture(`debian12-host/proc/${name}.txt`));
    const [one, two] = texts.map(parseProcSample);
    const reader = new RatesReader(new Proc({ session: { ask: async () => texts.shift() ?? '', close: () => undefined } }), 2000);
    await reader.read();
    const { outer, ports } = await reader.read();
    expect(outer.cpuPercent?.now).toBeGreaterThanOrEqual(0);
    expect(outer.cpuPercent?.now).toBeLessThanOrEqual(100);
    expect(ports.map(({ dev }) => dev)).toEqual(two?.devices.map(({ dev }) => dev));
    expect((two?.uptimeSec ?? 0) - (one?.uptimeSec ?? 0)).toBeGreaterThan(1);
  });
});
