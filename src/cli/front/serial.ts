import type { Transform } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { exitCodeOf } from '../../command/exit-codes.ts';
import { flagArg } from '../../command/args.ts';
import { openRemoteExec, type RemoteExec } from '../../wire/remote-exec.ts';
import type { CliIo } from '../io.ts';
import { refuseDisabled } from '../run-verb.ts';
import { stateFor } from '../replica.ts';
import { openLink, type Session } from '../session.ts';
import { guestFilter } from './guest-filter.ts';
import { leaveOn } from './leave-key.ts';
import { monitorSilent } from '../../command/reachable.ts';

/** ctrl-], as telnet and virsh console have it. */
const LEAVE = 0x1d;
/** SGR 0: whatever colour the guest left behind ends here. */
const PLAIN = '\u001b[0m';

/**
 * Joins the outer VM's serial line with this terminal until ctrl-], the end of standard input, or the end of the line.
 * @throws LostError when the keeper or the line goes away
 */
export async function serial(session: Session): Promise<number> {
  const { io, args } = session;
  const link = await openLink(session);
  try {
    const verb = { ...session.verb, disabled: monitorSilent };
    refuseDisabled(await stateFor(link, { ...session, verb }), { ...session, verb });
    const line = await openRemoteExec(link, { target: 'serial', argv: [] }, session.signal);
    io.stderr.write('labdeck: on the serial line of the outer VM; ctrl-] leaves\r\n');
    await join(io, line, flagArg(args, 'raw') ? undefined : guestFilter());
    return exitCodeOf('done');
  } finally {
    link.close();
  }
}

async function join(io: CliIo, line: RemoteExec, filter: Transform | undefined): Promise<void> {
  const restore = rawMode(io);
  const keys = leaveOn(LEAVE);
  line.stderr.resume();
  const output = filter === undefined ? pipeline(line.stdout, io.stdout, { end: false }) : pipeline(line.stdout, filter, io.stdout, { end: false });
  io.stdin.pipe(keys).pipe(line.stdin);
  try {
    const over = output.catch(ignoreClosed).then(() => line.exit);
    await Promise.race([finished(line.stdin), over]);
  } finally {
    restore();
    io.stdin.unpipe(keys);
    io.stdin.pause();
    line.kill('SIGTERM');
    io.stdout.write(`${PLAIN}\r\n`);
  }
}

/** An end that closes in the middle is how a console ends. */
function ignoreClosed(error: unknown): void {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'ERR_STREAM_PREMATURE_CLOSE' && code !== 'EPIPE' && code !== 'ABORT_ERR') throw error;
}

/** Keys as they are pressed, Ctrl-C too: it belongs to the guest. */
function rawMode({ stdin }: CliIo): () => void {
  if (stdin.isTTY !== true) return () => undefined;
  stdin.setRawMode?.(true);
  return () => void stdin.setRawMode?.(false);
}
