import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { inRoot } from './root.ts';
import { nodeScript, run } from './run.ts';
import { NOTHING, type Tally, type VitestReport, vitestTally } from './tally.ts';

const CACHE = inRoot('node_modules/.cache/labdeck');
const vitest = (...args: string[]) => nodeScript(inRoot('node_modules/vitest/vitest.mjs'), ...args);

/** Runs one of the projects of vitest.config.ts, its output shown as it goes. */
export async function runProject(project: 'unit' | 'stories' | 'lab'): Promise<Tally> {
  const reportPath = `${CACHE}/vitest-${project}.json`;
  mkdirSync(CACHE, { recursive: true });
  rmSync(reportPath, { force: true });
  const { status } = await run(vitest('run', '--project', project, '--passWithNoTests', '--reporter=default', '--reporter=json', `--outputFile.json=${reportPath}`), { show: true });
  return vitestTally(readJson<VitestReport>(reportPath), status);
}

/** The tests of a project that is not run. */
export async function countSkipped(project: 'lab'): Promise<Tally> {
  const listPath = `${CACHE}/vitest-${project}-list.json`;
  mkdirSync(CACHE, { recursive: true });
  rmSync(listPath, { force: true });
  const { status, output } = await run(vitest('list', '--project', project, `--json=${listPath}`));
  const listed = readJson<readonly unknown[]>(listPath);
  if (status !== 0 || listed === undefined) throw new Error(`vitest could not list the tests of ${project}: ${output.trim()}`);
  return { ...NOTHING, skipped: listed.length };
}

function readJson<T>(path: string): T | undefined {
  return statSync(path, { throwIfNoEntry: false }) === undefined ? undefined : (JSON.parse(readFileSync(path, 'utf8')) as T);
}
