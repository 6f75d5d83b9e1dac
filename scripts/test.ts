/** npm test: everything. Sets up what is missing, checks, builds, and runs the tests on a real lab where one can run. */
import { check } from './steps/check.ts';
import { ensureBuild } from './steps/ensure-build.ts';
import { ensureHostPackages, thisHost } from './steps/host-packages.ts';
import { hostFacts, whyNoLab } from './steps/qemu-here.ts';
import { NOTHING, add, closingLine, type Tally } from './steps/tally.ts';
import { countSkipped, runProject } from './steps/vitest.ts';

const ONE_FAILED: Tally = { ...NOTHING, failed: 1 };

async function everything(): Promise<Tally> {
  // First: tests without a lab use the host's real tools too, where they are.
  const installed = await ensureHostPackages(thisHost());
  const checked = await check();
  const built = (await ensureBuild()) ? { ...NOTHING, passed: 1 } : ONE_FAILED;
  return add(checked, built, built.failed > 0 ? NOTHING : await labTests(installed));
}

async function labTests(installed: boolean): Promise<Tally> {
  const why = installed ? whyNoLab(await hostFacts()) : 'host packages are missing (see above)';
  if (why === undefined) return runProject('lab');
  const bar = '='.repeat(78);
  console.log(`${bar}\nTHE TESTS ON A REAL LAB ARE SKIPPED: ${why}\n${bar}`);
  return countSkipped('lab');
}

const tally = await everything();
console.log(closingLine(tally));
process.exitCode = tally.failed === 0 ? 0 : 1;
