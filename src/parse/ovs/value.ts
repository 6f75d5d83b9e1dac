import type { Json } from '../json.ts';

/**
 * OVSDB values in JSON (RFC 7047, 5.1): an atom is a string, number, boolean or `["uuid", u]`; a set is `["set", [atoms]]`, or
 * the atom itself when there is exactly one; a map is `["map", [[key, value], …]]`.
 */
export function atoms(json: Json): readonly Json[] {
  if (!Array.isArray(json.value) || json.value[0] !== 'set') return [json];
  return json.list()[1]?.list() ?? [];
}

/** The only atom of an optional column; undefined where the set is empty. */
export function optional<T>(json: Json, read: (atom: Json) => T): T | undefined {
  const [atom] = atoms(json);
  return atom === undefined ? undefined : read(atom);
}

/** As {@link optional} for text columns, where OVSDB has both an empty set and an empty string for "none". */
export function optionalText(json: Json): string | undefined {
  const value = optional(json, (atom) => atom.text());
  return value === '' ? undefined : value;
}

/** `["uuid", "…"]` */
export function uuid(json: Json): string {
  const [, id] = json.list();
  return (id ?? json).text();
}

function pairs(json: Json): readonly (readonly [Json, Json])[] {
  const entries = json.list()[1]?.list() ?? [];
  return entries.map((entry) => {
    const [key = entry, value = entry] = entry.list();
    return [key, value] as const;
  });
}

export function textMap(json: Json): Record<string, string> {
  return Object.fromEntries(pairs(json).map(([key, value]) => [String(key.value), value.text()]));
}

export function numberMap(json: Json): Record<string, number> {
  return Object.fromEntries(pairs(json).map(([key, value]) => [key.text(), value.number()]));
}

/** Keys are numbers (a QoS's queues) or text. */
export function uuidMap(json: Json): Record<string, string> {
  return Object.fromEntries(pairs(json).map(([key, value]) => [String(key.value), uuid(value)]));
}
