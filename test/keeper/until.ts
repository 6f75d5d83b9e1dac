import { setTimeout as wait } from 'node:timers/promises';

/** Waits for a state that only another process can bring about. The test's own limit ends a wait in vain. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await wait(10);
}
