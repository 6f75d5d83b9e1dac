import type { Metafile } from 'esbuild';

/** Packages that cost a start too much: the CLI is up before they are read. */
const HEAVY = ['react', 'react-reconciler', 'ink', 'ink-table', 'yoga-layout', 'zod', 'yaml', 'chokidar', 'ssh2', 'execa', 'fast-xml-parser', '@xterm/headless'];
const heavy = new RegExp(`^node_modules/(${HEAVY.join('|')})/`);

/** Where a start of the CLI ends up: the entry, and what it loads lazily once the CLI is chosen. */
const LIGHT_ENTRIES = /^src\/(main|cli\/.*)\.ts$/;

type Outputs = Metafile['outputs'];

/** What a chunk loads before its first line runs, itself included. */
function staticClosure(outputs: Outputs, start: string, seen = new Set<string>()): Set<string> {
  if (seen.has(start)) return seen;
  seen.add(start);
  for (const { path, kind } of outputs[start]?.imports ?? []) {
    if (kind === 'import-statement' && path in outputs) staticClosure(outputs, path, seen);
  }
  return seen;
}

/** Heavy files that a start of the CLI would load, as `entry loads file`. */
export function weight({ outputs }: Metafile): string[] {
  const entries = Object.entries(outputs).filter(([, { entryPoint }]) => entryPoint !== undefined && LIGHT_ENTRIES.test(entryPoint));
  return entries.flatMap(([path, { entryPoint }]) =>
    [...staticClosure(outputs, path)]
      .flatMap((chunk) => Object.keys(outputs[chunk]?.inputs ?? {}))
      .filter((input) => heavy.test(input))
      .map((input) => `${entryPoint} loads ${input}`),
  );
}

/** @throws Error that names every heavy file */
export function assertLight(metafile: Metafile): void {
  const found = weight(metafile);
  if (found.length > 0) throw new Error(`a front end must start in a blink, and:\n  ${found.join('\n  ')}\nImport them with \`await import(…)\` where they are used, or leave them to the keeper.`);
}
