import type { Plugin } from 'esbuild';

/**
 * Modules of Node that cost a start something (`crypto` alone a fifth of a bare start) and that most starts of the CLI never use:
 * they are loaded at the first use of one of their exports. An `import` of `fs` in a module costs too: it reads every export once,
 * and with that loads streams and promises. Only modules that are plain objects: a class or a function (`events`, `stream`,
 * `assert`) cannot be stood in for, and `process` is written to.
 */
const LAZY = ['child_process', 'crypto', 'dns', 'fs', 'fs/promises', 'http', 'https', 'net', 'os', 'path', 'readline', 'readline/promises', 'stream/consumers', 'stream/promises', 'timers/promises', 'tls', 'tty', 'url', 'util', 'v8', 'worker_threads', 'zlib'];

const filter = new RegExp(`^(node:)?(${LAZY.join('|')})$`);
const NAMESPACE = 'lazy-node';

export const lazyNode: Plugin = {
  name: 'modules of node when they are used',
  setup({ onResolve, onLoad }) {
    onResolve({ filter }, ({ path, namespace }) => (namespace === NAMESPACE ? { path, external: true } : { path: path.replace(/^(?!node:)/, 'node:'), namespace: NAMESPACE }));
    onLoad({ filter: /.*/, namespace: NAMESPACE }, async ({ path }) => ({ contents: await standIn(path), loader: 'js' }));
  },
};

async function standIn(name: string): Promise<string> {
  const exports = Object.keys((await import(name)) as object).filter((key) => key !== 'default' && key !== 'module.exports');
  const getters = exports.map((key) => `get ${key}() { return load().${key}; }`);
  return `let loaded; const load = () => loaded ??= require('${name}'); module.exports = { ${getters.join(', ')} };`;
}
