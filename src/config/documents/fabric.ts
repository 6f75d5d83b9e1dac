import { z } from 'zod';
import { head, qdisc, readings } from './parts.ts';

const words = z.record(z.string(), z.string());

const iface = z.strictObject({
  uuid: z.string(),
  name: z.string(),
  type: z.string(),
  ofport: z.number().optional(),
  mac: z.string().optional(),
  adminState: z.enum(['up', 'down']).optional(),
  linkState: z.enum(['up', 'down']).optional(),
  error: z.string().optional(),
  externalIds: words,
  statistics: z.record(z.string(), z.number()),
  ingressPolicingRateKbitPerSec: z.number(),
  ingressPolicingBurstKbit: z.number(),
});

const qos = z.strictObject({
  uuid: z.string(),
  type: z.string(),
  otherConfig: words,
  externalIds: words,
  queues: z.record(z.string(), z.strictObject({ uuid: z.string(), otherConfig: words })),
});

const port = z.strictObject({
  uuid: z.string(),
  name: z.string(),
  tag: z.number().optional(),
  trunks: z.array(z.number()),
  vlanMode: z.string().optional(),
  externalIds: words,
  status: words,
  qos: qos.optional(),
  interfaces: z.array(iface),
  node: z.string().optional().describe('the node whose NIC this port is'),
  mac: z.string().optional(),
  qdiscs: z.array(qdisc),
  learned: z.array(z.string()).describe('MAC addresses that the bridge learned behind it'),
});

const bridge = z.strictObject({
  uuid: z.string(),
  name: z.string(),
  datapathId: z.string().optional(),
  failMode: z.string().optional(),
  stpEnable: z.boolean(),
  otherConfig: words,
  externalIds: words,
  status: words,
  ports: z.array(port),
});

const link = z.looseObject({ name: z.string(), index: z.number(), mtu: z.number(), operState: z.string(), flags: z.array(z.string()), addresses: z.array(z.string()) });

export const fabric = z.strictObject({ ...head, bridges: z.array(bridge), links: z.array(link), readings });
