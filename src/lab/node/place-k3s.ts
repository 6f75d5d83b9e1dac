import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { exitError, run } from '../../transport/run.ts';
import type { Transport } from '../../transport/transport.ts';
import { OUTER } from '../domain/outer-paths.ts';
import type { K3sBinary } from '../k3s-binary.ts';

const FILE = `${OUTER.k3s}/k3s`;
/** Says that nothing is there by an empty answer, not by a failure. */
const DIGEST = '[ ! -e "$0" ] || sha256sum <"$0"';
const RECEIVE = 'mkdir -p -- "${0%/*}" && cat >"$0.new" && chmod 0755 -- "$0.new" && mv -- "$0.new" "$0"';
/** 70 MB through the slowest way in. */
const LIMIT_MS = 1_200_000;

/**
 * Puts a lab's k3s binary into the outer VM, where all nodes share it; what is there already is not sent again.
 * @returns its length in bytes, 0 when the lab has none
 * @throws ExitError when the outer VM has no room; what the transport throws
 */
export async function placeK3s(outer: Transport, binary: K3sBinary | undefined, signal?: AbortSignal): Promise<number> {
  if (binary === undefined) return 0;
  const cancel = signal === undefined ? {} : { signal };
  const there = await run(outer, { argv: ['sh', '-c', DIGEST, FILE], timeoutMs: LIMIT_MS, ...cancel });
  if (!there.stdout.toString().startsWith(`${binary.sha256} `)) await send(outer, binary.file, cancel);
  return binary.bytes;
}

async function send(outer: Transport, file: string, cancel: { readonly signal?: AbortSignal }): Promise<void> {
  const argv = ['sh', '-c', RECEIVE, FILE];
  const exec = outer.spawn({ argv, timeoutMs: LIMIT_MS, ...cancel });
  exec.stdout.resume();
  const errors: Buffer[] = [];
  exec.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  // A far end that stops reading says why by its status: that is the better error of the two.
  const sent = pipeline(createReadStream(file), exec.stdin).then(() => undefined, (error: unknown) => error);
  const exit = await exec.exit;
  if (exit.status !== 0) throw exitError(outer.machine, { argv, ...exit, stdout: Buffer.alloc(0), stderr: Buffer.concat(errors), durationMs: 0 });
  const failure = await sent;
  if (failure instanceof Error) throw failure;
}
