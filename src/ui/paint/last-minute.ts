const MINUTE_MS = 60_000;
/** A screen that is flooded keeps the newest. */
const MOST = 5000;

/** What happened on this screen in the last minute: keys, notices, what the keeper said. Told when it crashes. */
export interface LastMinute {
  readonly note: (what: string) => void;
  /** A line each, the oldest first, with its time. */
  readonly lines: () => readonly string[];
}

export function createLastMinute(now: () => number = Date.now): LastMinute {
  let notes: { readonly at: number; readonly what: string }[] = [];
  const recent = (): typeof notes => notes.filter(({ at }) => at > now() - MINUTE_MS).slice(-MOST);
  return {
    note: (what) => {
      notes.push({ at: now(), what });
      if (notes.length > 2 * MOST) notes = recent();
    },
    lines: () => recent().map(({ at, what }) => `${new Date(at).toISOString()} ${what}`),
  };
}
