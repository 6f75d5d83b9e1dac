import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLabStore } from '../src/store/lab-store.ts';
import { createReplica } from '../src/store/replica.ts';
import { openStandalone } from '../src/keeper/standalone.ts';
import { composeFake } from '../test/keeper/fake-lab.ts';
import { EMPTY } from '../test/store/empty.ts';
import { follow } from '../src/wire/follow.ts';
import { IDENTITY } from '../src/wire/identity.ts';
import type { Link } from '../src/wire/link.ts';
import { openRemoteExec } from '../src/wire/remote-exec.ts';
import { makeSandbox } from '../test/keeper/sandbox.ts';
import { type BenchRow, row } from './row.ts';
import { medianMs, timeMs } from './time.ts';

const ROUND_TRIPS = 1000;
const MEBIBYTES = 256;
const CHANGES = 20_000;

/** The keeper without a lab behind it: what the wire and the life cycle cost by themselves. */
export async function bench(): Promise<readonly BenchRow[]> {
  const sandbox = makeSandbox('bench');
  try {
    const started = await timeMs(sandbox.connect);
    const link = await sandbox.connect();
    const bareConnect = await medianMs(20, () => connected(sandbox.paths().keeperSocket));
    const attach = await medianMs(20, async () => (await sandbox.connect()).close());
    return [
      row('keeper started on demand, from the sources, to the first welcome', started, 'ms'),
      row('front end attached to a running keeper', attach, 'ms', bareConnect),
      row('round trip to the keeper', await roundTripMs(link), 'ms', await inMemoryMs()),
      row('stream through the keeper', await streamMBps(link), 'MB/s'),
      row('store changes applied by a replica', changesPerSecond(), '/s'),
      row('snapshot of the store over the wire', await medianMs(50, () => follow(link, createReplica(EMPTY))), 'ms'),
    ];
  } finally {
    await sandbox.end();
  }
}

function connected(path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(path, () => socket.destroy()).on('close', () => resolve()).on('error', reject);
  });
}

const ask = (link: Link) => link.request('command/outcome', { token: 'never-seen' });

async function roundTripMs(link: Link): Promise<number> {
  return (await timeMs(async () => {
    for (let at = 0; at < ROUND_TRIPS; at += 1) await ask(link);
  })) / ROUND_TRIPS;
}

/** The same over pipes in memory: what is left is the encoding. */
async function inMemoryMs(): Promise<number> {
  const dir = mkdtempSync(join(tmpdir(), 'labdeck-b-'));
  const env = { HOME: dir, XDG_RUNTIME_DIR: join(dir, 'run') };
  const hello = { ...IDENTITY, lab: 'bench', pid: process.pid, user: '', tty: '' };
  const link = await openStandalone({ lab: 'bench', file: '', env, uid: process.getuid?.() ?? 0, compose: composeFake }, hello);
  const ms = await roundTripMs(link);
  link.close();
  await link.closed;
  rmSync(dir, { recursive: true });
  return ms;
}

async function streamMBps(link: Link): Promise<number> {
  const exec = await openRemoteExec(link, { target: 'host', argv: ['head', '-c', String(MEBIBYTES * 1024 * 1024), '/dev/zero'] });
  exec.stdin.end();
  exec.stdout.resume();
  exec.stderr.resume();
  return (MEBIBYTES * 1.048576) / ((await timeMs(() => exec.exit)) / 1000);
}

function changesPerSecond(): number {
  const store = createLabStore(EMPTY);
  const replica = createReplica(EMPTY);
  replica.reset(store.snapshot());
  store.subscribe((change) => replica.apply(JSON.parse(JSON.stringify(change)) as typeof change));
  const startedAt = performance.now();
  for (let at = 1; at <= CHANGES; at += 1) store.set('events', [{ at, source: 'keeper', what: 'bench' }]);
  return Math.round((CHANGES * 1000) / (performance.now() - startedAt));
}
