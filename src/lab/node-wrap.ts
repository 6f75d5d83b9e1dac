import type { NodeKind } from '../model/domain.ts';
import { UnsupportedError } from '../model/errors.ts';
import { quoteList } from '../transport/quote.ts';
import type { ExecRequest } from '../transport/transport.ts';
import type { Wrap } from '../transport/via.ts';

/** The program in the outer VM that runs something in a container's namespaces. */
const ENTER = '/usr/lib/labdeck/enter';

/** One connection per node is made and kept: under emulation a new one takes seconds. The host key comes with the seed. */
const SSH = ['ssh', '-T', '-o', 'BatchMode=yes', '-o', 'ControlMaster=auto', '-o', 'ControlPersist=600', '-o', 'ControlPath=/run/labdeck/ssh-%C'] as const;

/**
 * How a request for a node becomes one for the outer VM: into the namespaces of a container, over ssh to a machine.
 * @throws UnsupportedError for a machine without a known address
 */
export function nodeWrap(node: string, kind: NodeKind, ip: string | undefined): Wrap {
  if (kind === 'lxc') return (request) => wrapped(request, [ENTER, node, ...plain(request)]);
  if (ip === undefined) throw new UnsupportedError({ what: `${node} has no address that is known, and no namespaces to enter`, next: `labdeck vm show ${node}` });
  return (request) => wrapped(request, [...SSH, `root@${ip}`, '--', quoteList(plain(request))]);
}

function wrapped({ timeoutMs, signal }: ExecRequest, argv: readonly string[]): ExecRequest {
  return { argv, ...(timeoutMs === undefined ? {} : { timeoutMs }), ...(signal === undefined ? {} : { signal }) };
}

/** Exports its first words, as many as the second says, goes into the directory if there is one, and becomes the rest. */
const PLACED = 'dir=$0 left=$1; shift; while [ "$left" -gt 0 ]; do export "$1"; shift; left=$((left - 1)); done; [ -z "$dir" ] || cd -- "$dir" || exit 126; exec "$@"';

/**
 * Environment and directory as part of the argv: they are meant for the far end, not for the machine in between. Not by `env`: the one of
 * busybox runs an applet before a program of that name in PATH.
 */
function plain({ argv, env, cwd }: ExecRequest): readonly string[] {
  const variables = Object.entries(env ?? {}).map(([name, value]) => `${name}=${value}`);
  return variables.length === 0 && cwd === undefined ? argv : ['sh', '-c', PLACED, cwd ?? '', String(variables.length), ...variables, ...argv];
}
