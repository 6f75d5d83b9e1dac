import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { listArg, textArg } from '../../command/args.ts';
import { exitCodeOf } from '../../command/exit-codes.ts';
import { openRemoteExec, type RemoteExec } from '../../wire/remote-exec.ts';
import type { StreamOpen } from '../../wire/protocol.ts';
import type { CliIo } from '../io.ts';
import { planText, write, writeJson } from '../output.ts';
import { msOption, openLink, type Session, wantsJson } from '../session.ts';

/**
 * Runs a command on a machine of the lab with this process's own streams. Ctrl-C goes to the command, a second one kills it;
 * its exit status is ours.
 */
export async function exec(session: Session): Promise<number> {
  const { args, io } = session;
  const open = openOf(session);
  if (args['dry-run'] === true) return dryRun(session, open);
  const link = await openLink(session);
  const stop = new AbortController();
  try {
    const remote = await openRemoteExec(link, open, stop.signal);
    const release = passInterrupts(io, remote);
    return await (wantsJson(session) ? collect(io, open, remote) : handThrough(io, remote)).finally(release);
  } finally {
    stop.abort();
    link.close();
  }
}

function openOf({ args }: Session): StreamOpen {
  const timeoutMs = msOption(args, 'timeout');
  return { target: textArg(args, 'target'), argv: listArg(args, 'command'), ...(timeoutMs === undefined ? {} : { timeoutMs }) };
}

async function dryRun(session: Session, { target, argv }: StreamOpen): Promise<number> {
  const planned = [{ machine: target, argv }];
  await (wantsJson(session) ? writeJson(session.io, { dryRun: true, planned }) : write(session.io.stdout, planText(planned)));
  return exitCodeOf('done');
}

function passInterrupts(io: CliIo, remote: RemoteExec): () => void {
  let pressed = 0;
  return io.onInterrupt(() => remote.kill(pressed++ === 0 ? 'SIGINT' : 'SIGKILL'));
}

async function handThrough(io: CliIo, remote: RemoteExec): Promise<number> {
  const stopInput = feed(io, remote);
  try {
    const outputs = [pipeline(remote.stdout, io.stdout, { end: false }), pipeline(remote.stderr, io.stderr, { end: false })];
    const [{ status }] = await Promise.all([remote.exit, ...outputs.map((output) => whenReaderGone(output, remote))]);
    return status;
  } finally {
    stopInput();
  }
}

/** A reader of ours that went away (`| head`) ends the command, as a pipe would. */
async function whenReaderGone(output: Promise<void>, remote: RemoteExec): Promise<void> {
  try {
    await output;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
    remote.kill('SIGTERM');
  }
}

/** Standard input to the command, until it ends or the command does. */
function feed({ stdin }: CliIo, remote: RemoteExec): () => void {
  stdin.pipe(remote.stdin);
  return () => {
    stdin.unpipe(remote.stdin);
    stdin.pause();
  };
}

/** With `--json`, the output is part of the document. */
async function collect(io: CliIo, { target, argv }: StreamOpen, remote: RemoteExec): Promise<number> {
  const stopInput = feed(io, remote);
  try {
    const [{ status }, stdout, stderr] = await Promise.all([remote.exit, buffer(remote.stdout), buffer(remote.stderr)]);
    await writeJson(io, { target, argv, status, stdout: stdout.toString(), stderr: stderr.toString() });
    return status;
  } finally {
    stopInput();
  }
}
