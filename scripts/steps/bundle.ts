import { type BuildOptions, build, type Plugin } from 'esbuild';
import { type Chosen, chooseAtRun } from './choose-at-run.ts';
import { BUILD_MARK, replaceDist } from './dist.ts';
import { assertLight } from './front-end-weight.ts';
import { inkTable, stubDevtools } from './ink-plugins.ts';
import { lazyNode } from './lazy-node.ts';
import { inRoot, ROOT } from './root.ts';

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
  logLevel: 'warning',
  logOverride: { 'empty-import-meta': 'error' },
} satisfies BuildOptions;

const make = (options: BuildOptions) => build({ ...options, metafile: true, write: false });

/** Packages in CommonJS ask for node's modules with `require`. */
const REQUIRE = { js: "import{createRequire as __labdeckRequire}from'node:module';const require=__labdeckRequire(import.meta.url);" };
const asModule = (plugins: Plugin[]): BuildOptions => ({ ...common, format: 'esm', banner: REQUIRE, plugins });

/**
 * Bundles src/ into dist/:
 * - main.js, which chooses;
 * - cli.cjs, the command line in one file: CommonJS starts quicker than modules, and what a verb does not need is not evaluated;
 * - parts/, all that main.ts imports when it was chosen, in chunks that the parts share.
 */
export async function bundle(): Promise<{ readonly id: string; readonly files: readonly string[] }> {
  const chosen: Chosen = new Map();
  const main = await make({ ...asModule([chooseAtRun(chosen), lazyNode]), entryPoints: ['src/main.ts'], outfile: inRoot('dist/main.js') });
  const cli = await make({
    ...common,
    define: { ...common.define, 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' },
    format: 'cjs',
    entryPoints: ['src/cli/cli.ts'],
    outfile: inRoot('dist/cli.cjs'),
    plugins: [lazyNode],
  });
  assertLight(main.metafile, cli.metafile);
  const parts = await make({
    ...asModule([stubDevtools, inkTable]),
    entryPoints: Object.fromEntries(chosen),
    outdir: inRoot('dist/parts'),
    chunkNames: 'chunk-[hash]',
    splitting: true,
    keepNames: true,
  });
  return replaceDist([...parts.outputFiles, ...cli.outputFiles, ...main.outputFiles]);
}
