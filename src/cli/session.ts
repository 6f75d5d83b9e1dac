import type { CommandArgs, Verb } from '../command/command.ts';
import type { FoundLab } from '../config/lookup-lab.ts';
import { CancelledError } from '../model/errors.ts';
import type { Link } from '../wire/link.ts';
import type { Doors } from './doors.ts';
import type { CliIo } from './io.ts';

/** One run of one verb: what was asked, of which lab, and the ways to answer. */
export interface Session {
  readonly io: CliIo;
  readonly doors: Doors;
  readonly lab: FoundLab;
  readonly verb: Verb;
  readonly args: CommandArgs;
  /** Aborts at Ctrl-C. */
  readonly signal: AbortSignal;
}

export const wantsJson = ({ args }: Pick<Session, 'args'>): boolean => args['json'] === true;

export function msOption(args: CommandArgs, name: string): number | undefined {
  const value = args[name];
  return typeof value === 'number' ? value : undefined;
}

/** The link that this session asked for: to a keeper that is started if need be, or to one in this process. */
export async function openLink({ doors, lab, args, signal }: Session): Promise<Link> {
  const opening = args['standalone'] === true ? doors.openStandalone(lab) : doors.open(lab);
  const link = await unlessCancelled(opening, signal);
  return link;
}

/** What `work` gives, or CancelledError as soon as the operator takes the request back. */
export async function unlessCancelled<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const cancel = (): void => reject(new CancelledError({ what: 'cancelled' }));
  if (signal.aborted) cancel();
  signal.addEventListener('abort', cancel);
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}
