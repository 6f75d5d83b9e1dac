import type { LabConfig } from '../config/lab.ts';
import type { LabPaths } from '../config/paths.ts';
import { findLaunched } from '../lab/launch.ts';
import { UnsupportedError } from '../model/errors.ts';
import type { OuterSideOptions } from './outer-side.ts';
import { downError } from '../lab/outer-hold.ts';
import { spawnLater } from '../lab/attach/later.ts';
import { SshTransport } from '../transport/ssh/ssh.ts';
import type { Exec, ExecRequest, Transport } from '../transport/transport.ts';

/** ssh into the outer VM that labdeck started: its port is known once it runs, and may be another one the next time. */
export function outerSsh({ outer }: LabConfig, paths: LabPaths): Transport {
  let open: { readonly port: number; readonly transport: SshTransport } | undefined;
  const way = async (): Promise<Transport> => {
    const launched = await findLaunched(paths);
    if (launched === undefined) throw downError();
    if (open?.port === launched.sshPort) return open.transport;
    await open?.transport.close();
    const target = { host: '127.0.0.1', port: launched.sshPort, user: outer.login.user, keyFiles: [paths.sshKey], knownHosts: paths.knownHosts };
    open = { port: launched.sshPort, transport: new SshTransport({ machine: 'outer', target }) };
    return open.transport;
  };
  return {
    name: 'ssh',
    machine: 'outer',
    spawn: (request: ExecRequest): Exec => spawnLater(way(), request),
    close: async () => open?.transport.close(),
  };
}

/** The shell on the serial line of a VM that labdeck did not start. */
export function serialShell({ outer }: LabConfig): OuterSideOptions['shell'] {
  return (line, serial) => {
    throw new UnsupportedError({ what: `no shell on ${serial} for ${outer.login.user}, ${line.people}` });
  };
}
