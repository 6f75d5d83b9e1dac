import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FakeDomain } from './world.ts';

/** What virsh says to one command: a text on standard output, or an error without its `error: `. */
export type Said = { readonly text: string } | { readonly error: string };

type DomainWord = (domain: FakeDomain, words: readonly string[]) => Said | undefined;

const FIXTURES = join(import.meta.dirname, '..', '..', 'fixtures', 'embedded', 'virsh');

/** As it was recorded of a node of the same driver, under this one's names. */
const recorded = (command: string): DomainWord => ({ driver, name, tap, mac }) => {
  const read = (end: string): string => (existsSync(join(FIXTURES, `${command}-${driver}.${end}`)) ? readFileSync(join(FIXTURES, `${command}-${driver}.${end}`), 'utf8') : '');
  const error = read('txt.stderr');
  if (error.startsWith('error: ')) return { error: error.trim().slice('error: '.length) };
  return { text: read('txt').replaceAll('jetson-1', name).replaceAll('vnet24', tap).replaceAll(/52:54:00:12:34:\d\d/g, mac) };
};

const unsupported = (call: string): Said => ({ error: `this function is not supported by the connection driver: ${call}` });
const DONE: Said = { text: '\n' };
const option = (words: readonly string[], name: string): string => words.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3) ?? '';

/** Words of virsh about one domain that are no state verbs. What only changes a definition is done when it is said. */
export const DOMAIN_WORDS: Readonly<Record<string, DomainWord>> = {
  domiflist: recorded('domiflist'),
  domblklist: recorded('domblklist'),
  domifaddr: recorded('domifaddr'),
  vcpuinfo: recorded('vcpuinfo'),
  ttyconsole: recorded('ttyconsole'),
  // The state verbs that libvirt's container driver has no call for; with QEMU's they are the world's own.
  reset: ({ driver }) => (driver === 'lxc' ? unsupported('virDomainReset') : undefined),
  suspend: ({ driver, name }) => (driver === 'lxc' ? { error: `Failed to suspend domain '${name}'\nerror: operation failed: Suspend operation failed` } : undefined),
  managedsave: ({ driver }) => (driver === 'lxc' ? unsupported('virDomainManagedSave') : undefined),
  domiftune: ({ driver }) => {
    if (driver === 'lxc') return unsupported('virDomainGetInterfaceParameters');
    const rows = ['inbound', 'outbound'].flatMap((way) => [['average', 100_000], ['peak', 200_000], ['burst', 10_240]].map(([what, value]) => `${`${way}.${what}`.padEnd(15)}: ${value}\n`));
    return { text: `${rows.join('')}\n` };
  },
  autostart: (domain, words) => {
    domain.autostart = !words.includes('--disable');
    return { text: `Domain '${domain.name}' ${domain.autostart ? 'marked' : 'unmarked'} as autostarted\n\n` };
  },
  setmem: () => DONE,
  setmaxmem: () => DONE,
  setvcpus: () => DONE,
  'change-media': () => ({ text: 'Successfully updated media.\n\n' }),
  'attach-disk': () => ({ text: 'Disk attached successfully\n\n' }),
  'snapshot-list': ({ driver, snapshots }) => {
    if (driver === 'lxc') return unsupported('virDomainSnapshotNum');
    return { text: ` Name   Creation Time   State\n-------------------------------\n${snapshots.map((name) => ` ${name}   2026-11-21 07:40:02 +0000   running\n`).join('')}\n` };
  },
  'snapshot-create-as': (domain, words) => {
    if (domain.driver === 'lxc') return unsupported('virDomainSnapshotCreateXML');
    domain.snapshots.push(option(words, 'name'));
    return { text: `Domain snapshot ${option(words, 'name')} created\n\n` };
  },
  'snapshot-revert': ({ driver }) => (driver === 'lxc' ? unsupported('virDomainSnapshotLookupByName') : DONE),
  'snapshot-delete': (domain, words) => {
    if (domain.driver === 'lxc') return unsupported('virDomainSnapshotLookupByName');
    const name = option(words, 'snapshotname');
    domain.snapshots.splice(domain.snapshots.indexOf(name), 1);
    return { text: `Domain snapshot ${name} deleted\n\n` };
  },
};
