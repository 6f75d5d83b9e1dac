import { setTimeout as wait } from 'node:timers/promises';

/** Between two looks: a look costs a process, and with it the lab's own time. */
const LOOK_AGAIN_MS = 250;
/** Nothing here takes as long, also on a busy host without KVM. */
const LIMIT_MS = 5 * 60_000;

interface Looking {
  readonly limitMs?: number;
  readonly everyMs?: number;
}

/**
 * Looks until there is something to see, and gives it back. A look that throws saw nothing yet.
 * @throws Error with the last look's reason when nothing came of it
 */
export async function until<T>(what: string, look: () => Promise<T | false | undefined>, { limitMs = LIMIT_MS, everyMs = LOOK_AGAIN_MS }: Looking = {}): Promise<T> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const seen = await look().catch((error: unknown) => error as Error);
    if (seen !== undefined && seen !== false && !(seen instanceof Error)) return seen;
    if (performance.now() > deadline) throw new Error(`${what}: not within ${limitMs / 1000} s`, { cause: seen });
    await wait(everyMs);
  }
}
