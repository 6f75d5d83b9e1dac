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
 * What Ink measures and cuts text with makes its `Intl.Segmenter` when it is loaded: the first one of a process takes 15 ms, and a screen
 * of letters and lines never asks it. They are made when they are first asked.
 */
export const lazySegmenter: Plugin = {
  name: 'segmenters when they are used',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]node_modules[\\/](string-width|slice-ansi|wrap-ansi|ink|@alcalzone[\\/]ansi-tokenize)[\\/].*\.js$/ }, ({ path }) => ({ contents: withLazySegmenter(readFileSync(path, 'utf8')), loader: 'js' }));
  },
};

/** `const S = new Intl.Segmenter(…);` -> the same, made by the first `S.segment(…)`. */
export function withLazySegmenter(source: string): string {
  return source.replace(/^const (\w+) = new (Intl\.Segmenter\([^)]*\));$/gm, 'const $1 = { made: undefined, segment(text) { return (this.made ??= new $2).segment(text); } };');
}

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
