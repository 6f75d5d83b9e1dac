import type { Connection } from '../../wire/stay.ts';
import type { Notice } from '../screen/state.ts';

/**
 * What is wrong with the way to the keeper, and what to do about it: stays on the screen for as long as it is so. Undefined while all is
 * well, and while it is only on its way.
 */
export function connectionNotice(connection: Connection): Notice | undefined {
  const { since: at } = connection;
  if (connection.state === 'lost') return { at, tone: 'bad', text: joined('keeper', connection.why, connection.next) };
  if (connection.state === 'silent') return { at, tone: 'warn', text: joined('keeper silent', connection.why) };
  return connection.state === 'connecting' && connection.says !== undefined ? { at, tone: 'info', text: joined('keeper', connection.says) } : undefined;
}

/** Who speaks is said once. */
function joined(who: string, why: string, next?: string): string {
  const said = /\bkeeper\b/.test(why) ? why : `${who}: ${why}`;
  return next === undefined ? said : `${said} · next: ${next}`;
}

/** How long it has to be gone for its coming back to be news. */
const NEWS_MS = 1_000;

/** What is said once, when the keeper is there again. @param now Unix milliseconds */
export function returnNotice(before: Connection, after: Connection, now: number): Notice | undefined {
  const wasGone = before.state === 'lost' || before.state === 'silent';
  return after.state === 'up' && wasGone && now - before.since >= NEWS_MS ? { at: now, tone: 'good', text: 'the keeper answers again: what is shown is of now' } : undefined;
}
