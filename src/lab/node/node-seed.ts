import { createHash } from 'node:crypto';
import type { LabConfig, LabNodeConfig } from '../../config/lab.ts';
import type { NodeKind } from '../../model/domain.ts';
import { quoteList, quoteWord } from '../../transport/quote.ts';
import { packCpio, parentDirectories } from '../node-image/cpio.ts';
import type { ArchiveEntry } from '../node-image/cpio.ts';
import { nodeHostKey } from './host-key.ts';
import { k3sArguments } from './k3s.ts';
import { sha512Crypt } from './sha512-crypt.ts';

/** What only this lab knows. */
export interface LabKeys {
  /** One line of authorized_keys: the only key that a node lets in. */
  readonly authorizedKey: string;
  /** Bytes that nobody else has; the nodes' host keys follow from them. */
  readonly secret: Uint8Array;
}

export interface SeedOptions {
  readonly lab: LabConfig;
  readonly node: LabNodeConfig;
  readonly kind: NodeKind;
  readonly keys: LabKeys;
  /** Length of the k3s binary that goes with it, bytes; 0 for none. */
  readonly k3sBytes: number;
}

const KIND_WORDS: Readonly<Record<NodeKind, string>> = {
  kvm: 'a virtual machine on KVM',
  tcg: 'an emulated machine (TCG)',
  lxc: 'lxc: a container on the outer VM, not a virtual machine',
};

/**
 * What makes one node of the common userland, as a `newc` cpio: a QEMU node has it behind its initramfs, an lxc node unpacked
 * over its root. The same lab, node and keys give the same bytes.
 */
export function nodeSeed(options: SeedOptions): Buffer {
  const files = seedFiles(options);
  return packCpio([...parentDirectories(files.map((file) => file.path)).map(closedHome), ...files]);
}

function closedHome(entry: ArchiveEntry): ArchiveEntry {
  return entry.type === 'directory' && /^root(\/|$)/.test(entry.path) ? { ...entry, mode: 0o700 } : entry;
}

function seedFiles({ lab, node, kind, keys, k3sBytes }: SeedOptions): ArchiveEntry[] {
  const { name } = node;
  const { user, password } = lab.nodeLogin;
  return [
    file('etc/hostname', `${name}\n`),
    file('etc/hosts', `127.0.0.1 localhost\n127.0.1.1 ${name}.${lab.network.domain} ${name}\n`),
    file('etc/motd', `${name}, ${node.role}: ${KIND_WORDS[kind]}\n`),
    file('etc/passwd', accounts(user)),
    file('etc/shadow', shadow(user, password, `${lab.lab} ${name}`), 0o600),
    file('etc/labdeck/node.conf', settings({ NAME: name, KIND: kind, ROLE: node.role, DISKS: String(node.disks.length), AUTOLOGIN: password === undefined ? user : '' })),
    file('etc/dropbear/host_key', nodeHostKey(keys.secret, lab.lab, name).dropbear, 0o600),
    file('root/.ssh/authorized_keys', `${keys.authorizedKey.trim()}\n`, 0o600),
    ...(k3sBytes > 0 ? [file('etc/labdeck/k3s.conf', settings({ K3S_BYTES: String(k3sBytes), K3S_ARGUMENTS: quoteList(k3sArguments(lab, node)) }), 0o600)] : []),
  ];
}

/** Only root can do here what a lab is for; another name is root's too. */
function accounts(user: string): string {
  const names = user === 'root' ? ['root'] : ['root', user];
  return names.map((name) => `${name}:x:0:0:${name}:/root:/bin/bash\n`).join('');
}

/** No password at all for a login that needs none; a login by ssh never asks for one. */
function shadow(user: string, password: string | undefined, saltOf: string): string {
  const salt = createHash('sha256').update(saltOf).digest('hex').slice(0, 16);
  const hash = password === undefined ? '*' : sha512Crypt(password, salt);
  const lines = user === 'root' ? [['root', hash]] : [['root', '*'], [user, hash]];
  return lines.map(([name, word]) => `${name}:${word}:19000:0:99999:7:::\n`).join('');
}

function settings(values: Readonly<Record<string, string>>): string {
  return Object.entries(values).map(([name, value]) => `${name}=${quoteWord(value)}\n`).join('');
}

function file(path: string, data: string | Buffer, mode = 0o644): ArchiveEntry {
  return { type: 'file', path, mode, data: Buffer.from(data) };
}
