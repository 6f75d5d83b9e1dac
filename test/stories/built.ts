import { ensureBuild } from '../../scripts/steps/ensure-build.ts';

/** Stories are told by what a person starts: the bundle. */
export async function setup(): Promise<void> {
  if (!(await ensureBuild())) throw new Error('dist/ could not be built');
}
