import { UsageError } from '../model/errors.ts';
import type { Env } from './paths.ts';

/** `~` at the start, `$NAME`, `${NAME}`, `${NAME:-other}` (POSIX 2.6.2: other where NAME is unset or empty; other may hold variables, not braces). */
const VARIABLE = /\$(?:\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^{}]*))?\}|([A-Za-z_][A-Za-z0-9_]*))/g;

/**
 * Expands a path of a lab file. No shell reads it: nothing but `~` and variables is special.
 * @throws UsageError for a variable that is not set and has no `:-other`
 */
export function expandPath(path: string, env: Env): string {
  const home = path === '~' || path.startsWith('~/') ? `\${HOME}${path.slice(1)}` : path;
  return home.replace(VARIABLE, (whole, braced: string | undefined, other: string | undefined, plain: string | undefined) => {
    const value = env[braced ?? plain ?? ''] ?? '';
    if (value !== '') return value;
    if (other !== undefined) return expandPath(other, env);
    throw new UsageError({ what: `${whole} in ${path} is not set`, next: `set it, or write \${${braced ?? plain}:-other} in the lab file` });
  });
}
