/** npm start: the main job. Sets up what is missing, brings the embedded lab up and prints its status. */
import { ensureBuild } from './steps/ensure-build.ts';
import { ensureHostPackages, thisHost } from './steps/host-packages.ts';
import { inRoot } from './steps/root.ts';
import { run } from './steps/run.ts';

const labdeck = (...args: string[]): Promise<{ readonly status: number }> => run(['sh', inRoot('bin/labdeck'), ...args], { show: true });

/** Steps in order; the first that does not hold ends it. */
const STEPS: readonly (() => Promise<boolean>)[] = [
  () => ensureHostPackages(thisHost()),
  ensureBuild,
  async () => (await labdeck('up')).status === 0,
  async () => (await labdeck('status')).status === 0,
];

async function inTurn(): Promise<boolean> {
  for (const step of STEPS) if (!(await step())) return false;
  return true;
}

process.exitCode = (await inTurn()) ? 0 : 1;
