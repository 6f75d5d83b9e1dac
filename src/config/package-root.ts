import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The directory that holds labdeck's own assets/, layouts/ and profiles/: the nearest one above this file with a package.json,
 * whether this file runs from src/ or out of the bundle in dist/.
 */
export function packageRoot(from: string = import.meta.dirname): string {
  if (existsSync(join(from, 'package.json')) || dirname(from) === from) return from;
  return packageRoot(dirname(from));
}
