import type { Failure } from './failure.ts';

/** The layers of a lab from the outside in. Each is up on its own evidence, never on the word of another. */
export const LAYERS = ['qemu', 'monitor', 'serial', 'kernel', 'systemd', 'channels', 'libvirt', 'ovs', 'dnsmasq', 'nodes', 'k3s'] as const;
export type LayerName = (typeof LAYERS)[number];

export type LayerState = 'down' | 'starting' | 'up' | 'degraded' | 'failed' | 'absent' | 'unknown';

export interface Layer {
  readonly name: LayerName;
  readonly state: LayerState;
  /** One line: what is so. */
  readonly says: string;
  /** Unix milliseconds since it is in this state. */
  readonly since: number;
  /** Unix milliseconds of the reading this rests on. */
  readonly at: number;
  readonly failure?: Failure;
}
