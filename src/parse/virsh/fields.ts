import { linesOf, notUnderstood } from '../lines.ts';

export type Fields = ReadonlyMap<string, string>;

/**
 * Lines of `Name:   value`, as `virsh dominfo` prints them; empty lines are skipped.
 * @throws ParseError on any other line
 */
export function parseFields(what: string, raw: string): Fields {
  const lines = linesOf(what, raw).filter((line) => line.trim() !== '');
  return new Map(lines.map((line) => {
    const colon = line.indexOf(':');
    if (colon <= 0) throw notUnderstood(what, `'${line}' is no field`, raw);
    return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
  }));
}

/** @throws ParseError when the field is not there */
export function field(what: string, raw: string, fields: Fields, name: string): string {
  const value = fields.get(name);
  if (value === undefined) throw notUnderstood(what, raw.trim() === '' ? 'no output' : `no field '${name}'`, raw);
  return value;
}
