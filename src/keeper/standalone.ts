import { type Duplex, duplexPair } from 'node:stream';
import { openLab } from '../config/dirs.ts';
import { LostError, RefusedError } from '../model/errors.ts';
import { greet, type Link } from '../wire/link.ts';
import type { Hello } from '../wire/protocol.ts';
import { buildKeeper, type KeeperOf } from './build-keeper.ts';
import { ownLab } from './own-lab.ts';

/**
 * Keeper and front end in this one process, over pipes in memory: the same code as with two. Closing the link ends the keeper.
 * @throws RefusedError when a keeper of its own process owns the lab
 */
export async function openStandalone(which: KeeperOf, hello: Hello): Promise<Link> {
  const paths = openLab(which.lab, which.env, which.uid);
  const held = await ownLab(paths, which.uid);
  if (held === undefined) throw new RefusedError({ what: `the lab ${which.lab} has a keeper already`, next: 'leave --standalone away, or: labdeck keeper stop' });
  const keeper = await buildKeeper(paths, which);
  const dial = async (): Promise<Duplex> => {
    const [ours, theirs] = duplexPair();
    keeper.accept(theirs);
    return ours;
  };
  const greeting = await greet(await dial(), dial, hello);
  if (!('link' in greeting)) throw new LostError({ what: 'the keeper in this process turned its own front end away' });
  const over = keeper.ended.then(keeper.close).then(held.release);
  void greeting.link.closed.then(() => keeper.stop('its front end is done'));
  return { ...greeting.link, closed: Promise.all([greeting.link.closed, over]).then(([why]) => why) };
}
