import type { TcClass, TcFilter } from '../../model/qdisc.ts';
import { linesOf, notUnderstood } from '../lines.ts';
import { parseClasses } from './class.ts';
import { parseFilters } from './filter.ts';

const WHAT = 'tc -batch';

/** Lines for `tc -j -s -batch -`: classes and filters of each device, in an order that {@link parseTcBatch} knows. */
export function tcBatch(devices: readonly string[]): string {
  return devices.map((dev) => `class show dev ${dev}\nfilter show dev ${dev}\nfilter show dev ${dev} ingress\n`).join('');
}

/**
 * The answers to {@link tcBatch}. A filter's answer is one line of JSON; a class's is text up to iproute2 6.1 and one line of JSON
 * after it, which the number of JSON lines tells.
 * @throws ParseError when an answer is missing, as when a device has gone in between
 */
export function parseTcBatch(raw: string, devices: readonly string[]): { readonly classes: TcClass[]; readonly filters: TcFilter[] } {
  const lines = linesOf(WHAT, raw);
  const json = lines.filter((line) => line.startsWith('[')).length;
  const classIsJson = json === devices.length * 3;
  if (!classIsJson && json !== devices.length * 2) throw notUnderstood(WHAT, `${json} answers for ${devices.length} devices`, raw);
  const classes: TcClass[] = [];
  const filters: TcFilter[] = [];
  let at = 0;
  for (const dev of devices) {
    const start = at;
    if (classIsJson) at += 1;
    else while (lines[at]?.startsWith('[') === false) at += 1;
    classes.push(...parseClasses(lines.slice(start, at).map((line) => `${line}\n`).join(''), dev));
    filters.push(...parseFilters(lines[at] ?? '', { dev, parent: 'root' }), ...parseFilters(lines[at + 1] ?? '', { dev, parent: 'ffff:' }));
    at += 2;
  }
  return { classes, filters };
}
