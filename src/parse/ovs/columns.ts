/** The tables and columns that a picture of the switch is made of (ovs-vswitchd.conf.db(5)). `_uuid` comes with each. */
export const OVS_COLUMNS = {
  Bridge: ['name', 'datapath_id', 'fail_mode', 'stp_enable', 'other_config', 'external_ids', 'status', 'ports'],
  Port: ['name', 'tag', 'trunks', 'vlan_mode', 'external_ids', 'status', 'qos', 'interfaces'],
  Interface: [
    'name', 'type', 'ofport', 'mac_in_use', 'admin_state', 'link_state', 'error', 'external_ids', 'statistics',
    'ingress_policing_rate', 'ingress_policing_burst',
  ],
  QoS: ['type', 'other_config', 'external_ids', 'queues'],
  Queue: ['other_config'],
} as const;

export type OvsTable = keyof typeof OVS_COLUMNS;
export const OVS_TABLES = Object.keys(OVS_COLUMNS) as OvsTable[];

/** One transaction that reads them all at the same moment (RFC 7047, 4.1.3 and 5.2.2): the operand of `ovsdb-client transact`. */
export const OVS_TRANSACTION = JSON.stringify([
  'Open_vSwitch',
  ...OVS_TABLES.map((table) => ({ op: 'select', table, where: [], columns: ['_uuid', ...OVS_COLUMNS[table]] })),
]);
