import type { SshAccess } from '../../command/context.ts';
import { shellLine } from '../../command/shell-word.ts';

/** Where to: the outer VM, or a node by its address. */
export type SshGoal = 'outer' | { readonly node: string; readonly ip: string };

/**
 * The argv of the system's ssh. Only the lab's key and known hosts are used, and nothing of the operator's configuration.
 * Words after the host are joined by ssh and read by the shell at the far end: they are quoted for it.
 */
export function sshArgv(access: SshAccess, goal: SshGoal, command: readonly string[]): readonly string[] {
  const remote = command.length === 0 ? [] : [shellLine(command)];
  if (goal === 'outer') return [...outerArgv(access), ...remote];
  // `-J` would take neither our key nor our known hosts to the first hop, so the hop is spelt out.
  const hop = ['-o', `ProxyCommand=${proxyCommand(access)}`];
  return ['ssh', ...common(access), ...hop, '-o', `HostKeyAlias=${access.host}-${access.port}-${goal.node}`, '-l', access.nodeUser, goal.ip, ...remote];
}

function outerArgv(access: SshAccess): readonly string[] {
  return ['ssh', ...common(access), '-p', String(access.port), '-l', access.user, access.host];
}

function common({ identityFile, knownHostsFile }: SshAccess): readonly string[] {
  return [
    '-F', 'none',
    '-o', `IdentityFile=${configWord(identityFile)}`,
    '-o', 'IdentitiesOnly=yes',
    '-o', `UserKnownHostsFile=${configWord(knownHostsFile)}`,
    '-o', 'StrictHostKeyChecking=accept-new',
  ];
}

/** ssh_config(5): arguments with spaces stand in double quotes, `%` begins a token, and `${` a variable. */
function configWord(path: string): string {
  return `"${path.replaceAll('%', '%%').replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** Run by the operator's shell, with an `exec` that ssh itself puts before it and its tokens put in: `%h`, `%p`; other `%` are doubled. */
function proxyCommand(access: SshAccess): string {
  const [program = 'ssh', ...words] = outerArgv(access);
  const host = words.at(-1) ?? '';
  const line = shellLine([program, ...words.slice(0, -1)]).replaceAll('%', '%%');
  return `${line} -W %h:%p ${shellLine([host])}`;
}
