import type { Metafile } from 'esbuild';

/** Packages that cost a start too much: the CLI is up before they are read. */
const HEAVY = ['react', 'react-reconciler', 'ink', 'ink-table', 'yoga-layout', 'zod', 'yaml', 'chokidar', 'ssh2', 'execa', 'fast-xml-parser', '@xterm/headless'];
const heavy = new RegExp(`^node_modules/(${HEAVY.join('|')})/`);

/** Heavy files in the bundles that a start of the CLI reads, each once. */
export function weight(metafiles: readonly Pick<Metafile, 'inputs'>[]): string[] {
  return [...new Set(metafiles.flatMap(({ inputs }) => Object.keys(inputs)))].filter((input) => heavy.test(input));
}

/** @throws Error that names every heavy file and who imports it */
export function assertLight(...metafiles: readonly Metafile[]): void {
  const found = weight(metafiles);
  if (found.length === 0) return;
  const lines = found.map((file) => `  ${file}, imported by ${importersOf(file, metafiles).join(', ')}`);
  throw new Error(`a front end must start in a blink, and it would read:\n${lines.join('\n')}\nLeave that to the keeper.`);
}

function importersOf(file: string, metafiles: readonly Metafile[]): string[] {
  return metafiles.flatMap(({ inputs }) => Object.entries(inputs)).filter(([, { imports }]) => imports.some(({ path }) => path === file)).map(([importer]) => importer);
}
