import { gzipSync } from 'node:zlib';
import { runOk } from '../../transport/run.ts';
import type { Transport } from '../../transport/transport.ts';

/** The ports of one channel: the even one for input and output, the odd one for errors. */
export type Lane = readonly [io: number, errors: number];

/** Ports in pairs, one socket each. */
export function lanesOf(sockets: readonly unknown[]): Lane[] {
  return sockets.flatMap((_, index) => (index % 2 === 0 ? [[index, index + 1] as const] : []));
}

/** All that labdeck puts into a guest that is not its own; in memory, so that nothing outlives the guest's next start. */
export const GUEST_DIR = '/run/labdeck-attach';

/** A console moves 50 kB/s at best, and a hundredth of it on a machine that is busy with other things. */
const BIND_LIMIT_MS = 300_000;

/*
 * `setsid` takes the shells off the console: they live on when it logs out, and its keys do not reach them. In a shell without job control it does not
 * fork, and bash forgets them with `disown`.
 */
const BIND = `set -e
umask 077
dir=$1; shift
mkdir -p "$dir"
gzip -dc >"$dir/channel.sh"
while [ $# -gt 0 ]; do
  LABDECK_CHANNELS=$dir/run HOME=\${HOME:-/root} TERM=dumb setsid bash "$dir/channel.sh" keep "/dev/virtio-ports/labdeck.$1" "/dev/virtio-ports/labdeck.$2" </dev/null >/dev/null 2>&1 &
  disown
  shift 2
done`;

/*
 * Ours is what runs our script, and what holds one of our ports open: nothing else is touched. Ports first, while the script still keeps their names.
 */
const UNBIND = `dir=$1
shopt -s nullglob
[ -d "$dir" ] || exit 0
ours() {
  local words word file port
  mapfile -d '' -t words <"$1/cmdline" && for word in "\${words[@]}"; do [ "$word" = "$dir/channel.sh" ] && return 0; done
  for file in "$1"/fd/*; do for port in /dev/virtio-ports/labdeck.*; do [ "$file" -ef "$port" ] && return 0; done; done
  return 1
}
for pass in 1 2; do
  for process in /proc/[0-9]*; do
    [ "\${process##*/}" = "$$" ] || { ours "$process" && kill -KILL "\${process##*/}"; } 2>/dev/null
  done
done
rm -rf -- "$dir"`;

/** Puts the channel's guest half into a running machine, over its console, and starts one shell per lane. @throws ExitError, LostError, TimeoutError */
export async function bindLanes(shell: Transport, script: string, lanes: readonly Lane[]): Promise<void> {
  await runOk(shell, { argv: ['bash', '-c', BIND, 'labdeck', GUEST_DIR, ...lanes.flat().map(String)], stdin: gzipSync(script), timeoutMs: BIND_LIMIT_MS });
}

/** Ends our shells and what they still run, and removes our files. Where none are it does nothing. @throws ExitError, LostError, TimeoutError */
export async function unbindLanes(shell: Transport, dir: string): Promise<void> {
  await runOk(shell, { argv: ['bash', '-c', UNBIND, 'labdeck', dir], timeoutMs: BIND_LIMIT_MS });
}

const MODULE = 'virtio_console';

/** The module that serves virtio-serial ports, unless it is loaded or built in: then it would be there after us, too. */
export async function moduleToCome(shell: Transport): Promise<string | undefined> {
  const { stdout } = await runOk(shell, { argv: ['sh', '-c', `[ -d /sys/module/${MODULE} ] && echo there || echo not`], timeoutMs: BIND_LIMIT_MS });
  return stdout.toString('utf8').trim() === 'there' ? undefined : MODULE;
}

export async function removeModule(shell: Transport, name: string): Promise<void> {
  await runOk(shell, { argv: ['sh', '-c', '[ ! -d "/sys/module/$1" ] || modprobe -r "$1"', 'labdeck', name], timeoutMs: BIND_LIMIT_MS });
}
