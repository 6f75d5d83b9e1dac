import type { LabSnapshot } from '../../model/outer-vm.ts';
import { printable } from '../printable.ts';
import { type Column, table } from './table.ts';
import { agoText, bytesText } from './units.ts';
import type { View } from './view.ts';

/** `ready (950 MB, 3 min ago)` */
export function snapshotWords({ name, vmStateBytes, savedAt, stale }: LabSnapshot, nowMs: number): string {
  const ago = agoText(savedAt * 1000, nowMs);
  return printable(`${name} (${bytesText(vmStateBytes)}${ago === undefined ? '' : `, ${ago} ago`}${stale === undefined ? '' : `, stale: ${stale}`})`);
}

const columns = (nowMs: number): readonly Column<LabSnapshot>[] => [
  { title: 'snapshot', cell: ({ name }) => name },
  { title: 'saved', cell: ({ savedAt }) => `${agoText(savedAt * 1000, nowMs) ?? '?'} ago` },
  { title: 'memory', cell: ({ vmStateBytes }) => bytesText(vmStateBytes), right: true },
  { title: 'nodes', cell: ({ nodes }) => nodes?.join(' ') },
  { title: 'stale', cell: ({ stale }) => stale },
];

export function snapshotsText({ snapshots }: { readonly snapshots: readonly LabSnapshot[] }, { width, nowMs }: View): string {
  return snapshots.length === 0 ? 'no snapshots' : table(columns(nowMs), snapshots, width);
}

export function savedText(snapshot: LabSnapshot): string {
  return `saved ${printable(snapshot.name)} (${bytesText(snapshot.vmStateBytes)})`;
}
