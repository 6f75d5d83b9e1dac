import { RefusedError, UsageError } from '../../model/errors.ts';
import type { Session } from '../session.ts';

/**
 * A cockpit that can be opened was opened before the command line was asked.
 * @throws RefusedError without a terminal, UsageError for options that are not a cockpit's
 */
export async function cockpit({ io, args }: Session): Promise<never> {
  if (io.stdin.isTTY !== true || io.stdout.isTTY !== true) throw new RefusedError({ what: 'the cockpit wants a terminal, for its keys and its screen', next: 'labdeck status prints the lab in lines' });
  const odd = ['json', 'timeout', 'standalone'].filter((name) => args[name] !== undefined);
  throw new UsageError({ what: `the cockpit takes no ${odd.map((name) => `--${name}`).join(', ')}`, next: 'labdeck help cockpit' });
}
