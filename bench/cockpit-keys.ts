import { type FakeLab, startFakeLab } from '../test/fakes/fake-lab.ts';
import { World } from '../test/fakes/outer/world.ts';
import type { StoryTerminal } from '../test/stories/terminal.ts';
import { type Key, keyLatencies, openAtRest, openPlain } from './cockpit-stage.ts';
import { type BenchRow, row } from './row.ts';
import { percentile } from './time.ts';

const LINES_PER_SEC = 100_000;
const ROUNDS = 8;
const STEPS = 18;

/** Key to the bytes of its frame at 200x50 with six panes, beside plain Ink in the same run: at rest, with 100,000 lines a second into one pane, and on a large lab. */
export async function bench(): Promise<readonly BenchRow[]> {
  const small = { domains: 40, ports: 60 };
  return [
    ...rows('a key, at rest', await cockpitKeys(small, 0), await plainKeys(0)),
    ...rows('a key, 100,000 lines/s (aim: p99 8 ms, at most 16)', await cockpitKeys(small, LINES_PER_SEC), await plainKeys(LINES_PER_SEC)),
    ...rows('a key, 100,000 lines/s, 500 domains, 2,000 ports', await cockpitKeys({ domains: 500, ports: 2000 }, LINES_PER_SEC), await plainKeys(LINES_PER_SEC)),
  ];
}

function rows(name: string, ours: readonly number[], plain: readonly number[]): BenchRow[] {
  return [0.5, 0.99].map((share) => row(`${name}, p${share * 100}`, percentile(ours, share), 'ms', percentile(plain, share)));
}

/** Down a list and up again. */
function downAndUp(nameOf: (row: number) => string): Key[] {
  const shows = (row: number): Key['shows'] => {
    const at = `▸ ${nameOf(row)} `;
    return (terminal) => terminal.lines().some((line) => line.includes(at));
  };
  const steps = Array.from({ length: STEPS }, (_, step) => step);
  const round = [...steps.map((step) => ({ key: 'j', shows: shows(step + 1) })), ...steps.toReversed().map((step) => ({ key: 'k', shows: shows(step) }))];
  return Array.from({ length: ROUNDS }, () => round).flat();
}

async function cockpitKeys(size: { readonly domains: number; readonly ports: number }, linesPerSec: number): Promise<number[]> {
  const names = new World(size).domains.map(({ name }) => name);
  await using lab = await startFakeLab(size);
  await using terminal = await openAtRest(lab);
  terminal.press('g');
  await terminal.idle(300);
  await lab.flood(linesPerSec);
  const taken = await keyLatencies(terminal, downAndUp((at) => names[at] ?? ''));
  if (linesPerSec > 0) await noneLost(lab, terminal);
  return taken;
}

/** The last line that was written is the last that is shown. */
async function noneLost(lab: FakeLab, terminal: StoryTerminal): Promise<void> {
  const written = await lab.flood(0);
  await terminal.until(`[${String(written - 1).padStart(12)}]`);
}

async function plainKeys(linesPerSec: number): Promise<number[]> {
  await using terminal = await openPlain(linesPerSec);
  return await keyLatencies(terminal, downAndUp((at) => `row-${String(at).padStart(2, '0')}`));
}
