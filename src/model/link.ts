/** Links, addresses and leases of the outer VM. */

export interface Link {
  readonly name: string;
  readonly index: number;
  readonly mac?: string;
  readonly mtu: number;
  readonly operState: string;
  readonly flags: readonly string[];
  readonly master?: string;
  readonly kind?: string;
  readonly qdisc?: string;
  readonly addresses: readonly string[];
  readonly rxBytes?: number;
  readonly txBytes?: number;
}

/** A DHCP lease (dnsmasq), or an address seen by ARP (`source: 'arp'`). */
export interface Lease {
  readonly mac: string;
  readonly ip: string;
  readonly hostname?: string;
  /** Unix seconds; 0 = never. */
  readonly expiresAt?: number;
  readonly source: 'dhcp' | 'arp' | 'agent';
}

/** One systemd unit, as `systemctl show` tells it. */
export interface Unit {
  readonly name: string;
  readonly loadState: string;
  readonly activeState: string;
  readonly subState: string;
  /** Unix milliseconds since it is in this state, where systemd says so. */
  readonly since?: number;
}
