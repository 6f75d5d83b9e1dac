import { inRoot } from './root.ts';
import { nodeScript, run } from './run.ts';
import { isStale } from './stale.ts';

/** Builds dist/ when the sources are newer. True when it is there afterwards. */
export async function ensureBuild(): Promise<boolean> {
  if (!isStale()) return true;
  const { status, output } = await run(nodeScript(inRoot('scripts/build.ts')));
  console.log(output.trimEnd());
  return status === 0;
}
