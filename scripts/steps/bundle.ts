import { type BuildOptions, build, type Plugin } from 'esbuild';
import { type Chosen, chooseAtRun } from './choose-at-run.ts';
import { BUILD_MARK, replaceDist } from './dist.ts';
import { assertLight } from './front-end-weight.ts';
import { inkTable, lazySegmenter, stubDevtools } from './ink-plugins.ts';
import { lazyNode } from './lazy-node.ts';
import { inRoot, ROOT } from './root.ts';
import { run } from './run.ts';

const common = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  target: 'node22.22',
  mainFields: ['module', 'main'],
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"', LABDECK_BUILD: JSON.stringify(BUILD_MARK) },
  external: ['*.node', 'cpu-features'],
  // Node has them; written as `new RegExp(…)`, the pattern of all emoji would be read at each start instead of lying in the compile cache.
  supported: { 'regexp-set-notation': true, 'regexp-unicode-property-escapes': true },
  logLevel: 'warning',
  logOverride: { 'empty-import-meta': 'error' },
} satisfies BuildOptions;

const make = (options: BuildOptions) => build({ ...options, metafile: true, write: false });

/** What packages in CommonJS find in the air: `require` for node's modules, and where they lie. */
const COMMONJS = {
  js: "import{createRequire as __labdeckRequire}from'node:module';const require=__labdeckRequire(import.meta.url),__filename=import.meta.filename,__dirname=import.meta.dirname;",
};
const asCommonJs = (plugins: Plugin[]): BuildOptions => ({
  ...common,
  format: 'cjs',
  define: { ...common.define, 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' },
  plugins,
});
const asModule = (plugins: Plugin[]): BuildOptions => ({ ...common, format: 'esm', banner: COMMONJS, plugins });

/**
 * Bundles src/ into dist/:
 * - main.cjs, which chooses;
 * - cli.cjs, the command line in one file: CommonJS starts quicker than modules, and what a verb does not need is not evaluated;
 * - start.cjs, which draws the cockpit's frame and loads the rest of it then;
 * - parts/, all that these import when it was chosen, in chunks that the parts share.
 */
export async function bundle(): Promise<{ readonly id: string; readonly files: readonly string[] }> {
  const chosen: Chosen = new Map();
  const main = await make({ ...asCommonJs([chooseAtRun(chosen), lazyNode]), entryPoints: ['src/main.ts'], outfile: inRoot('dist/main.cjs') });
  const cli = await make({ ...asCommonJs([lazyNode]), entryPoints: ['src/cli/cli.ts'], outfile: inRoot('dist/cli.cjs') });
  const start = await make({ ...asCommonJs([chooseAtRun(chosen), lazyNode]), entryPoints: ['src/ui/start.ts'], outfile: inRoot('dist/start.cjs') });
  assertLight(main.metafile, cli.metafile, start.metafile);
  const parts = await make({
    ...asModule([stubDevtools, inkTable, lazySegmenter]),
    entryPoints: Object.fromEntries([...chosen].filter(([name]) => name !== 'start')),
    outdir: inRoot('dist/parts'),
    chunkNames: 'chunk-[hash]',
    splitting: true,
    keepNames: true,
  });
  const built = replaceDist([...parts.outputFiles, ...cli.outputFiles, ...start.outputFiles, ...main.outputFiles]);
  await assertLoads([inRoot('dist/cli.cjs'), inRoot('dist/start.cjs'), ...[...chosen.keys()].filter((name) => name !== 'start').map((name) => inRoot('dist/parts', `${name}.js`))]);
  return built;
}

/** A bundle can be made and yet die at its first line, on what only CommonJS has. @throws Error with what node says */
async function assertLoads(files: readonly string[]): Promise<void> {
  const { status, output } = await run([process.execPath, '--input-type=module', '--eval', `for (const file of ${JSON.stringify(files)}) await import(file);`]);
  if (status !== 0) throw new Error(`the bundle does not load:\n${output}`);
}
