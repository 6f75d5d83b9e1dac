import { mkdir } from 'node:fs/promises';

/** mmdebstrap options that keep downloaded packages in `dir` and take them from there: the next build downloads none of them again. */
export async function aptCacheHooks(dir: string): Promise<string[]> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  return [
    '--skip=essential/unlink',
    '--setup-hook=mkdir -p "$1/var/cache/apt/archives"',
    `--setup-hook=sync-in ${hookWord(dir)} /var/cache/apt/archives/`,
    `--customize-hook=sync-out /var/cache/apt/archives ${hookWord(dir)}`,
  ];
}

/** mmdebstrap splits the words of its own hooks as a shell would (Text::ParseWords). */
export const hookWord = (path: string): string => `'${path.replaceAll("'", `'\\''`)}'`;
