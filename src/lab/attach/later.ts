import { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { Exec, ExecRequest, ExitStatus, Transport } from '../../transport/transport.ts';

/**
 * A process on a machine whose way in is still being made: its input waits, its limit begins when it starts.
 * `exit` rejects with what making the way throws.
 */
export function spawnLater(way: Promise<Transport>, request: ExecRequest): Exec {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  let kill: Exec['kill'] = () => undefined;
  let killed: Parameters<Exec['kill']> | undefined;
  const started = async (): Promise<ExitStatus> => {
    const exec = (await way).spawn(request);
    kill = (signal) => exec.kill(signal);
    if (killed !== undefined) kill(...killed);
    // The far end may close its input before it took all of it; the exit status tells what it thought of that.
    exec.stdin.on('error', () => undefined);
    stdin.pipe(exec.stdin);
    exec.stdout.pipe(stdout);
    exec.stderr.pipe(stderr);
    const status = await exec.exit;
    await Promise.all([taken(stdout), taken(stderr)]);
    return status;
  };
  const exit = started().finally(() => [stdout, stderr].forEach((stream) => stream.end()));
  // Whoever reads the output first asks for the exit later; until then a failure is not unheard.
  exit.catch(() => undefined);
  return { stdin, stdout, stderr, exit, kill: (...signal) => ((killed = signal), kill(...signal)) };
}

/** A reader that went away has taken what it wanted. */
async function taken(stream: PassThrough): Promise<void> {
  await finished(stream).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  });
}
