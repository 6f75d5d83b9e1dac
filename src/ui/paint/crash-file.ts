import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { inspect } from 'node:util';

export interface Crash {
  readonly error: unknown;
  /** What happened before, a line each. */
  readonly before: readonly string[];
  /** What else is worth knowing, by name: version, terminal, size. */
  readonly facts: Readonly<Record<string, string>>;
}

/** Writes a crash into `path`, for its user alone. Returns what to tell the operator. */
export function writeCrash(path: string, { error, before, facts }: Crash): string {
  const text = [
    ...Object.entries(facts).map(([name, value]) => `${name}: ${value}`),
    '',
    inspect(error, { depth: 6 }),
    '',
    'the last minute:',
    ...before,
    '',
  ].join('\n');
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, text, { mode: 0o600 });
    return `its last minute is in ${path}`;
  } catch (cause) {
    return `${path} cannot be written (${(cause as Error).message}):\n${text}`;
  }
}
