import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const HOST = join(import.meta.dirname, '../../fixtures/qemu-7.2');

export function hmp(name: string): string {
  return readFileSync(join(HOST, 'hmp', `${name}.txt`), 'utf8');
}

export function qmp(name: string): unknown {
  return JSON.parse(readFileSync(join(HOST, 'qmp', `${name}.json`), 'utf8'));
}
