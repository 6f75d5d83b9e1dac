import { setTimeout as pause } from 'node:timers/promises';
import { startFakeLab } from '../test/fakes/fake-lab.ts';
import { openAtRest, residentMB } from './cockpit-stage.ts';
import { type BenchRow, row } from './row.ts';

/** LABDECK_BENCH_LINES takes the place of ten million. */
const LINES = Number(process.env['LABDECK_BENCH_LINES'] ?? 10_000_000);
const LINES_PER_SEC = 400_000;

/** What stays in memory when a log of ten million lines has gone through a pane: of the cockpit, and of its keeper. */
export async function bench(): Promise<readonly BenchRow[]> {
  await using lab = await startFakeLab({ domains: 500, ports: 2000 });
  await using terminal = await openAtRest(lab);
  const before = residentMB(terminal.pid);
  let written = await lab.flood(LINES_PER_SEC);
  while (written < LINES) {
    await pause(1_000);
    written = await lab.flood(LINES_PER_SEC);
  }
  const last = await lab.flood(0);
  await terminal.until(`[${String(last - 1).padStart(12)}]`, 120_000);
  const lines = `${(last / 1e6).toFixed(1)} million lines`;
  const keeper = (await lab.keeperPid()) ?? process.pid;
  return [row(`resident: the cockpit after ${lines} (aim: under 150)`, residentMB(terminal.pid), 'MB', before), row(`resident: its keeper after ${lines}`, residentMB(keeper), 'MB', before)];
}
