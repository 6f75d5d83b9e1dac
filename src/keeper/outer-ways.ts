import type { Duplex } from 'node:stream';
import type { LabConfig } from '../config/lab.ts';
import type { LabPaths } from '../config/paths.ts';
import { findLaunched } from '../lab/launch.ts';
import type { OuterSideOptions } from './outer-side.ts';
import { downError } from '../lab/outer-hold.ts';
import { spawnLater } from '../lab/attach/later.ts';
import { SerialTransport } from '../transport/serial/serial.ts';
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

/** The shell on the serial line of a VM that labdeck did not start. It stays away while a person is on that line. */
export function serialShell({ outer: { login } }: LabConfig): OuterSideOptions['shell'] {
  return (line) => {
    const { user, password } = login;
    let seat: Duplex | undefined;
    const open = async (): Promise<Duplex> => {
      seat = await line.join();
      seat.once('close', () => (seat = undefined));
      return seat;
    };
    const inUseBy = (): string | undefined => {
      const others = line.people - (seat === undefined ? 0 : 1);
      return others > 0 ? 'somebody on `labdeck serial`' : undefined;
    };
    return new SerialTransport({ machine: 'outer', open, login: { user, ...(password === undefined ? {} : { password }) }, inUseBy });
  };
}
