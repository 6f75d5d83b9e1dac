import { basename, join } from 'node:path';
import type { Plugin } from 'esbuild';

/** What main.ts may load at run: name of the part -> its source. */
export type Chosen = Map<string, string>;

const NAMESPACE = 'command-line';

/**
 * Leaves each `import('./ROOM/FILE.ts')` of main.ts to run time, and notes it in `chosen`. The command line is the exception: it
 * lies in a file of its own, for a quick start. Only where it shares a process with a keeper it has to be the part that shares the
 * keeper's classes, or an `instanceof` across the two would not hold.
 */
export const chooseAtRun = (chosen: Chosen): Plugin => ({
  name: 'main chooses at run',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/.+\.tsx?$/ }, ({ path, kind, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined;
      const name = partName(path);
      chosen.set(name, join(resolveDir, path));
      return name === 'cli' ? { path: name, namespace: NAMESPACE } : { path: `./parts/${name}.js`, external: true };
    });
    onResolve({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /.*/, namespace: NAMESPACE }, () => ({
      contents: "export const runCli = (...words) => process.argv.includes('--standalone') ? import('./parts/cli.js').then((cli) => cli.runCli(...words)) : require('./cli.cjs').runCli(...words);",
      loader: 'js',
    }));
  },
});

const partName = (path: string): string => basename(path).replace(/\.tsx?$/, '');
