import { ParseError } from '../model/errors.ts';
import { parseProcSample, type ProcSample } from '../parse/proc/sample.ts';
import type { Transport } from '../transport/transport.ts';
import { Held } from './held.ts';
import { READ_LIMIT_MS, type Runner, TOOL_ENV } from './run.ts';

/**
 * Prints a sample for each line that it reads. All but one `head` is done by the shell itself: to start a process is what costs in
 * a machine without KVM. Which nodes there are libvirt has written down (`NAME.pid` in its state directories); the one called
 * `driver` is its own. A container's control group is that of its controller, without the part below the scope.
 * $1 is the root of all of it; only a test has another than `/`.
 */
const SCRIPT = `
cd "$1" || exit
while read -r _; do
  set -- proc/uptime proc/stat proc/meminfo proc/diskstats proc/net/dev
  for kind in qemu lxc; do
    for file in run/libvirt/$kind/*.pid; do
      name=\${file##*/}; name=\${name%.pid}; pid=; group=
      if [ "$name" = driver ] || [ ! -r "$file" ]; then continue; fi
      read -r pid <"$file" || :
      if [ -z "$pid" ] || [ ! -r "proc/$pid/cgroup" ]; then continue; fi
      if [ $kind = qemu ]; then
        set -- "$@" "proc/$pid/stat" "proc/$pid/status"
      else
        while IFS= read -r line; do case $line in 0::*) group=\${line#0::} ;; esac; done <"proc/$pid/cgroup"
        case $group in *.scope/*) group=\${group%%.scope/*}.scope ;; esac
        set -- "$@" "sys/fs/cgroup$group/cpu.stat" "sys/fs/cgroup$group/memory.current"
      fi
      printf 'node %s %s%s\\n%s\\n' $kind "$pid" "\${group:+ $group}" "$name"
    done
  done
  head -v -c 4000000 -- "$@" 2>/dev/null
  echo labdeck-sample-ends
done`;

const END = 'labdeck-sample-ends\n';

/** Puts the question and gives back what the script printed, without its end. */
export interface ProcSession {
  ask(): Promise<string>;
  close(): void;
}

const argvFor = (root: string): string[] => ['sh', '-c', SCRIPT, 'sh', root];

/** One shell that stays. */
export function procHeld(transport: Transport, root = '/'): ProcSession {
  const held = new Held(transport, { argv: argvFor(root), env: TOOL_ENV }, 'reading /proc');
  return {
    ask: async () => cut(await held.ask('\n', endOf, READ_LIMIT_MS)),
    close: () => held.close(),
  };
}

/** A shell for each sample: for a machine that has no lane to spare. */
export function procBatch(runner: Runner, root = '/'): ProcSession {
  return {
    ask: async () => cut((await runner.run({ argv: argvFor(root), stdin: '\n', env: TOOL_ENV, timeoutMs: READ_LIMIT_MS })).stdout.toString('utf8')),
    close: () => undefined,
  };
}

function endOf(text: string): number | undefined {
  if (!text.endsWith(END)) return undefined;
  return text === END || text.at(-END.length - 1) === '\n' ? text.length : undefined;
}

function cut(text: string): string {
  const end = endOf(text);
  if (end === undefined) throw new ParseError({ what: 'reading /proc: the output was cut short', detail: text });
  return text.slice(0, -END.length);
}

/** What the kernel of a machine counts of itself and of the nodes in it. */
export class Proc {
  readonly #session: ProcSession;

  constructor({ session }: { readonly session: ProcSession }) {
    this.#session = session;
  }

  /** @throws ParseError, and what the session throws */
  async sample(): Promise<ProcSample> {
    return parseProcSample(await this.#session.ask());
  }
}
