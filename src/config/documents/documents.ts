import { z } from 'zod';
import { fabric } from './fabric.ts';
import { fdb, flows, nodeSnapshots, port, vmDetails } from './vm-details.ts';
import { domain, failure, head, layer, ms, node, nodeShape, readings, snapshot, unixMs } from './parts.ts';

const outer = z
  .strictObject({
    state: z.string().describe("off, or QMP's RunState"),
    accelerator: z.enum(['kvm', 'tcg']).optional(),
    pid: z.number().optional(),
    startedAt: unixMs.optional(),
    qemuVersion: z.string().optional(),
    monitor: z.enum(['qmp', 'hmp']).optional(),
    stage: z.string().optional().describe('the last stage of the boot that is up'),
    vcpus: z.number().optional(),
    memoryMiB: z.number().optional(),
    panicked: z.strictObject({ at: unixMs, lastLines: z.array(z.string()) }).optional().describe('the kernel panicked; QMP alone goes on saying running'),
  })
  .nullable()
  .describe('null when it was never read');

const keeper = z.strictObject({ pid: z.number(), version: z.string(), since: unixMs, frontEnds: z.number() });

const status = z.strictObject({
  ...head,
  file: z.string().describe('the lab file'),
  host: z.string().optional(),
  outer,
  layers: z.array(layer),
  nodes: z.array(node),
  k3s: z.string(),
  snapshots: z.array(snapshot),
  keeper,
  readings,
});

const upNode = z.strictObject({
  name: z.string(),
  kind: z.enum(['kvm', 'tcg', 'lxc']),
  why: z.string().describe('why this kind'),
  experimental: z.boolean(),
  lacks: z.array(z.string()).describe('what it cannot do, by name'),
  stale: z.boolean().describe('it runs with an older definition'),
});

const up = z.strictObject({
  lab: z.string(),
  how: z.enum(['running', 'restored', 'booted']),
  snapshot: z.string().optional(),
  nodes: z.array(upNode),
  elapsedMs: ms,
});

const served = {
  monitor: z.string(),
  serial: z.string().optional(),
  protocol: z.enum(['qmp', 'hmp']),
  way: z.enum(['local', 'ssh', 'channel', 'serial', 'none']).describe('how commands get in'),
  why: z.string().optional().describe('why there is no channel'),
};

const foreignUp = z.strictObject({
  lab: z.string(),
  how: z.enum(['running', 'booted']),
  ...served,
  nodes: z.array(z.strictObject({ name: z.string(), state: z.string() })),
  stale: z.array(z.strictObject({ domain: z.string(), what: z.string(), says: z.string(), next: z.string() })).describe('images and definitions older than the lab would make them today'),
  elapsedMs: ms,
});

const finding = z.strictObject({
  name: z.string(),
  level: z.enum(['host', 'outer', 'inner']),
  machine: z.string().optional(),
  verdict: z.enum(['ok', 'warn', 'bad', 'unknown']),
  says: z.string(),
  fix: z.string().optional(),
});

const group = z.strictObject({ verb: z.string(), nodes: z.array(z.strictObject({ node: z.string(), ok: z.boolean(), failure: failure.optional() })) });

const frontEnd = z.strictObject({ id: z.number(), pid: z.number(), user: z.string(), tty: z.string(), since: unixMs });

const keeperStatus = z.union([
  z.strictObject({ lab: z.string(), running: z.literal(false) }),
  z.strictObject({
    lab: z.string(),
    running: z.literal(true),
    pid: z.number(),
    version: z.string(),
    build: z.string(),
    since: unixMs,
    frontEnds: z.array(frontEnd),
    works: z.array(z.string()).describe('what runs in it, a line each'),
  }),
]);

interface DocumentRow {
  /** The verbs that print it, as they are typed. */
  readonly verbs: readonly string[];
  readonly summary: string;
  readonly schema: z.ZodType;
}

/** Every document that `--json` prints, by name; schemas and reference are made from it, and the tests of the CLI hold it to it. */
export const DOCUMENTS: Readonly<Record<string, DocumentRow>> = {
  failure: { verbs: ['every verb'], summary: 'in place of its own document, when the verb failed', schema: z.strictObject({ failure }) },
  plan: {
    verbs: ['every verb with --dry-run'],
    summary: 'what would be run, in order',
    schema: z.strictObject({ dryRun: z.literal(true), planned: z.array(z.strictObject({ machine: z.string(), argv: z.array(z.string()) })) }),
  },
  status: { verbs: ['status'], summary: 'the whole lab', schema: status },
  nodes: { verbs: ['vm list'], summary: 'the joined row per node', schema: z.strictObject({ ...head, nodes: z.array(node), others: z.array(domain).describe('domains that the lab file does not name'), readings }) },
  node: {
    verbs: ['vm show'],
    summary: 'the joined rows, each with the domain as libvirt has it',
    schema: z.strictObject({ ...head, nodes: z.array(z.strictObject({ ...nodeShape, libvirt: domain.nullable() })), others: z.array(domain), readings }),
  },
  group: { verbs: ['vm start', 'vm shutdown', 'vm destroy', 'vm reset', 'vm suspend', 'vm resume', 'vm autostart', 'vm memory', 'vm vcpus', 'vm cdrom', 'vm eject', 'vm save', 'vm restore', 'vm snapshot-save', 'vm snapshot-restore', 'vm snapshot-delete'], summary: 'what came of each node; exit code 1 when one failed', schema: group },
  xml: { verbs: ['vm xml'], summary: "a domain's XML", schema: z.strictObject({ node: z.string(), xml: z.string() }) },
  details: { verbs: ['vm details'], summary: 'each thing that libvirt was asked of one node, with its answer or why there is none', schema: vmDetails },
  nodeSnapshots: { verbs: ['vm snapshots'], summary: "libvirt's snapshots of one node", schema: nodeSnapshots },
  fdb: { verbs: ['fdb'], summary: 'the addresses that the bridges have learnt, and whose they are', schema: fdb },
  flows: { verbs: ['flows'], summary: 'the OpenFlow flows of a bridge', schema: flows },
  port: { verbs: ['port up', 'port down'], summary: 'the devices behind the port', schema: port },
  fabric: { verbs: ['fabric'], summary: 'bridges, ports, and what is behind each', schema: fabric },
  snapshots: { verbs: ['snapshot list'], summary: 'the whole-lab snapshots', schema: z.strictObject({ lab: z.string(), snapshots: z.array(snapshot), readings }) },
  doctor: { verbs: ['doctor'], summary: 'what was checked; exit code 5 when it does not hold', schema: z.strictObject({ level: z.enum(['host', 'outer', 'inner']), findings: z.array(finding), holds: z.boolean().describe('nothing is bad') }) },
  paths: { verbs: ['paths'], summary: 'every path of the lab', schema: z.strictObject({ lab: z.string(), paths: z.array(z.strictObject({ what: z.string(), path: z.string(), inMemory: z.string().optional().describe('tmpfs or ramfs, where it lies on one: gone with the next boot') })) }) },
  exec: { verbs: ['exec'], summary: 'what a process came to; its status is the exit code', schema: z.strictObject({ target: z.string(), argv: z.array(z.string()), status: z.number(), stdout: z.string(), stderr: z.string() }) },
  qmp: { verbs: ['qmp'], summary: 'what a QMP command returned', schema: z.strictObject({ command: z.string(), return: z.unknown() }) },
  hmp: { verbs: ['hmp'], summary: 'what the human monitor printed', schema: z.strictObject({ line: z.string(), output: z.string() }) },
  up: {
    verbs: ['up'],
    summary: 'how the lab came up; of an outer VM that somebody else started, how it is served',
    schema: z.union([up, foreignUp]),
  },
  down: { verbs: ['down'], summary: 'what it was before', schema: z.strictObject({ lab: z.string(), was: z.enum(['running', 'starting', 'down']).describe('starting: an up was ended'), how: z.enum(['powerdown', 'quit']).optional().describe('of a VM that a script started') }) },
  reset: { verbs: ['reset'], summary: 'what was thrown away', schema: z.strictObject({ lab: z.string(), removed: z.array(z.string()) }) },
  saved: { verbs: ['snapshot save'], summary: 'the snapshot as it is now', schema: snapshot },
  restored: { verbs: ['snapshot restore'], summary: 'into the lab that ran; where none ran, the document of `up`', schema: z.union([z.strictObject({ snapshot: z.string(), elapsedMs: ms }), up]) },
  deleted: { verbs: ['snapshot delete'], summary: 'which one', schema: z.strictObject({ removed: z.string() }) },
  attach: {
    verbs: ['attach'],
    summary: 'what is served, and by which way; with --detach whether the VM is as it was found (exit code 5 when not)',
    schema: z.union([
      z.strictObject(served),
      z.strictObject({ asFound: z.boolean(), differences: z.array(z.string()).describe('lines of info qtree and info chardev: - was there before, + is there now') }),
    ]),
  },
  keeper: { verbs: ['keeper status'], summary: 'the keeper, or that none runs', schema: keeperStatus },
  keeperLog: { verbs: ['keeper log'], summary: 'the newest lines of its log', schema: z.strictObject({ lab: z.string(), lines: z.array(z.string()) }) },
  keeperStop: { verbs: ['keeper stop'], summary: 'what came of it', schema: z.strictObject({ lab: z.string(), keeper: z.enum(['stopped', 'killed', 'none']) }) },
};

/** One JSON schema with a definition per document. */
export function documentsSchema(): unknown {
  const $defs = Object.fromEntries(Object.entries(DOCUMENTS).map(([name, { schema, summary, verbs }]) => [name, { title: verbs.join(', '), description: summary, ...z.toJSONSchema(schema, { unrepresentable: 'any' }), $schema: undefined }]));
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', title: 'What labdeck prints with --json', $defs };
}
