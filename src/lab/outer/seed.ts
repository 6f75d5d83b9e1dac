import { createHash } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import type { LabConfig } from '../../config/lab.ts';
import { packTar, type TarEntry } from '../image/tar.ts';
import { nodeHostKey } from '../node/host-key.ts';
import { dnsmasqConf } from './dnsmasq-conf.ts';
import type { OuterKeys } from './keys.ts';

/** The files of a lab's seed disk. They make one lab of the image that all labs share; a changed lab file changes them and no image. */
export function seedEntries(lab: LabConfig, keys: OuterKeys): TarEntry[] {
  const file = (path: string, text: string, mode = 0o600): TarEntry => ({ type: 'file', path, data: Buffer.from(text), mode });
  return [
    file('hostname', `${lab.lab}\n`),
    file('lab.json', `${JSON.stringify({ lab: lab.lab, network: { ...lab.network, open: !lab.outer.network.restrict } })}\n`),
    file('resolv.conf', `nameserver ${lab.network.address.split('/')[0] ?? ''}\nsearch ${lab.network.domain}\n`),
    file('dnsmasq.conf', dnsmasqConf(lab)),
    { type: 'directory', path: 'ssh', mode: 0o700 },
    file('ssh/authorized_keys', `${keys.authorizedKey}\n`),
    file('ssh/host_key', keys.hostKey),
    file('ssh/id_ed25519', keys.identity),
    file('ssh/known_hosts', knownNodes(lab, keys)),
  ];
}

/** The nodes' host keys follow from the lab's own: they are known before a node first boots. */
function knownNodes({ lab, nodes, network }: LabConfig, { identity }: OuterKeys): string {
  return nodes.map(({ name, nics }) => {
    const names = [name, `${name}.${network.domain}`, ...nics.flatMap(({ ip }) => ip ?? [])];
    return `${names.join(',')} ${nodeHostKey(Buffer.from(identity), lab, name).publicKey}\n`;
  }).join('');
}

/**
 * Writes the seed disk in one piece. A QEMU that runs keeps the one it was started with.
 * @returns the checksum of its content
 */
export async function writeSeed(path: string, entries: readonly TarEntry[]): Promise<string> {
  const disk = packTar(entries);
  await writeFile(`${path}.new`, disk, { mode: 0o600 });
  await rename(`${path}.new`, path);
  return createHash('sha256').update(disk).digest('hex');
}
