import { join } from 'node:path';

/** The checkout that this script belongs to. */
export const ROOT = join(import.meta.dirname, '../..');

export const inRoot = (...path: string[]): string => join(ROOT, ...path);
