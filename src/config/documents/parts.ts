import { z } from 'zod';
import { DOMAIN_STATES } from '../../model/domain.ts';
import { LAYERS } from '../../model/layer.ts';

/** Parts that several of the documents of `--json` share. */

export const unixMs = z.number().describe('Unix milliseconds');
export const ms = z.number().describe('milliseconds');

export const failure = z
  .strictObject({
    kind: z.enum(['refused', 'timeout', 'exit', 'lost', 'parse', 'unsupported', 'usage', 'check', 'cancelled']).describe('the exit code follows from it'),
    what: z.string().describe('what failed, one line'),
    next: z.string().optional().describe('the next step: a command, or a place to look'),
    argv: z.array(z.string()).optional().describe('the process that failed'),
    detail: z.string().describe('evidence: standard error, the raw text; may have many lines'),
  })
  .describe('why something did not work');

export const readings = z
  .record(z.string(), z.strictObject({ state: z.enum(['unknown', 'fresh', 'failed']), ageMs: ms.optional(), failure: failure.optional() }))
  .describe('by reading: how old what is shown of it is, and what was wrong with the last try');

export const layer = z.strictObject({
  name: z.enum(LAYERS),
  state: z.enum(['down', 'starting', 'up', 'degraded', 'failed', 'absent', 'unknown']),
  says: z.string().describe('one line: what is so'),
  since: unixMs.describe('since when it is in this state, Unix milliseconds; 0 when never read'),
  at: unixMs.describe('when the reading that this rests on was made, Unix milliseconds; 0 when never read'),
  ageMs: ms.describe('how old that reading is'),
  failure: failure.optional(),
});

export const qdisc = z.strictObject({
  dev: z.string(),
  kind: z.string(),
  handle: z.string(),
  parent: z.string().optional(),
  root: z.boolean(),
  options: z.record(z.string(), z.unknown()).describe("in tc's own names and units"),
  bytes: z.number().optional(),
  packets: z.number().optional(),
  drops: z.number().optional(),
  overlimits: z.number().optional(),
  backlogBytes: z.number().optional(),
});

const nic = z.strictObject({
  mac: z.string(),
  tap: z.string().optional(),
  ovsPort: z.string().optional(),
  ofport: z.number().optional(),
  bridge: z.string().optional(),
  ip: z.string().optional(),
  qdiscs: z.array(qdisc),
});

export const nodeShape = {
  name: z.string(),
  role: z.enum(['server', 'agent']),
  arch: z.enum(['x86_64', 'aarch64']),
  kind: z.enum(['kvm', 'tcg', 'lxc']).optional().describe('what it is made of; lxc is no VM'),
  wantedIp: z.string().optional().describe('the fixed lease of the lab file'),
  domain: z.enum(DOMAIN_STATES).optional().describe('as virsh domstate prints it; absent when libvirt does not know it'),
  domainUuid: z.string().optional(),
  vcpus: z.number().optional(),
  memoryKiB: z.number().optional(),
  ip: z.string().optional(),
  tap: z.string().optional(),
  ovsPort: z.string().optional(),
  qdiscs: z.array(z.string()).describe("kinds of the qdiscs on the first NIC's tap"),
  nics: z.array(nic).describe('joined by MAC and external_ids'),
  k3s: z.string().describe('a sentence'),
  unsupported: z.array(z.string()).describe('what the driver cannot tell, by name'),
};

export const node = z.strictObject(nodeShape);

export const domain = z.strictObject({
  driver: z.enum(['qemu', 'lxc']),
  kind: z.enum(['kvm', 'tcg', 'lxc']),
  name: z.string(),
  uuid: z.string(),
  id: z.number().optional(),
  state: z.enum(DOMAIN_STATES),
  reason: z.string().optional(),
  autostart: z.boolean().optional(),
  vcpus: z.number().optional(),
  maxMemoryKiB: z.number().optional(),
  balloonKiB: z.number().optional(),
  rssKiB: z.number().optional(),
  cpuTimeNs: z.number().optional(),
  interfaces: z.array(z.strictObject({ target: z.string().optional(), type: z.string(), source: z.string(), model: z.string().optional(), mac: z.string() })),
  blocks: z.array(z.strictObject({ target: z.string(), source: z.string().optional(), device: z.string().optional() })),
  unsupported: z.array(z.string()),
});

export const snapshot = z.strictObject({
  id: z.string(),
  name: z.string(),
  vmStateBytes: z.number(),
  savedAt: z.number().describe('Unix seconds'),
  vmClockSec: z.number().optional(),
  nodes: z.array(z.string()).optional().describe('what ran in it'),
  stale: z.string().optional().describe('why it cannot be loaded on a cold start'),
});

export const head = {
  lab: z.string(),
  state: z.string().describe('up, degraded, starting, down, paused, panicked, unknown, or what the monitor calls it'),
  next: z.string().optional().describe('the next step'),
};
