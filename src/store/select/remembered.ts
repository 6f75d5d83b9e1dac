import type { LabState } from '../state.ts';

/** A selector that runs again only when one of the parts it takes is another object than last time. */
export function remembered<const P extends readonly unknown[], T>(parts: (state: LabState) => P, join: (...parts: P) => T): (state: LabState) => T {
  let last: { readonly parts: P; readonly value: T } | undefined;
  return (state) => {
    const now = parts(state);
    if (last === undefined || now.some((part, index) => part !== last?.parts[index])) last = { parts: now, value: join(...now) };
    return last.value;
  };
}
