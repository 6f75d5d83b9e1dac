/** npm test: everything. Sets up what is missing, checks, builds, and runs the tests on a real lab where one can run. */
import { ensurePackages } from './steps/packages.ts';
import { NOTHING, add, closingLine, type Tally } from './steps/tally.ts';

const ONE_FAILED: Tally = { ...NOTHING, failed: 1 };

async function everything(): Promise<Tally> {
  if (!(await ensurePackages())) return ONE_FAILED;
  const { check } = await import('./steps/check.ts');
  const { ensureBuild } = await import('./steps/ensure-build.ts');
  const { ensureHostPackages, thisHost } = await import('./steps/host-packages.ts');
  // First: tests without a lab use the host's real tools too, where they are.
  const installed = await ensureHostPackages(thisHost());
  const checked = await check();
  const built = (await ensureBuild()) ? { ...NOTHING, passed: 1 } : ONE_FAILED;
  return add(checked, built, built.failed > 0 ? NOTHING : await labTests(installed));
}

async function labTests(installed: boolean): Promise<Tally> {
  const { hostFacts, whyNoLab } = await import('./steps/qemu-here.ts');
  const { countSkipped, runProject } = await import('./steps/vitest.ts');
  const why = installed ? whyNoLab(await hostFacts()) : 'host packages are missing (see above)';
  if (why === undefined) return runProject('lab');
  const bar = '='.repeat(78);
  console.log(`${bar}\nTHE TESTS ON A REAL LAB ARE SKIPPED: ${why}\n${bar}`);
  return countSkipped('lab');
}

const tally = await everything();
console.log(closingLine(tally));
process.exitCode = tally.failed === 0 ? 0 : 1;
