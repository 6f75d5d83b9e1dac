/**
 * npm start: the main job. Sets up what is missing, then opens the cockpit, which brings the embedded lab up. Without a terminal the lab is
 * brought up in lines, and its status printed.
 */
import { ensureBuild } from './steps/ensure-build.ts';
import { ensureHostPackages, thisHost } from './steps/host-packages.ts';
import { inRoot } from './steps/root.ts';
import { run } from './steps/run.ts';

const labdeck = (...args: string[]): Promise<{ readonly status: number }> => run(['sh', inRoot('bin/labdeck'), ...args], { show: true });

const cockpit = async (): Promise<boolean> => (await run(['sh', inRoot('bin/labdeck'), 'cockpit', '--up'], { show: true, keys: true })).status === 0;
const inLines = ['up', 'status'].map((verb) => async () => (await labdeck(verb)).status === 0);

/** Steps in order; the first that does not hold ends it. */
const STEPS: readonly (() => Promise<boolean>)[] = [
  () => ensureHostPackages(thisHost()),
  ensureBuild,
  ...(process.stdin.isTTY && process.stdout.isTTY ? [cockpit] : inLines),
];

async function inTurn(): Promise<boolean> {
  for (const step of STEPS) if (!(await step())) return false;
  return true;
}

process.exitCode = (await inTurn()) ? 0 : 1;
