import type { LabSnapshot } from '../../model/outer-vm.ts';
import { fields, isObject, text } from './message.ts';

/** A medium that a device of the VM has in it. */
export interface BlockMedium {
  /** `virtio0`; empty where `-blockdev` made it. */
  readonly device: string;
  /** Generated (`#block168`) unless the command line names it. */
  readonly nodeName: string;
  /** `qcow2`, `raw`, or a filter's name. */
  readonly driver: string;
  readonly file: string;
  readonly readOnly: boolean;
  readonly snapshots: readonly LabSnapshot[];
}

/** `query-block`: devices with a medium; an empty CD drive has no `inserted`. */
export function parseQueryBlock(value: unknown): BlockMedium[] {
  return list(value).flatMap((each) => (isObject(fields(each)['inserted']) ? [mediumOf(text(fields(each)['device']), fields(each)['inserted'])] : []));
}

/** `query-named-block-nodes`: every node of the block graph, backing files and protocol layers too. */
export function parseNamedNodes(value: unknown): BlockMedium[] {
  return list(value).map((each) => mediumOf('', each));
}

function mediumOf(device: string, inserted: unknown): BlockMedium {
  const { drv, file, ro, image, ...rest } = fields(inserted);
  return {
    device,
    nodeName: text(rest['node-name']),
    driver: text(drv),
    file: text(file),
    readOnly: ro === true,
    snapshots: list(fields(image)['snapshots']).map(snapshotOf),
  };
}

/** `{"id":"1","name":"ready","vm-state-size":433152,"date-sec":1795246630,"vm-clock-sec":36, …}` (qapi/block-core.json SnapshotInfo) */
function snapshotOf(value: unknown): LabSnapshot {
  const snapshot = fields(value);
  return {
    id: text(snapshot['id']),
    name: text(snapshot['name']),
    vmStateBytes: number(snapshot['vm-state-size']),
    savedAt: number(snapshot['date-sec']),
    vmClockSec: number(snapshot['vm-clock-sec']) + number(snapshot['vm-clock-nsec']) / 1e9,
  };
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
