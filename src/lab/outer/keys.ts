import { readFile, rename, writeFile } from 'node:fs/promises';
import ssh2 from 'ssh2';
import { ifAbsent } from '../../model/absent.ts';

/** The ssh keys of a lab, made once: the way in, and what the outer VM shows of itself, known before it first boots. */
export interface OuterKeys {
  /** One line for authorized_keys. */
  readonly authorizedKey: string;
  /** Its private half: what the outer VM opens its nodes with. */
  readonly identity: string;
  /** The outer VM's private host key, in OpenSSH's format. */
  readonly hostKey: string;
  /** `ssh-ed25519 AAAA…` for known_hosts. */
  readonly hostPublicKey: string;
}

/**
 * The keys of the lab, made where they are missing.
 * @param identity the private key that lets in; its public half lies beside it as `.pub`
 */
export async function outerKeys(identity: string, hostKeyFile: string, lab: string): Promise<OuterKeys> {
  const own = await keyPair(identity, `labdeck ${lab}`);
  const host = await keyPair(hostKeyFile, `outer ${lab}`);
  return { authorizedKey: own.public, identity: own.private, hostKey: host.private, hostPublicKey: host.public.split(' ').slice(0, 2).join(' ') };
}

/** known_hosts (sshd(8)) of a lab whose sshd is reached at a port of this machine. */
export const knownHostLine = (port: number, publicKey: string): string => `[127.0.0.1]:${port} ${publicKey}\n`;

interface KeyPair {
  readonly private: string;
  readonly public: string;
}

async function keyPair(file: string, comment: string): Promise<KeyPair> {
  const there = await readFile(file, 'utf8').catch(ifAbsent(undefined));
  if (there !== undefined) return { private: there, public: (await readFile(`${file}.pub`, 'utf8')).trim() };
  const made = ssh2.utils.generateKeyPairSync('ed25519', { comment });
  // The private half last: where it is, both are.
  await write(`${file}.pub`, `${made.public}\n`);
  await write(file, made.private);
  return { private: made.private, public: made.public };
}

async function write(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
