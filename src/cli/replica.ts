import type { Command, Verb } from '../command/command.ts';
import { isFrontVerb } from '../command/registry.ts';
import { TimeoutError } from '../model/errors.ts';
import type { Snapshot } from '../store/change.ts';
import { oldestMs, READING_SLOTS, type ReadingSlot } from '../store/select/ages.ts';
import type { LabState } from '../store/state.ts';
import type { Link } from '../wire/link.ts';
import { msOption, type Session, unlessCancelled } from './session.ts';

/** What is younger is shown as it is; what is older is read again first. */
const MAX_AGE_MS = 5000;
/** How long a verb that shows waits for readings before it shows what there is. */
const REFRESH_LIMIT_MS = 5000;

/** Probes are named like the slot that they fill. */
function slotsOf(verb: Verb): readonly ReadingSlot[] {
  const wanted = verb.reads ?? (asksTheMonitor(verb) ? ['outer'] : []);
  return READING_SLOTS.filter((slot) => wanted.includes(slot));
}

/** What it loses, or whether it can be done, is seen from the state of the outer VM. */
function asksTheMonitor(verb: Verb): boolean {
  return verb.disabled !== undefined || verb.loses !== undefined;
}

/**
 * The store, with every reading that the verb needs not older than it may be. What cannot be read in time is left as it was: its
 * age and failure are in it.
 * @throws LostError when the keeper goes away
 */
export async function stateFor(link: Link, session: Session): Promise<LabState> {
  const { verb, args, io, signal } = session;
  const state = await snapshot(link, signal);
  const slots = slotsOf(verb);
  const oldest = oldestMs(state, slots, io.now());
  if (slots.length === 0 || (oldest !== undefined && oldest <= (msOption(args, 'max-age') ?? MAX_AGE_MS))) return state;
  await refresh(link, slots, session);
  return snapshot(link, signal);
}

async function refresh(link: Link, probes: readonly string[], { args, signal, verb }: Session): Promise<void> {
  const shows = !isFrontVerb(verb) && (verb as Command).view !== undefined;
  const timeoutMs = Math.min(msOption(args, 'timeout') ?? REFRESH_LIMIT_MS, shows ? Infinity : REFRESH_LIMIT_MS);
  try {
    await unlessCancelled(link.request('store/refresh', { probes, timeoutMs }, signal), signal);
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error;
  }
}

/** The whole store. A front end that asks once has no use for changes. */
async function snapshot(link: Link, signal: AbortSignal): Promise<LabState> {
  const answer = await unlessCancelled(link.request('store/follow', {}, signal), signal);
  return (answer as Snapshot).state;
}
