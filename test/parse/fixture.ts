import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', 'fixtures');

/** Recorded output: `debian12-host/virsh/list-qemu.txt`. */
export function fixture(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}
