import { basename, join } from 'node:path';
import type { Plugin } from 'esbuild';

/** What may be loaded at run: name of the part -> its source. */
export type Chosen = Map<string, string>;

const NAMESPACE = 'quick-part';

/** Parts in one CommonJS file each, beside main: they start quicker. */
const QUICK: Readonly<Record<string, string>> = {
  // Only where it shares a process with a keeper it has to be the part that shares the keeper's classes, or an `instanceof` across the two would not hold.
  cli: "export const runCli = (...words) => process.argv.includes('--standalone') ? import('./parts/cli.js').then((cli) => cli.runCli(...words)) : require('./cli.cjs').runCli(...words);",
  start: "export const startCockpit = (...words) => require('./start.cjs').startCockpit(...words);",
};

/**
 * Leaves each `import('./ROOM/FILE.ts')` of what is bundled to run time, and notes it in `chosen`.
 */
export const chooseAtRun = (chosen: Chosen): Plugin => ({
  name: 'main chooses at run',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/.+\.tsx?$/ }, ({ path, kind, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined;
      const name = partName(path);
      chosen.set(name, join(resolveDir, path));
      return name in QUICK ? { path: name, namespace: NAMESPACE } : { path: `./parts/${name}.js`, external: true };
    });
    onResolve({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({ contents: QUICK[path] ?? '', loader: 'js' }));
  },
});

const partName = (path: string): string => basename(path).replace(/\.tsx?$/, '');
