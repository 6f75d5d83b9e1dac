import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { expandPath } from '../config/expand.ts';
import type { LabConfig } from '../config/lab.ts';
import type { Env, LabPaths } from '../config/paths.ts';
import { UsageError } from '../model/errors.ts';
import { runOk } from '../transport/run.ts';
import { type Forward, forwardUnix } from '../transport/ssh/forward.ts';
import { SshTransport } from '../transport/ssh/ssh.ts';
import { parseHost, type SshTarget } from '../transport/ssh/target.ts';

/** The sockets of a lab on another machine, brought here. */
export interface RemoteSockets {
  /** The lab as if it were here: its sockets are the ends on this side, and nothing of it is started from here. */
  readonly lab: LabConfig;
  close(): Promise<void>;
}

/**
 * Brings monitor and serial line of a lab on `host: user@machine` here, over one ssh connection with the operator's own keys and agent.
 * Nothing is connected before somebody uses a socket; `~` and variables in their paths are those of the far machine.
 * @throws UsageError when the lab file names no monitor, or a host that is none
 */
export async function bringHere(lab: LabConfig, paths: LabPaths, env: Env, log: (line: string) => void): Promise<RemoteSockets> {
  const { monitor, serial } = lab.outer;
  if (lab.host === undefined || monitor === undefined) throw new UsageError({ what: `the lab ${lab.lab} is on another machine and names no monitor socket there`, next: 'write outer.monitor and outer.serial into the lab file' });
  const ssh = new SshTransport({ machine: lab.host, target: targetOf(lab.host, paths, env) });
  const forwards: Forward[] = [];
  const bring = async (rule: string, here: string): Promise<string> => {
    const why = (error: Error): void => log(`${rule} on ${lab.host ?? ''}: ${error.message}`);
    forwards.push(await forwardUnix(ssh.connection, async () => expandPath(rule, await farEnv(ssh)), here, why));
    return here;
  };
  const ends = {
    monitor: await bring(monitor, join(paths.runtime, 'far-monitor.sock')),
    ...(serial === undefined ? {} : { serial: await bring(serial, join(paths.runtime, 'far-serial.sock')) }),
  };
  return {
    lab: { ...lab, outer: { ...lab.outer, ...ends, source: { type: 'attach' } } },
    close: async () => {
      await Promise.all(forwards.map((forward) => forward.close()));
      await ssh.close();
    },
  };
}

/** The operator's own way of logging in: agent and the usual key files. */
function targetOf(host: string, paths: LabPaths, env: Env): SshTarget {
  const agent = env['SSH_AUTH_SOCK'] ?? '';
  const folder = join(env['HOME'] ?? homedir(), '.ssh');
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => /^id_[a-z0-9_]+$/.test(file)) : [];
  return { ...parseHost(host), keyFiles: files.toSorted().map((file) => join(folder, file)), knownHosts: paths.knownHosts, ...(agent === '' ? {} : { agent }) };
}

async function farEnv(ssh: SshTransport): Promise<Env> {
  const { stdout } = await runOk(ssh, { argv: ['env', '-0'] });
  const pairs = stdout.toString('utf8').split('\0').filter((each) => each.includes('='));
  return Object.fromEntries(pairs.map((each) => [each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1)]));
}
