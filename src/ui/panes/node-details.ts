import type { Domain } from '../../model/domain.ts';
import type { LabNode, NodeNic } from '../../model/lab-node.ts';
import { valueOf } from '../../model/reading.ts';
import type { LabState } from '../../store/state.ts';
import type { Field } from '../widgets/fields.ts';
import { signed, signOf } from '../widgets/signs.ts';
import { kibText } from '../widgets/units.ts';
import type { NodeRow } from './node-rows.ts';

/** All that is known of a node, a line each: the domain, its NICs with what carries them, its disks. */
export function nodeFields(state: LabState, { node, state: word }: NodeRow): readonly Field[] {
  const domain = valueOf(state.domains)?.find(({ uuid }) => uuid === node.domainUuid);
  return [
    { name: 'node', value: [node.name, node.role, node.arch, node.kind].filter((each) => each !== undefined).join(', ') },
    { name: 'state', value: `${signed(word)}${domain?.reason === undefined ? '' : ` (${domain.reason})`}`, style: signOf(word).style },
    ...(domain === undefined ? [] : domainFields(domain)),
    ...node.nics.flatMap(nicFields),
    { name: 'k3s', value: node.k3s },
    ...unsupportedField(node),
  ];
}

function domainFields({ uuid, id, driver, vcpus, balloonKiB, maxMemoryKiB, autostart, blocks }: Domain): readonly Field[] {
  return [
    { name: 'domain', value: `${driver}, id ${id ?? '–'}, ${uuid}` },
    { name: 'vcpus', value: vcpus?.toString() },
    { name: 'memory', value: balloonKiB === undefined ? kibText(maxMemoryKiB) : `${kibText(balloonKiB) ?? ''} of ${kibText(maxMemoryKiB) ?? ''}` },
    { name: 'autostart', value: autostart === undefined ? undefined : autostart ? 'yes' : 'no' },
    ...blocks.map(({ target, source, device }) => ({ name: device ?? 'disk', value: `${target} ${source ?? '(empty)'}` })),
  ];
}

function nicFields({ mac, ip, tap, bridge, ovsPort, ofport, qdiscs }: NodeNic): readonly Field[] {
  const carried = ovsPort === undefined ? 'on no port of Open vSwitch' : `port ${ovsPort} (${ofport ?? 'refused'}) of ${bridge ?? '–'}`;
  return [
    { name: 'nic', value: `${mac}, ${ip ?? 'no address'}, tap ${tap ?? '–'}, ${carried}` },
    { name: 'qdiscs', value: qdiscs.map(({ kind, handle }) => `${kind} ${handle}`).join(', ') },
  ];
}

/** Said by name, never left blank. */
function unsupportedField({ unsupported, kind }: LabNode): readonly Field[] {
  return unsupported.length === 0 ? [] : [{ name: 'not told', value: `the ${kind === 'lxc' ? 'lxc' : 'qemu'} driver has no ${unsupported.join(', ')}`, style: 'dim' }];
}
