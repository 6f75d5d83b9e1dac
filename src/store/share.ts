/**
 * `after` with every part that equals its counterpart in `before` replaced by it: equal data comes back as `before` itself.
 * So `share(a, b) === a` says that nothing changed, and a selector that remembers by reference need not run again.
 * For plain data as JSON knows it: a key that holds undefined counts as absent.
 */
export function share<T>(before: T, after: T): T {
  if (Object.is(before, after)) return before;
  if (Array.isArray(before) && Array.isArray(after)) return shareArray(before, after) as T;
  return isRecord(before) && isRecord(after) ? (shareRecord(before, after) as T) : after;
}

type PlainRecord = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is PlainRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shareArray(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  const shared = after.map((value, index) => share(before[index], value));
  return shared.length === before.length && shared.every((value, index) => Object.is(value, before[index])) ? before : shared;
}

function shareRecord(before: PlainRecord, after: PlainRecord): PlainRecord {
  const keys = keysOf(after);
  const shared = Object.fromEntries(keys.map((key) => [key, share(before[key], after[key])]));
  const same = keys.length === keysOf(before).length && keys.every((key) => before[key] !== undefined && Object.is(shared[key], before[key]));
  return same ? before : shared;
}

function keysOf(record: PlainRecord): string[] {
  return Object.keys(record).filter((key) => record[key] !== undefined);
}
