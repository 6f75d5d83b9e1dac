import type { OvsBridge, OvsInterface, OvsPort, OvsQos, OvsQueue } from '../../model/ovs.ts';
import type { Json } from '../json.ts';
import { notUnderstood } from '../lines.ts';
import { present } from '../present.ts';
import { type OvsRows, readTransact } from './rows.ts';
import { atoms, numberMap, optional, optionalText, textMap, uuid, uuidMap } from './value.ts';

/**
 * Every bridge with its ports, interfaces, QoS and queues, from the answer to {@link OVS_TRANSACTION}. The rows are of one
 * transaction: a reference that leads nowhere is a broken answer.
 */
export function parseBridges(raw: string): OvsBridge[] {
  return readTransact(raw, (rows) => {
    const queues = index(rows.Queue.map(queueOf));
    const qos = index(rows.QoS.map((row) => qosOf(row, lookup(queues, 'Queue', raw))));
    const interfaces = index(rows.Interface.map(interfaceOf));
    const ports = index(rows.Port.map((row) => portOf(row, lookup(interfaces, 'Interface', raw), lookup(qos, 'QoS', raw))));
    return rows.Bridge.map((row) => bridgeOf(row, lookup(ports, 'Port', raw))).toSorted(byName);
  });
}

type Lookup<T> = (id: string) => T;

function index<T extends { readonly uuid: string }>(rows: readonly T[]): ReadonlyMap<string, T> {
  return new Map(rows.map((row) => [row.uuid, row]));
}

function lookup<T>(rows: ReadonlyMap<string, T>, table: keyof OvsRows, raw: string): Lookup<T> {
  return (id) => {
    const row = rows.get(id);
    if (row === undefined) throw notUnderstood('ovsdb-client transact', `no row ${id} in ${table}`, raw);
    return row;
  };
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}

function queueOf(row: Json): OvsQueue {
  return { uuid: uuid(row.at('_uuid')), otherConfig: textMap(row.at('other_config')) };
}

function qosOf(row: Json, queue: Lookup<OvsQueue>): OvsQos {
  const queues = Object.entries(uuidMap(row.at('queues'))).map(([number, id]) => [number, queue(id)] as const);
  return {
    uuid: uuid(row.at('_uuid')),
    type: row.at('type').text(),
    otherConfig: textMap(row.at('other_config')),
    externalIds: textMap(row.at('external_ids')),
    queues: Object.fromEntries(queues),
  };
}

function interfaceOf(row: Json): OvsInterface {
  return present({
    uuid: uuid(row.at('_uuid')),
    name: row.at('name').text(),
    type: row.at('type').text(),
    ofport: optional(row.at('ofport'), (atom) => atom.number()),
    mac: optionalText(row.at('mac_in_use')),
    adminState: upOrDown(row.at('admin_state')),
    linkState: upOrDown(row.at('link_state')),
    error: optionalText(row.at('error')),
    externalIds: textMap(row.at('external_ids')),
    statistics: numberMap(row.at('statistics')),
    ingressPolicingRateKbitPerSec: row.at('ingress_policing_rate').number(),
    ingressPolicingBurstKbit: row.at('ingress_policing_burst').number(),
  });
}

function upOrDown(json: Json): 'up' | 'down' | undefined {
  const word = optionalText(json);
  return word === 'up' || word === 'down' ? word : undefined;
}

function portOf(row: Json, iface: Lookup<OvsInterface>, qos: Lookup<OvsQos>): OvsPort {
  return present({
    uuid: uuid(row.at('_uuid')),
    name: row.at('name').text(),
    tag: optional(row.at('tag'), (atom) => atom.number()),
    trunks: atoms(row.at('trunks')).map((atom) => atom.number()),
    vlanMode: optionalText(row.at('vlan_mode')),
    externalIds: textMap(row.at('external_ids')),
    status: textMap(row.at('status')),
    qos: optional(row.at('qos'), (atom) => qos(uuid(atom))),
    interfaces: atoms(row.at('interfaces')).map((atom) => iface(uuid(atom))),
  });
}

function bridgeOf(row: Json, port: Lookup<OvsPort>): OvsBridge {
  return present({
    uuid: uuid(row.at('_uuid')),
    name: row.at('name').text(),
    datapathId: optionalText(row.at('datapath_id')),
    failMode: optionalText(row.at('fail_mode')),
    stpEnable: row.at('stp_enable').flag(),
    otherConfig: textMap(row.at('other_config')),
    externalIds: textMap(row.at('external_ids')),
    status: textMap(row.at('status')),
    ports: atoms(row.at('ports')).map((atom) => port(uuid(atom))).toSorted(byName),
  });
}
