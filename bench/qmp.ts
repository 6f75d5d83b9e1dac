import { once } from 'node:events';
import { createConnection } from 'node:net';
import { connectMonitor, type Monitor } from '../src/client/monitor.ts';
import { exportQmp } from '../src/client/qmp/export.ts';
import { hasQemu, pausedQemu } from '../test/client/paused-qemu.ts';
import { type BenchRow, row } from './row.ts';

const COMMANDS = 5_000;
const LINES = 500;

/** QMP commands per second against a real QEMU, one after the other, beside a bare socket that only counts line ends. */
export async function bench(): Promise<readonly BenchRow[]> {
  if (!hasQemu) return [];
  await using qemu = await pausedQemu();
  const bare = await bareSocket(qemu.qmp);
  const { monitor, connection, protocol } = await connectMonitor(qemu.qmp);
  if (protocol !== 'qmp') throw new Error('the QMP monitor of the bench does not speak QMP');
  const direct = await perSecond(COMMANDS, () => monitor.qmp('query-status'));
  const atOnce = await perSecond(COMMANDS / 50, () => Promise.all(Array.from({ length: 50 }, () => monitor.qmp('query-status')))) * 50;
  const passedOn = await exported(qemu.dir, connection);
  await monitor.close();
  const human = await connectMonitor(qemu.hmp);
  const lines = await perSecond(LINES, () => human.monitor.hmp('info status'));
  await human.monitor.close();
  return [
    row('QMP commands, one after the other', direct, '/s', bare),
    row('QMP commands, 50 at a time', atOnce, '/s', bare),
    row('QMP commands through the re-export', passedOn, '/s', bare),
    row('HMP lines, one after the other', lines, '/s'),
  ];
}

async function exported(dir: string, connection: Parameters<typeof exportQmp>[0]): Promise<number> {
  const served = await exportQmp(connection, `${dir}/export.sock`);
  const { monitor }: { readonly monitor: Monitor } = await connectMonitor(served.path);
  const rate = await perSecond(COMMANDS, () => monitor.qmp('query-status'));
  await monitor.close();
  await served.close();
  return rate;
}

async function bareSocket(path: string): Promise<number> {
  const socket = createConnection({ path });
  const answer = async () => void (await once(socket, 'data'));
  await answer();
  const ask = (command: string) => (socket.write(`{"execute":"${command}"}\n`), answer());
  await ask('qmp_capabilities');
  const rate = await perSecond(COMMANDS, () => ask('query-status'));
  await once(socket.destroy(), 'close');
  return rate;
}

async function perSecond(times: number, once: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  for (let at = 0; at < times; at += 1) await once();
  return Math.round((times * 1000) / (performance.now() - startedAt));
}
