import type { Job, Outlet } from '../job.ts';
import type { Exec } from '../transport.ts';

/** Lets a job that was promised to somebody be done by another transport's process. */
export function relay(job: Job, exec: Exec): void {
  exec.stdin.on('error', () => undefined);
  job.stdin.attach({ take: (bytes, taken) => exec.stdin.write(bytes, () => taken()), end: () => exec.stdin.end() });
  job.onKill = (signal) => exec.kill(signal);
  pass(exec.stdout, job.stdout);
  pass(exec.stderr, job.stderr);
  exec.exit.then((status) => job.succeed(status), (error: Error) => job.fail(error));
}

function pass(from: Exec['stdout'], to: Outlet): void {
  to.onTaken = () => from.resume();
  from.on('data', (chunk: Buffer) => {
    if (!to.feed(chunk)) from.pause();
  });
}
