import { setTimeout as pause } from 'node:timers/promises';
import { connectIfRunning } from '../src/wire/connect.ts';
import { follow } from '../src/wire/follow.ts';
import { createReplica } from '../src/store/replica.ts';
import { type FakeLab, startFakeLab } from '../test/fakes/fake-lab.ts';
import { EMPTY } from '../test/store/empty.ts';
import type { StoryTerminal } from '../test/stories/terminal.ts';
import { cpuMs, openAtRest, openPlain } from './cockpit-stage.ts';
import { type BenchRow, row } from './row.ts';
import { percentile } from './time.ts';

/** Ages step every ten seconds by then. */
const SETTLE_MS = 15_000;
const WATCH_MS = 30_000;
const CHANGES = 40;
/** Of QEMU: not every container can be suspended. */
const NODE = 'jetson-1';

/** A cockpit that nobody touches, and what one change in the lab costs: bytes, CPU, time to the screen. */
export async function bench(): Promise<readonly BenchRow[]> {
  await using lab = await startFakeLab();
  await using terminal = await openAtRest(lab);
  const plain = await plainIdle();
  await pause(SETTLE_MS);
  const keeper = (await lab.keeperPid()) ?? process.pid;
  const ours = await watched(terminal, [terminal.pid, keeper]);
  const changes = await changesOf(lab, terminal);
  return [
    row('idle: bytes written (aim: ages alone)', ours.bytesPerSec, 'B/s', plain.bytesPerSec),
    row('idle: CPU of the cockpit (aim: under 1 %)', ours.cpuPercent[0] ?? Number.NaN, '%', plain.cpuPercent[0]),
    row('idle: CPU of the keeper', ours.cpuPercent[1] ?? Number.NaN, '%', plain.cpuPercent[0]),
    row('a node suspended or resumed: bytes, median (aim: under 1,000)', percentile(changes.bytes, 0.5), 'B', plain.bytesOfAKey),
    row('  from virsh to the screen, p50, beside the replica', percentile(changes.screen, 0.5), 'ms', percentile(changes.replica, 0.5)),
    row('  from virsh to the screen, p95 (aim: under 300)', percentile(changes.screen, 0.95), 'ms', percentile(changes.replica, 0.95)),
  ];
}

interface Idle {
  readonly bytesPerSec: number;
  readonly cpuPercent: readonly number[];
}

async function watched(terminal: StoryTerminal, pids: readonly number[]): Promise<Idle> {
  const before = pids.map(cpuMs);
  const { bytes } = terminal;
  await pause(WATCH_MS);
  const cpuPercent = pids.map((pid, index) => ((cpuMs(pid) - (before[index] ?? 0)) * 100) / WATCH_MS);
  return { bytesPerSec: (terminal.bytesSince(bytes) * 1000) / WATCH_MS, cpuPercent };
}

/** Plain Ink with one line a second, the least that shows that time goes on; and with one key. */
async function plainIdle(): Promise<Idle & { readonly bytesOfAKey: number }> {
  await using terminal = await openPlain(1);
  const idle = await watched(terminal, [terminal.pid]);
  await using still = await openPlain(0);
  const { bytes } = await still.idle();
  still.press('j');
  await still.until('▸ row-01');
  return { ...idle, bytesOfAKey: (await still.idle()).bytesSince(bytes) };
}

/** One node, again and again, from behind labdeck's back. The same change is timed in a replica of the bench's own, which paints nothing. */
async function changesOf(lab: FakeLab, terminal: StoryTerminal) {
  const keeper = await lab.keeper();
  // The keeper is the bundle's, and talks to front ends of its own build.
  const hello = { version: keeper?.version ?? '', build: keeper?.build ?? '', lab: lab.name, pid: process.pid, user: '', tty: '' };
  const link = await connectIfRunning({ lab: lab.name, env: lab.env, uid: process.getuid?.() ?? 0, hello });
  if (link === undefined) throw new Error('the keeper of the bench is gone');
  const replica = createReplica(EMPTY);
  await follow(link, replica);
  const taken = { bytes: [] as number[], screen: [] as number[], replica: [] as number[] };
  for (let change = 0; change < CHANGES; change += 1) {
    const state = change % 2 === 0 ? 'paused' : 'running';
    const { bytes } = await terminal.idle(400);
    const since = performance.now();
    const told = new Promise<void>((resolve) => {
      const stop = replica.api.subscribe(({ domains }) => {
        if (domains.state !== 'fresh' || domains.value.find(({ name }) => name === NODE)?.state !== state) return;
        stop();
        resolve();
      });
    }).then(() => void taken.replica.push(performance.now() - since));
    await lab.virsh(state === 'paused' ? 'suspend' : 'resume', NODE);
    await terminal.until((each) => each.lines().some((line) => line.includes(NODE) && line.includes(state)));
    taken.screen.push(performance.now() - since);
    await told;
    taken.bytes.push((await terminal.idle(400)).bytesSince(bytes));
  }
  link.close();
  return taken;
}
