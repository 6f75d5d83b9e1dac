import { existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { UsageError } from '../../model/errors.ts';

/** Where ssh goes and with what. */
export interface SshTarget {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Private keys without a passphrase, tried in their order; those that are not there are passed over. */
  readonly keyFiles: readonly string[];
  /** The agent's socket. */
  readonly agent?: string;
  /** known_hosts of the lab: new keys are pinned there. */
  readonly knownHosts: string;
  /** A machine to go through. */
  readonly jump?: SshTarget;
}

/** `user@machine`, `machine:2222`, `user@[::1]:2222`. @throws UsageError */
export function parseHost(text: string): Pick<SshTarget, 'host' | 'port' | 'user'> {
  const match = /^(?:([^@\s]+)@)?(?:\[([^\]\s]+)\]|([^@:\s[\]]+))(?::(\d{1,5}))?$/.exec(text);
  const port = Number(match?.[4] ?? 22);
  if (match === null || port < 1 || port > 65_535) throw new UsageError({ what: `${JSON.stringify(text)} is not a host; write it as user@machine or user@machine:port` });
  return { user: match[1] ?? userInfo().username, host: match[2] ?? match[3] ?? '', port };
}

/** What the ways of logging in of a target are, one after the other. */
export function privateKeys({ keyFiles }: SshTarget): Buffer[] {
  return keyFiles.filter((file) => existsSync(file)).map((file) => readFileSync(file));
}

/** For messages: `root@127.0.0.1:2301`. */
export function targetText({ user, host, port }: SshTarget): string {
  return `${user}@${host}:${port}`;
}
