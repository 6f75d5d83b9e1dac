import { linesOf, notUnderstood } from '../lines.ts';

/** systemctl(1), is-system-running. */
export const SYSTEM_STATES = ['initializing', 'starting', 'running', 'degraded', 'maintenance', 'stopping', 'offline', 'unknown'] as const;
export type SystemState = (typeof SYSTEM_STATES)[number];

const WHAT = 'systemctl is-system-running';

/** `systemctl is-system-running`: one word; the exit status is not 0 for all but `running`. */
export function parseSystemState(raw: string): SystemState {
  const [word] = linesOf(WHAT, raw);
  const state = SYSTEM_STATES.find((each) => each === word);
  if (state === undefined) throw notUnderstood(WHAT, raw === '' ? 'no output' : `'${String(word)}' is no state`, raw);
  return state;
}
