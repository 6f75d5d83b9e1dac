import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import type { Bench } from '../../bench/row.ts';
import { inRoot } from './root.ts';

/** Files beside the benches that measure nothing themselves. */
const NO_BENCH = new Set(['row', 'time', 'cockpit-stage', 'plain-ink']);

/** The files of bench/, by name. */
export function benchNames(): string[] {
  return readdirSync(inRoot('bench')).map((file) => basename(file, '.ts')).filter((name) => !NO_BENCH.has(name)).toSorted();
}

/** @throws when bench/NAME.ts exports no `bench` */
export async function benchOf(name: string): Promise<Bench> {
  const { bench } = (await import(inRoot('bench', `${name}.ts`))) as { readonly bench?: Bench };
  if (bench === undefined) throw new Error(`bench/${name}.ts exports no bench`);
  return bench;
}
