/** npm run generate [-- --check]: writes the files that are made from others, or only says which are stale. */
import { GENERATORS } from './steps/generators.ts';
import { generate, staleFiles } from './steps/generate.ts';
import { ROOT } from './steps/root.ts';

if (process.argv.includes('--check')) {
  const stale = await staleFiles(GENERATORS, ROOT);
  for (const path of stale) console.log(`${path} is not what its source makes now: run \`npm run generate\` and commit it`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  const written = await generate(GENERATORS, ROOT);
  console.log(written.length === 0 ? `${GENERATORS.length} generated files are fresh` : written.map((path) => `wrote ${path}`).join('\n'));
}
