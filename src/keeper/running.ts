/** What runs in the keeper right now, for those who want to end it. */
export interface Running {
  /** @returns ends the entry */
  begin(what: string): () => void;
  /** A line each, oldest first. */
  lines(): readonly string[];
  /** Resolves when nothing runs any more. */
  idle(): Promise<void>;
}

/** @param changed told whenever something began or ended */
export function createRunning(changed: () => void): Running {
  const entries = new Set<{ readonly what: string }>();
  const waiting = new Set<() => void>();

  function end(entry: { readonly what: string }): void {
    entries.delete(entry);
    changed();
    if (entries.size > 0) return;
    for (const resolve of waiting) resolve();
    waiting.clear();
  }

  return {
    begin: (what) => {
      const entry = { what };
      entries.add(entry);
      changed();
      return () => end(entry);
    },
    lines: () => [...entries].map(({ what }) => what),
    idle: () => new Promise((resolve) => (entries.size === 0 ? resolve() : waiting.add(resolve))),
  };
}
