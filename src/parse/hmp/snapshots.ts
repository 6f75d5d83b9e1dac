import type { LabSnapshot } from '../../model/outer-vm.ts';

const UNITS: Readonly<Record<string, number>> = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3, TiB: 1024 ** 4 };

// ID        TAG               VM SIZE                DATE     VM CLOCK     ICOUNT
// --        ready             423 KiB 2026-11-21 07:37:10 00:00:36.120
const ROW = /^(\S+)\s+(.*\S)\s+([\d.]+) (B|[KMGT]iB)\s+(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)\s+(\d+):(\d\d):(\d\d\.\d+)/;

/**
 * `info snapshots`: those that are on all disks, the ones that can be loaded. Sizes are rounded to three digits by QEMU, dates are local time.
 * Partial snapshots are listed under a heading of their own and left out.
 */
export function parseInfoSnapshots(output: string): LabSnapshot[] {
  const [whole = ''] = output.split(/^List of partial/m);
  return whole.split('\n').flatMap((line) => {
    const match = ROW.exec(line);
    return match === null ? [] : [rowOf(match)];
  });
}

function rowOf([, id = '', name = '', size, unit = 'B', date = '', time = '', hours, minutes, seconds]: RegExpExecArray): LabSnapshot {
  return {
    id,
    name,
    vmStateBytes: Math.round(Number(size) * (UNITS[unit] ?? 1)),
    savedAt: Date.parse(`${date}T${time}`) / 1000,
    vmClockSec: Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds),
  };
}
