import { connectIfRunning } from '../src/wire/connect.ts';
import { IDENTITY } from '../src/wire/identity.ts';
import type { Link } from '../src/wire/link.ts';
import { openRemoteExec } from '../src/wire/remote-exec.ts';
import { type BenchRow, row } from './row.ts';
import { medianMs } from './time.ts';

const TIMES = 20;
const LIMIT_MS = 120_000;

/** Everything that is read inside the outer VM: both drivers' domains, the switch, tc, links, addresses, leases, units. */
const INSIDE = ['domains', 'bridges', 'fdb', 'tc', 'links', 'leases', 'units'] as const;

/** The full inventory of a lab that runs (LABDECK_LAB, else `embedded`), beside one command that does nothing over the same way in. */
export async function bench(): Promise<readonly BenchRow[]> {
  const link = await running();
  if (link === undefined) return [];
  try {
    await refresh(link, INSIDE);
    const nothing = await medianMs(TIMES, () => doNothing(link));
    const rows = [row('full inventory in one round trip (aim: under 300 ms without KVM)', await medianMs(TIMES, () => refresh(link, INSIDE)), 'ms', nothing)];
    for (const probe of INSIDE) rows.push(row(`  of it, alone: ${probe}`, await medianMs(TIMES, () => refresh(link, [probe])), 'ms', nothing));
    return rows;
  } finally {
    link.close();
  }
}

async function running(): Promise<Link | undefined> {
  const lab = process.env['LABDECK_LAB'] ?? 'embedded';
  const hello = { ...IDENTITY, lab, pid: process.pid, user: '', tty: '' };
  return connectIfRunning({ lab, env: process.env, uid: process.getuid?.() ?? 0, hello });
}

async function refresh(link: Link, probes: readonly string[]): Promise<void> {
  await link.request('store/refresh', { probes, timeoutMs: LIMIT_MS });
}

/** `/bin/true`, not the shell's own: a process has to be started for it. */
async function doNothing(link: Link): Promise<void> {
  const exec = await openRemoteExec(link, { target: 'outer', argv: ['/bin/true'] });
  exec.stdin.end();
  exec.stdout.resume();
  exec.stderr.resume();
  await exec.exit;
}
