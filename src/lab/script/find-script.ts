import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { RefusedError, UsageError } from '../../model/errors.ts';

/**
 * The one file that a pattern means (`./result/bin/run-*-vm`: NixOS names the script after the host). `*` and `?` stand for anything but `/`.
 * @param build the command that makes it, for the message when it is missing
 * @throws UsageError when none or several match, RefusedError when it may not be executed
 */
export function findScript(pattern: string, cwd: string, build?: string): string {
  const found = matches(resolve(cwd, pattern));
  const [script] = found;
  if (script === undefined) throw new UsageError({ what: `nothing matches ${pattern} in ${cwd}`, ...(build === undefined ? {} : { next: build }) });
  if (found.length > 1) throw new UsageError({ what: `${found.length} files match ${pattern}, exactly one must`, detail: found.join('\n') });
  if (!isExecutable(script)) throw new RefusedError({ what: `${script} may not be executed`, next: `ls -l ${script}` });
  return script;
}

function matches(pattern: string): string[] {
  let found = ['/'];
  for (const part of pattern.split('/').filter((each) => each !== '')) found = found.flatMap((dir) => below(dir, part));
  return found.toSorted();
}

function below(dir: string, part: string): string[] {
  if (!/[*?]/.test(part)) return existsSync(join(dir, part)) ? [join(dir, part)] : [];
  const shape = new RegExp(`^${part.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*').replaceAll('?', '[^/]')}$`);
  return names(dir).filter((name) => shape.test(name)).map((name) => join(dir, name));
}

function names(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}

/** Whether we may execute a file. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
