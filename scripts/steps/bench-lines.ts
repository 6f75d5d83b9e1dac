import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { type BenchRow, row } from '../../bench/row.ts';
import { medianMs } from '../../bench/time.ts';
import { run } from './run.ts';

/** Which machine, and how busy it is: numbers mean nothing without it. */
export function machineLine(): string {
  const [load = 0] = loadavg();
  return `${cpus()[0]?.model.trim() ?? 'unknown cpu'}, ${availableParallelism()} cores, ${(totalmem() / 1024 ** 3).toFixed(0)} GiB, load ${load.toFixed(1)}, node ${process.version}`;
}

/** The baseline of everything that starts. */
export async function nodeStart(): Promise<BenchRow> {
  return row('node -e 0', await medianMs(20, () => run([process.execPath, '-e', '0'])), 'ms');
}

/** `status, keeper running            71.2 ms   baseline 33.1 ms   x2.15` */
export function rowLine({ name, value, unit, baseline, ratio }: BenchRow): string {
  const beside = baseline === undefined || ratio === undefined ? '' : `   baseline ${figure(baseline)} ${unit}   x${ratio.toFixed(2)}`;
  return `${name.padEnd(50)}${figure(value).padStart(10)} ${unit}${beside}`;
}

const figure = (value: number): string => (Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en-GB') : value.toFixed(Math.abs(value) >= 10 ? 1 : 2));
