import { UsageError } from '../model/errors.ts';
import { flagArg, textArg } from './args.ts';
import type { Command } from './command.ts';
import type { Domain } from '../model/domain.ts';
import { NODES, nodesCommand, whenOf } from './vm-nodes.ts';

const autostart = nodesCommand({
  id: 'vm.autostart',
  cli: 'vm autostart',
  summary: 'have libvirt start nodes by itself when the outer VM boots, or no more with --off',
  examples: ['vm autostart n100-1', 'vm autostart n100-1 n100-2 --off'],
  options: [{ name: 'off', type: 'flag', summary: 'do not start them' }],
  undo: (args) => ({ id: 'vm.autostart', args: { ...args, off: !flagArg(args, 'off') } }),
  act: ({ virsh, domain, args }) => virsh.autostart(domain.name, !flagArg(args, 'off')),
});

const memory = nodesCommand({
  id: 'vm.memory',
  cli: 'vm memory',
  summary: 'give nodes so much memory: at once while they run, up to their maximum; the maximum too while they are off',
  examples: ['vm memory 512MiB jetson-1'],
  args: [{ name: 'size', kind: 'text', summary: 'as 512MiB or 2GiB' }, NODES],
  check: (args) => sizeKiB(textArg(args, 'size')),
  act: async ({ virsh, domain, args }) => {
    const kib = sizeKiB(textArg(args, 'size'));
    const when = whenOf(domain);
    if (when.length === 1) await virsh.setmaxmem(domain.name, kib);
    await virsh.setmem(domain.name, kib, when);
  },
});

const vcpus = nodesCommand({
  id: 'vm.vcpus',
  cli: 'vm vcpus',
  summary: 'give nodes so many vCPUs: at once while they run, up to their maximum; the maximum too while they are off',
  examples: ['vm vcpus 2 jetson-1'],
  args: [{ name: 'count', kind: 'text', summary: 'a number' }, NODES],
  check: (args) => wholeNumber(textArg(args, 'count')),
  act: async ({ virsh, domain, args }) => {
    const count = wholeNumber(textArg(args, 'count'));
    const when = whenOf(domain);
    if (when.length === 1) await virsh.setMaxVcpus(domain.name, count);
    await virsh.setvcpus(domain.name, count, when);
  },
});

const cdrom = nodesCommand({
  id: 'vm.cdrom',
  cli: 'vm cdrom',
  summary: 'put an image into the CD drive of nodes; one that has no drive gets one',
  examples: ['vm cdrom /var/lib/libvirt/images/tools.iso jetson-1'],
  args: [{ name: 'image', kind: 'text', summary: 'a file in the outer VM' }, NODES],
  undo: (args) => ({ id: 'vm.eject', args: { node: args['node'] } }),
  check: (args) => imagePath(textArg(args, 'image')),
  act: ({ virsh, domain, args }) => {
    const image = imagePath(textArg(args, 'image'));
    const drive = driveOf(domain);
    return drive === undefined ? virsh.attachCdrom(domain.name, freeTarget(domain), image, whenOf(domain)) : virsh.changeMedia(domain.name, drive, image, whenOf(domain));
  },
});

const eject = nodesCommand({
  id: 'vm.eject',
  cli: 'vm eject',
  summary: 'empty the CD drive of nodes',
  examples: ['vm eject jetson-1'],
  act: ({ virsh, domain }) => {
    const drive = driveOf(domain);
    if (drive === undefined) throw new UsageError({ what: `${domain.name} has no CD drive`, next: 'labdeck vm show' });
    return virsh.changeMedia(domain.name, drive, undefined, whenOf(domain));
  },
});

export const VM_SETTINGS: readonly Command[] = [autostart, memory, vcpus, cdrom, eject];

const KIB_PER: Readonly<Record<string, number>> = { MiB: 1024, GiB: 1024 * 1024 };

/** @throws UsageError for what is no size; a bare number means KiB to virsh and MiB to the lab file, so it means nothing here */
function sizeKiB(text: string): number {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?) ?(MiB|GiB)$/.exec(text.trim()) ?? [];
  const kib = Math.round(Number(amount) * (KIB_PER[unit] ?? Number.NaN));
  if (amount === undefined || kib <= 0) throw new UsageError({ what: `${JSON.stringify(text)} is not a size`, next: 'write it as 512MiB or 2GiB' });
  return kib;
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new UsageError({ what: `${JSON.stringify(text)} is not a number of vCPUs`, next: 'write it as 2' });
  return Number(text);
}

function imagePath(path: string): string {
  if (!path.startsWith('/')) throw new UsageError({ what: `${JSON.stringify(path)} is no path in the outer VM`, next: 'write all of it, from / on' });
  return path;
}

function driveOf({ blocks }: Domain): string | undefined {
  return blocks.find(({ device }) => device === 'cdrom')?.target;
}

/** `sda`, unless that is taken. */
function freeTarget({ blocks }: Domain): string {
  const taken = new Set(blocks.map(({ target }) => target));
  return [...'abcdefghijklmnopqrstuvwxyz'].map((letter) => `sd${letter}`).find((target) => !taken.has(target)) ?? 'sdaa';
}
