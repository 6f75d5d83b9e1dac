import { integer } from '../lines.ts';
import { parseFields } from './fields.ts';

/** One direction of a NIC's limits, in libvirt's own units: KILOBYTES per second, and kilobytes for the burst. 0 = no limit. */
export interface TuneLimits {
  readonly averageKBytesPerSec: number;
  readonly peakKBytesPerSec: number;
  readonly burstKBytes: number;
}

/** `inbound` is towards the domain. */
export interface Domiftune {
  readonly inbound: TuneLimits;
  readonly outbound: TuneLimits;
}

const WHAT = 'virsh domiftune';

/** `virsh domiftune DOMAIN INTERFACE`: lines of `inbound.average: 100000`. */
export function parseDomiftune(raw: string): Domiftune {
  const fields = parseFields(WHAT, raw);
  const limits = (way: string): TuneLimits => ({
    averageKBytesPerSec: integer(WHAT, fields.get(`${way}.average`), raw),
    peakKBytesPerSec: integer(WHAT, fields.get(`${way}.peak`), raw),
    burstKBytes: integer(WHAT, fields.get(`${way}.burst`), raw),
  });
  return { inbound: limits('inbound'), outbound: limits('outbound') };
}
