import type { LabNode } from '../../model/lab-node.ts';
import type { OvsBridge, OvsInterface, OvsPort } from '../../model/ovs.ts';
import type { PortRates } from '../../model/rates.ts';
import { lastGood, valueOf } from '../../model/reading.ts';
import { labNodes } from '../../store/select/nodes.ts';
import { remembered } from '../../store/select/remembered.ts';
import type { LabState } from '../../store/state.ts';
import { liveRates } from './live-rates.ts';

/** One interface on a bridge, with whose it is and what goes through it. */
export interface PortRow {
  readonly bridge: OvsBridge;
  readonly port: OvsPort;
  readonly iface: OvsInterface;
  /** The node it carries, `host` for the outer VM's own, `bridge` for the bridge's local port. */
  readonly owner?: string;
  readonly rates?: PortRates;
  readonly at?: number;
}

/** Every interface of every bridge, as Open vSwitch lists them. */
export const portRows = remembered(
  (state: LabState) => [valueOf(state.bridges), labNodes(state), liveRates(state)?.ports, lastGood(state.bridges)?.at] as const,
  (bridges, nodes, rates, at): readonly PortRow[] => {
    const owners = ownersOf(nodes);
    const byDev = new Map(rates?.map((each) => [each.dev, each]));
    return (bridges ?? []).flatMap((bridge) => bridge.ports.flatMap((port) => port.interfaces.map((iface) => rowOf(bridge, port, iface, owners, byDev.get(iface.name), at))));
  },
);

function rowOf(bridge: OvsBridge, port: OvsPort, iface: OvsInterface, owners: ReadonlyMap<string, string>, rates: PortRates | undefined, at: number | undefined): PortRow {
  const owner = iface.name === bridge.name ? 'bridge' : (owners.get(port.name) ?? (iface.type === 'internal' ? 'host' : undefined));
  return { bridge, port, iface, ...(owner === undefined ? {} : { owner }), ...(rates === undefined ? {} : { rates }), ...(at === undefined ? {} : { at }) };
}

function ownersOf(nodes: readonly LabNode[]): ReadonlyMap<string, string> {
  return new Map(nodes.flatMap(({ name, nics }) => nics.flatMap(({ ovsPort }) => (ovsPort === undefined ? [] : [[ovsPort, name] as const]))));
}

/** `stp on, forwarding 5/5, fail standalone`: a bridge in a line, with what the datapath refused. */
export function bridgeWords({ name, stpEnable, failMode, ports }: OvsBridge): string {
  const states = ports.flatMap(({ status }) => status['stp_state'] ?? []);
  const forwarding = `forwarding ${states.filter((each) => each === 'forwarding').length}/${states.length}`;
  const refused = ports.flatMap(({ interfaces }) => interfaces).flatMap((iface) => (iface.error === undefined ? [] : [`✗ ${iface.name}: ${iface.error}`]));
  return [`${name}  stp ${stpEnable ? `on, ${forwarding}` : 'off'}`, `fail ${failMode ?? 'standalone'}`, ...refused].join(', ');
}
