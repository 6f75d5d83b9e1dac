import { inRoot } from './root.ts';
import { nodeScript, run } from './run.ts';
import { add, NOTHING, type Tally } from './tally.ts';
import { runProject } from './vitest.ts';

interface Check {
  readonly name: string;
  readonly argv: readonly [string, ...string[]];
}

/** What has to hold beside the tests. Each counts as one in the closing line. */
const CHECKS: readonly Check[] = [
  { name: 'types', argv: nodeScript(inRoot('node_modules/typescript/bin/tsc'), '--noEmit', '-p', '.') },
  { name: 'lint', argv: nodeScript(inRoot('node_modules/eslint/bin/eslint.js'), '.', '--max-warnings=0') },
  { name: 'import rules', argv: nodeScript(inRoot('scripts/rules.ts')) },
  { name: 'generated files', argv: nodeScript(inRoot('scripts/generate.ts'), '--check') },
];

/** Types, lint, import rules, generated files, the unit tests and the stories: all of them, also when an earlier one failed. */
export async function check(): Promise<Tally> {
  const tallies = await Promise.all(CHECKS.map(runCheck));
  return add(...tallies, await runProject('unit'), await runProject('stories'));
}

async function runCheck({ name, argv }: Check): Promise<Tally> {
  const startedAt = performance.now();
  const { status, output } = await run(argv);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(status === 0 ? `✓ ${name} ${seconds} s` : `✗ ${name} ${seconds} s\n${output.trimEnd()}`);
  return status === 0 ? { ...NOTHING, passed: 1 } : { ...NOTHING, failed: 1 };
}
