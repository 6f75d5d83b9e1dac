import { run } from '../scripts/steps/run.ts';
import { inRoot } from '../scripts/steps/root.ts';
import { type BenchRow, row } from './row.ts';
import { medianMs } from './time.ts';

const LAUNCHER = inRoot('bin/labdeck');
const TIMES = 20;

/** Verbs that must cost at most three bare starts of node with a keeper running, launcher and all. */
const VERBS = [['status'], ['status', '--json'], ['vm', 'list'], ['--version']] as const;

/** A verb on the lab that is the default, whether it is up or not. Both sides are measured in turn, so that load hits both. */
export async function bench(): Promise<readonly BenchRow[]> {
  const labdeck = async (words: readonly string[]) => {
    const { status, output } = await run(['sh', LAUNCHER, ...words]);
    if (status !== 0) throw new Error(`labdeck ${words.join(' ')} ended with ${status}: ${output}`);
  };
  const rows: BenchRow[] = [];
  for (const words of VERBS) {
    await labdeck(words);
    const value = await medianMs(TIMES, () => labdeck(words));
    const bare = await medianMs(TIMES, () => run([process.execPath, '-e', '0']));
    rows.push(row(`labdeck ${words.join(' ')} (aim: at most x3)`, value, 'ms', bare));
  }
  return rows;
}
