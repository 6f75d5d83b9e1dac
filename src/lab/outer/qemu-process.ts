import { readFile } from 'node:fs/promises';
import { ifAbsent } from '../../model/absent.ts';
import { LostError, TimeoutError } from '../../model/errors.ts';

/** A QEMU that is provably this lab's: it holds the lab's pid file, and says so on its command line. */
export interface QemuProcess {
  readonly pid: number;
  /** Unix milliseconds. */
  readonly startedAt: number;
}

/** The lab's QEMU, or undefined. A pid that has come to belong to another process is not taken for it. */
export async function findQemu(pidFile: string): Promise<QemuProcess | undefined> {
  const pid = Number.parseInt((await read(pidFile)) ?? '', 10);
  if (!Number.isSafeInteger(pid)) return undefined;
  const words = (await read(`/proc/${pid}/cmdline`))?.split('\0') ?? [];
  if (words[words.indexOf('-pidfile') + 1] !== pidFile) return undefined;
  return { pid, startedAt: await processStartedAt(pid) };
}

const LOOK_AGAIN_MS = 50;

/**
 * Ends the lab's QEMU as a power cut would, and waits until it is gone.
 * @throws TimeoutError when the kernel does not let it go
 */
export async function killQemu(pidFile: string, { limitMs = 10_000 } = {}): Promise<void> {
  const deadline = performance.now() + limitMs;
  for (let qemu = await findQemu(pidFile); qemu !== undefined; qemu = await findQemu(pidFile)) {
    signal(qemu.pid, 'SIGKILL');
    if (performance.now() > deadline) throw new TimeoutError({ what: `QEMU (pid ${qemu.pid}) did not end within ${limitMs} ms of a SIGKILL` });
    await pause(LOOK_AGAIN_MS);
  }
}

/** Waits until the lab's QEMU has ended by itself. @throws TimeoutError, CancelledError's cause by `signal` */
export async function awaitEnd(pidFile: string, limitMs: number, abort?: AbortSignal): Promise<void> {
  const deadline = performance.now() + limitMs;
  while ((await findQemu(pidFile)) !== undefined) {
    abort?.throwIfAborted();
    if (performance.now() > deadline) throw new TimeoutError({ what: `the outer VM did not go down within ${Math.round(limitMs / 1000)} s`, next: 'labdeck down --force' });
    await pause(LOOK_AGAIN_MS);
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** proc(5): field 22 of /proc/PID/stat is the start in clock ticks after boot; the kernel's USER_HZ is 100 on every Linux that QEMU runs on. */
const TICKS_PER_SEC = 100;

/** When a process was started, Unix milliseconds. @throws LostError when it is gone */
export async function processStartedAt(pid: number): Promise<number> {
  const [stat, boot] = await Promise.all([read(`/proc/${pid}/stat`), read('/proc/stat')]);
  const bootSec = Number(/^btime (\d+)$/m.exec(boot ?? '')?.[1]);
  // The name of the process, in brackets, may hold anything.
  const ticks = Number(stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
  if (Number.isNaN(ticks)) throw new LostError({ what: `process ${pid} ended while it was looked at` });
  return bootSec * 1000 + (ticks / TICKS_PER_SEC) * 1000;
}

async function read(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(ifAbsent(undefined, ['ENOENT', 'ESRCH']));
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
