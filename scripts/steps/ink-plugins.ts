import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/** Ink imports its debugger only when DEV is set, but a bundle has to resolve it. */
export const stubDevtools: Plugin = {
  name: 'stub react-devtools-core',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^react-devtools-core$/ }, ({ path }) => ({ path, namespace: 'stub' }));
    onLoad({ filter: /.*/, namespace: 'stub' }, () => ({ contents: 'export default { initialize() {}, connectToDevTools() {} };', loader: 'js' }));
  },
};

/**
 * ink-table is CommonJS and requires Ink, which is a module with top-level await: Node refuses that (ERR_REQUIRE_ASYNC_MODULE).
 * Its two requires become imports, so that it draws with the one Ink and the one React of the bundle.
 */
export const inkTable: Plugin = {
  name: 'ink-table as a module',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]ink-table[\\/]dist[\\/]index\.js$/ }, ({ path }) => ({ contents: asModule(readFileSync(path, 'utf8')), loader: 'js' }));
  },
};

function asModule(source: string): string {
  return [
    "import * as __ink from 'ink';",
    "import * as __react from 'react';",
    'const __packages = { ink: __ink, react: __react };',
    'const exports = {};',
    source.replace(/\brequire\(["'](ink|react)["']\)/g, "__packages['$1']"),
    'export default exports.default;',
  ].join('\n');
}
