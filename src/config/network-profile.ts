import { z } from 'zod';

const bitPerSec = z.number().int().positive();

/** What is done to one direction of a NIC. Absent = nothing is. */
const impairment = z.strictObject({
  rateBitPerSec: bitPerSec.optional(),
  delayMs: z.number().positive().max(60_000).optional(),
  jitterMs: z.number().positive().max(60_000).optional(),
  lossPercent: z.number().positive().max(100).optional(),
});

const rule = z
  .strictObject({
    /** Which nodes: names as the lab file has them. Absent: every node. */
    nodes: z.array(z.string()).min(1).optional(),
    /** Towards the node. */
    inbound: impairment.optional(),
    /** From the node. */
    outbound: impairment.optional(),
  })
  .refine(({ inbound, outbound }) => inbound !== undefined || outbound !== undefined, 'says neither inbound nor outbound');

/** A network profile: what is done to the network of which nodes. `default` does nothing. */
export const networkProfileSchema = z.strictObject({
  $schema: z.string().optional(),
  profile: z.string().regex(/^[a-z][a-z0-9-]*$/, 'is not a profile name (lower case letters, digits and -)'),
  title: z.string().min(1),
  rules: z.array(rule).default([]),
});

export type NetworkProfile = z.infer<typeof networkProfileSchema>;
