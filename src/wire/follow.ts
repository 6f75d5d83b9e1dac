import type { Change } from '../store/change.ts';
import type { Replica } from '../store/replica.ts';
import type { Link } from './link.ts';

/**
 * Brings a replica up to date and keeps it so for as long as the link lives. With the replica of an earlier link to the same run
 * of the keeper, only what was missed travels.
 * @param epoch the epoch of the link that the replica was filled over before
 * @returns stops it
 * @throws LostError when the keeper goes away before the first answer
 */
export async function follow(link: Link, replica: Replica, epoch?: string): Promise<() => void> {
  let early: Change[] | undefined = [];
  /** Changes that overtake the answer wait for it. */
  const take = (change: Change): void => {
    if (early !== undefined) early.push(change);
    else if (replica.apply(change) === 'gap') refill();
  };
  const refill = (): void => {
    early ??= [];
    // Without an answer the link is lost, and says so itself.
    catchUp({}).catch(() => undefined);
  };
  const catchUp = async (since: { epoch?: string; version?: number }): Promise<void> => {
    const answer = await link.request('store/follow', since);
    if ('state' in answer) replica.reset(answer);
    const waiting = [...('state' in answer ? [] : answer.changes), ...(early ?? [])];
    early = undefined;
    waiting.forEach(take);
  };
  const stops = [link.on('store/change', take), link.on('store/snapshot', (snapshot) => replica.reset(snapshot))];
  await catchUp(epoch === undefined || replica.version() < 0 ? {} : { epoch, version: replica.version() });
  return () => stops.forEach((stop) => stop());
}
