import { valueOf } from '../../model/reading.ts';
import type { LabSnapshot } from '../../model/outer-vm.ts';
import { remembered } from '../../store/select/remembered.ts';
import type { LabState } from '../../store/state.ts';
import { ageText } from '../widgets/ages.ts';
import type { TableSpec } from '../widgets/table/column.ts';
import { bytesText } from '../widgets/units.ts';

/** Whole-lab snapshots, the newest first. */
export const snapshotRows = remembered(
  (state: LabState) => [valueOf(state.snapshots)] as const,
  (snapshots): readonly LabSnapshot[] => (snapshots ?? []).toSorted((a, b) => b.savedAt - a.savedAt),
);

const savedMs = ({ savedAt }: LabSnapshot): number => savedAt * 1000;

export const SNAPSHOT_TABLE: TableSpec<LabSnapshot> = {
  id: ({ name }) => name,
  columns: [
    { id: 'name', title: 'NAME', text: ({ name }) => name, width: 'fit', min: 10, max: 32 },
    { id: 'age', title: 'AGE', text: (row, now) => ageText(now - savedMs(row)), key: savedMs, since: savedMs, align: 'right', width: 6 },
    { id: 'saved', title: 'SAVED', text: savedText, key: savedMs, width: 16, drop: 3 },
    { id: 'size', title: 'SIZE', text: ({ vmStateBytes }) => bytesText(vmStateBytes), key: ({ vmStateBytes }) => vmStateBytes, align: 'right', width: 7, drop: 6 },
    { id: 'nodes', title: 'NODES IN IT', text: nodesText, key: ({ nodes }) => nodes?.length, width: 24, min: 20, grow: 1, drop: 7 },
    { id: 'state', title: 'RESTORE', text: ({ stale }) => (stale === undefined ? '✓ ready' : `! stale: ${stale}`), style: ({ stale }) => (stale === undefined ? 'good' : 'warn'), width: 9, grow: 1, drop: 8 },
    { id: 'clock', title: 'VM CLOCK', text: ({ vmClockSec }) => ageText(vmClockSec === undefined ? undefined : vmClockSec * 1000), key: ({ vmClockSec }) => vmClockSec, align: 'right', width: 8, optional: true },
  ],
};

/** `2026-11-21 14:02`, in the operator's time zone. */
function savedText(row: LabSnapshot): string {
  const at = new Date(savedMs(row));
  const pair = (value: number): string => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${pair(at.getMonth() + 1)}-${pair(at.getDate())} ${pair(at.getHours())}:${pair(at.getMinutes())}`;
}

/** Only of snapshots that labdeck saved is it known what ran in them. */
function nodesText({ nodes }: LabSnapshot): string | undefined {
  return nodes?.length === 0 ? 'none' : nodes?.join(' ');
}
