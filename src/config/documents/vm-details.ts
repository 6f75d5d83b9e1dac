import { z } from 'zod';
import { DOMAIN_STATES } from '../../model/domain.ts';
import { domain, failure, head, node, readings } from './parts.ts';

/** An answer, or why there is none. */
const part = <S extends z.ZodType>(value: S) => z.union([z.strictObject({ value }), z.strictObject({ failure })]);

const limits = z.strictObject({
  averageKBytesPerSec: z.number().describe("libvirt's unit: kilobytes per second; 0 = no limit"),
  peakKBytesPerSec: z.number(),
  burstKBytes: z.number(),
});

const dominfo = z.strictObject({
  id: z.number().optional(),
  name: z.string(),
  uuid: z.string(),
  osType: z.string(),
  state: z.enum(DOMAIN_STATES),
  vcpus: z.number(),
  cpuTimeNs: z.number().optional(),
  maxMemoryKiB: z.number(),
  usedMemoryKiB: z.number(),
  persistent: z.boolean(),
  autostart: z.boolean(),
  managedSave: z.boolean().optional().describe('it was saved: vm restore goes on from there'),
});

const snapshots = z.array(z.strictObject({ name: z.string(), createdAt: z.string().describe('as virsh prints it'), state: z.string() }));

export const nodeSnapshots = z.strictObject({ node: z.string(), snapshots });

export const vmDetails = z.strictObject({
  node: z.string(),
  row: node.nullable().describe('null for a domain that the lab file does not name'),
  domain,
  dominfo: part(dominfo),
  disks: domain.shape.blocks,
  interfaces: domain.shape.interfaces,
  qos: z.record(z.string(), part(z.strictObject({ inbound: limits.describe('towards the node'), outbound: limits }))).describe('by device on the outer VM'),
  snapshots: part(snapshots),
  xml: part(z.string()),
});

const fdbEntry = z.strictObject({
  port: z.string().describe('OpenFlow port number, or LOCAL'),
  vlan: z.number(),
  mac: z.string(),
  ageSec: z.number(),
  bridge: z.string().optional(),
  portName: z.string().optional(),
  owner: z.string().optional().describe('the node, or the device of the outer VM, that has this address'),
  ip: z.string().optional(),
});

export const fdb = z.strictObject({ ...head, entries: z.array(fdbEntry), readings });

const flow = z.strictObject({
  table: z.number(),
  priority: z.number(),
  cookie: z.string(),
  match: z.string().describe('empty: everything'),
  actions: z.string(),
  packets: z.number(),
  bytes: z.number(),
  durationSec: z.number(),
});

export const flows = z.strictObject({ bridge: z.string(), flows: z.array(flow) });

export const port = z.strictObject({ port: z.string(), devices: z.array(z.string()), state: z.enum(['up', 'down']) });
