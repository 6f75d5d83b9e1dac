import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

interface KeeperRecord {
  readonly pid: number;
  /** Ticks since boot at which it was started: with the pid, the name of one process for ever. */
  readonly startTicks: string;
}

/** Leaves the pid of this process where a front end finds it when it no longer answers. */
export function recordKeeper(file: string): void {
  const record: KeeperRecord = { pid: process.pid, startTicks: startTicks(process.pid) ?? '' };
  writeFileSync(`${file}.tmp`, JSON.stringify(record), { mode: 0o600 });
  renameSync(`${file}.tmp`, file);
}

/** Kills the recorded keeper when that pid is provably still the process that wrote the record; false when it is not. */
export function killRecorded(file: string): boolean {
  if (!existsSync(file)) return false;
  const { pid, startTicks: ticks } = JSON.parse(readFileSync(file, 'utf8')) as KeeperRecord;
  if (ticks === '' || startTicks(pid) !== ticks) return false;
  return process.kill(pid, 'SIGKILL');
}

/** Field 22 of /proc/PID/stat (proc(5)); the name in field 2 may hold spaces and brackets, so it is counted from its end. */
function startTicks(pid: number): string | undefined {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return undefined;
  const stat = readFileSync(file, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}
