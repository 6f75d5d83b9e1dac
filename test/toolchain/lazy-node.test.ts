import { build, type Plugin } from 'esbuild';
import { createContext, runInContext } from 'node:vm';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { chooseAtRun } from '../../scripts/steps/choose-at-run.ts';
import { lazyNode } from '../../scripts/steps/lazy-node.ts';

/** Sources by path, as if they lay on a disk. */
const files = (sources: Readonly<Record<string, string>>): Plugin => ({
  name: 'files of the test',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.|^entry$/ }, ({ path }) => ({ path, namespace: 'test' }));
    onLoad({ filter: /.*/, namespace: 'test' }, ({ path }) => ({ contents: sources[path] ?? '', loader: 'ts', resolveDir: '/' }));
  },
});

async function bundled(sources: Readonly<Record<string, string>>, plugins: readonly Plugin[], format: 'cjs' | 'esm'): Promise<string> {
  const { outputFiles } = await build({ entryPoints: ['entry'], bundle: true, write: false, format, platform: 'node', plugins: [...plugins, files(sources)], outfile: 'out.js' });
  return outputFiles[0]?.text ?? '';
}

test('a module of node is loaded when it is used, and not before', async () => {
  const code = await bundled({ entry: `import { createHash } from 'node:crypto';\nimport os from 'os';\nexport const hash = () => createHash('sha256').update('x').digest('hex');\nexport const eol = () => os.EOL;` }, [lazyNode], 'cjs');
  const loaded: string[] = [];
  const real = createRequire(import.meta.url);
  const module = { exports: {} as { hash(): string; eol(): string } };
  runInContext(code, createContext({ module, require: (name: string) => (loaded.push(name), real(name) as unknown) }));
  expect(loaded).toEqual([]);
  expect(module.exports.hash()).toBe('2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881');
  expect(loaded).toEqual(['node:crypto']);
  expect(module.exports.eol()).toBe('\n');
});

test('what main imports lazily stays a choice at run, the command line in its own file', async () => {
  const chosen = new Map<string, string>();
  const code = await bundled({ entry: `export const a = () => import('./cli/cli.ts');\nexport const b = () => import('./keeper/run-keeper.ts');` }, [chooseAtRun(chosen)], 'cjs');
  expect([...chosen.keys()]).toEqual(['cli', 'run-keeper']);
  expect(code).toContain('import("./parts/run-keeper.js")');
  expect(code).toMatch(/--standalone.*import\("\.\/parts\/cli\.js"\)\.then.* : require\("\.\/cli\.cjs"\)/);
});
