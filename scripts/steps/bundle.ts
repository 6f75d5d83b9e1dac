import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build, type BuildOptions, type Metafile } from 'esbuild';
import { assertLight } from './front-end-weight.ts';
import { inkTable, stubDevtools } from './ink-plugins.ts';
import { inRoot, ROOT } from './root.ts';

const DIST = inRoot('dist');
/** Stands for the build's id until the hash of everything is known. */
const BUILD_MARK = '@labdeck-build@';
/** A keeper of an earlier build may still load its chunks lazily: they stay for a week. */
const KEEP_CHUNKS_MS = 7 * 24 * 3600 * 1000;

const options = {
  absWorkingDir: ROOT,
  entryPoints: ['src/main.ts'],
  outdir: DIST,
  entryNames: '[name]',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.22',
  mainFields: ['module', 'main'],
  minifyWhitespace: true,
  minifySyntax: true,
  keepNames: true,
  legalComments: 'none',
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"', LABDECK_BUILD: JSON.stringify(BUILD_MARK) },
  // Packages in CommonJS ask for node's modules with `require`.
  banner: { js: "import{createRequire as __labdeckRequire}from'node:module';const require=__labdeckRequire(import.meta.url);" },
  external: ['*.node', 'cpu-features'],
  plugins: [stubDevtools, inkTable],
  metafile: true,
  write: false,
  logLevel: 'warning',
} satisfies BuildOptions;

/** Bundles src/main.ts into dist/. Files are renamed into place, the entry last, so that a start in the meantime works. */
export async function bundle(): Promise<{ readonly id: string; readonly files: readonly string[] }> {
  const { outputFiles, metafile } = await build(options);
  assertLight(metafile);
  const id = buildId(outputFiles.map(({ path, text }) => `${relative(DIST, path)}\n${text}`));
  const chunksFirst = outputFiles.toSorted((a, b) => Number(isEntry(metafile, a.path)) - Number(isEntry(metafile, b.path)));
  for (const { path, text } of chunksFirst) put(path, text.replaceAll(BUILD_MARK, id));
  const files = outputFiles.map(({ path }) => path);
  sweep(new Set(files));
  return { id, files };
}

const isEntry = (metafile: Metafile, path: string): boolean => metafile.outputs[relative(ROOT, path)]?.entryPoint === 'src/main.ts';

function buildId(texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts.toSorted()) hash.update(text).update('\0');
  return hash.digest('hex').slice(0, 12);
}

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.${process.pid}.tmp`, text);
  renameSync(`${path}.${process.pid}.tmp`, path);
}

function sweep(current: ReadonlySet<string>): void {
  for (const name of readdirSync(DIST, { recursive: true, encoding: 'utf8' })) {
    const path = join(DIST, name);
    const { mtimeMs } = statSync(path);
    if (!current.has(path) && statSync(path).isFile() && Date.now() - mtimeMs > KEEP_CHUNKS_MS) rmSync(path);
  }
}
