/** Open vSwitch's nouns, as the OVSDB schema names them (ovs-vswitchd.conf.db(5)). */

export interface OvsQueue {
  readonly uuid: string;
  readonly otherConfig: Readonly<Record<string, string>>;
}

export interface OvsQos {
  readonly uuid: string;
  readonly type: string;
  readonly otherConfig: Readonly<Record<string, string>>;
  readonly externalIds: Readonly<Record<string, string>>;
  readonly queues: Readonly<Record<string, OvsQueue>>;
}

export interface OvsInterface {
  readonly uuid: string;
  readonly name: string;
  readonly type: string;
  /** OpenFlow port number; absent or -1 when the datapath refused the interface. */
  readonly ofport?: number;
  readonly mac?: string;
  readonly adminState?: 'up' | 'down';
  readonly linkState?: 'up' | 'down';
  readonly error?: string;
  /** `attached-mac`, `iface-id`, `vm-id` as libvirt writes them. */
  readonly externalIds: Readonly<Record<string, string>>;
  /** Counters as OVS keeps them: rx_bytes, tx_bytes, rx_packets, … */
  readonly statistics: Readonly<Record<string, number>>;
  /** kbit/s; 0 = no policing. */
  readonly ingressPolicingRateKbitPerSec: number;
  readonly ingressPolicingBurstKbit: number;
}

export interface OvsPort {
  readonly uuid: string;
  readonly name: string;
  readonly tag?: number;
  readonly trunks: readonly number[];
  readonly vlanMode?: string;
  readonly externalIds: Readonly<Record<string, string>>;
  /** `stp_state`, `stp_role`, … */
  readonly status: Readonly<Record<string, string>>;
  readonly qos?: OvsQos;
  readonly interfaces: readonly OvsInterface[];
}

export interface OvsBridge {
  readonly uuid: string;
  readonly name: string;
  readonly datapathId?: string;
  readonly failMode?: string;
  readonly stpEnable: boolean;
  readonly otherConfig: Readonly<Record<string, string>>;
  readonly externalIds: Readonly<Record<string, string>>;
  readonly status: Readonly<Record<string, string>>;
  readonly ports: readonly OvsPort[];
}

/** One line of `ovs-appctl fdb/show`. */
export interface OvsFdbEntry {
  /** OpenFlow port number, or `LOCAL`. */
  readonly port: string;
  readonly vlan: number;
  readonly mac: string;
  readonly ageSec: number;
  /** The bridge that was asked; the output itself does not say. */
  readonly bridge?: string;
}

export interface OvsFlow {
  readonly table: number;
  readonly priority: number;
  readonly cookie: string;
  readonly match: string;
  readonly actions: string;
  readonly packets: number;
  readonly bytes: number;
  readonly durationSec: number;
}
