import type { Part, VmDetails } from '../../command/vm-details.ts';
import { failureLine } from '../../model/failure.ts';
import type { LabState } from '../../store/state.ts';
import { fieldLines } from '../widgets/fields.ts';
import { MISSING } from '../widgets/signs.ts';
import { kibText } from '../widgets/units.ts';
import { nodeFields } from './node-details.ts';
import type { NodeRow } from './node-rows.ts';

/** A heading among lines: its text begins with this. */
export const HEADING = '── ';

/** All that the replica knows of a node, then what libvirt itself says, as far as it was asked. */
export function nodeLines(state: LabState, row: NodeRow, details: VmDetails | undefined): readonly string[] {
  return [...fieldLines(nodeFields(state, row)), ...(details === undefined ? [] : detailLines(details))];
}

function detailLines({ dominfo, disks, qos, snapshots, xml }: VmDetails): readonly string[] {
  return [
    ...section('dominfo', shown(dominfo, infoLines)),
    ...section('disks', disks.map(({ target, device, source }) => `${target}  ${device ?? 'disk'}  ${source ?? '(empty)'}`)),
    ...section('QoS (domiftune)', Object.entries(qos).flatMap(([device, limits]) => shown(limits, (each) => limitLines(each)).map((line) => `${device}  ${line}`))),
    ...section('snapshots', shown(snapshots, (list) => list.map(({ name, createdAt, state }) => `${name}  ${createdAt}  ${state}`))),
    ...section('XML', shown(xml, (text) => text.trimEnd().split('\n'))),
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return ['', `${HEADING}${title}`, ...(lines.length === 0 ? [`${MISSING} none`] : lines)];
}

/** What was answered, or why there is no answer. */
function shown<T>(part: Part<T>, lines: (value: T) => readonly string[]): readonly string[] {
  return 'value' in part ? lines(part.value) : failureLine(part.failure).split('\n').map((line, index) => (index === 0 ? `! ${line}` : line));
}

type Value<P> = Extract<P, { readonly value: unknown }>['value'];

function infoLines({ osType, vcpus, maxMemoryKiB, usedMemoryKiB, persistent, autostart, managedSave }: Value<VmDetails['dominfo']>): readonly string[] {
  const yes = (is: boolean | undefined): string | undefined => (is === undefined ? undefined : is ? 'yes' : 'no');
  return fieldLines([
    { name: 'os type', value: osType },
    { name: 'vcpus', value: String(vcpus) },
    { name: 'memory', value: `${kibText(usedMemoryKiB) ?? ''} of ${kibText(maxMemoryKiB) ?? ''}` },
    { name: 'persistent', value: yes(persistent) },
    { name: 'autostart', value: yes(autostart) },
    { name: 'saved', value: yes(managedSave) },
  ]);
}

type Limits = Value<VmDetails['qos'][string]>;

/** `inbound` is towards the node. 0 is no limit. */
function limitLines({ inbound, outbound }: Limits): readonly string[] {
  return [`to the node ${limitText(inbound)}`, `from the node ${limitText(outbound)}`];
}

function limitText({ averageKBytesPerSec, peakKBytesPerSec, burstKBytes }: Limits['inbound']): string {
  return averageKBytesPerSec === 0 ? 'no limit' : `average ${averageKBytesPerSec} kB/s, peak ${peakKBytesPerSec} kB/s, burst ${burstKBytes} kB`;
}
