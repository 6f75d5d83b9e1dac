import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from './root.ts';

/** What the bundle is made of. Folders count too: a file that was removed dates its folder. */
const SOURCES = ['src', 'package.json', 'package-lock.json', ...['bundle', 'choose-at-run', 'ink-plugins', 'lazy-node'].map((name) => `scripts/steps/${name}.ts`)];

/** Is dist/ missing, or older than what it is made of? */
export function isStale(entry = inRoot('dist/main.cjs'), sources: readonly string[] = SOURCES.map((path) => inRoot(path))): boolean {
  const built = statSync(entry, { throwIfNoEntry: false })?.mtimeMs;
  return built === undefined || newest(sources) > built;
}

function newest(paths: readonly string[]): number {
  return Math.max(...paths.flatMap((path) => [path, ...below(path)]).map((path) => statSync(path).mtimeMs));
}

function below(path: string): string[] {
  return statSync(path).isDirectory() ? readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name)) : [];
}
