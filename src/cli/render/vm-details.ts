import type { NodeSnapshot, Part, VmDetails } from '../../command/vm-details.ts';
import { fieldLines } from './fields.ts';
import { type Column, table } from './table.ts';
import type { View } from './view.ts';

const SNAPSHOT_COLUMNS: readonly Column<NodeSnapshot>[] = [
  { title: 'snapshot', cell: ({ name }) => name },
  { title: 'taken', cell: ({ createdAt }) => createdAt },
  { title: 'state', cell: ({ state }) => state },
];

export function nodeSnapshotsText({ snapshots }: { readonly snapshots: readonly NodeSnapshot[] }, { width }: View): string {
  return snapshots.length === 0 ? 'no snapshots' : table(SNAPSHOT_COLUMNS, snapshots, width);
}

/** What was asked, or why there is no answer. */
function answerOf<T>(part: Part<T>, show: (value: T) => string): string {
  return 'value' in part ? show(part.value) : part.failure.what;
}

/** Each part under its heading; the XML is `vm xml`'s. */
export function vmDetailsText({ dominfo, disks, interfaces, qos, snapshots }: VmDetails, view: View): string {
  const { width } = view;
  const limits = Object.entries(qos).map(([dev, part]) => [dev, answerOf(part, ({ inbound, outbound }) => `in ${inbound.averageKBytesPerSec} kB/s, out ${outbound.averageKBytesPerSec} kB/s`)] as const);
  const sections: readonly (readonly [string, string])[] = [
    ['dominfo', answerOf(dominfo, (info) => fieldLines({ ...info }, width).join('\n'))],
    ['disks', disks.map(({ target, device, source }) => `${target} ${device ?? 'disk'} ${source ?? '–'}`).join('\n')],
    ['NICs', interfaces.map(({ mac, target, source, model }) => `${mac} ${target ?? '–'} on ${source}${model === undefined ? '' : `, ${model}`}`).join('\n')],
    ['limits', fieldLines(Object.fromEntries(limits), width).join('\n')],
    ['snapshots', answerOf(snapshots, (list) => nodeSnapshotsText({ snapshots: list }, view))],
  ];
  return sections.map(([title, text]) => `${title}\n${(text === '' ? 'none' : text).replaceAll(/^/gm, '  ')}`).join('\n\n');
}
