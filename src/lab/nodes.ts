import { createHash } from 'node:crypto';
import type { LabConfig } from '../config/lab.ts';
import type { NodeKind } from '../model/domain.ts';
import { ExitError } from '../model/errors.ts';
import { runOk } from '../transport/run.ts';
import type { Transport } from '../transport/transport.ts';
import { domainUuid, DRIVER_OF, lacksOf, URI_OF } from './domain-xml.ts';
import type { LabKeys } from './node/node-seed.ts';
import { outerFacts, outerState } from './node/outer-state.ts';
import type { OuterState } from './node/outer-state.ts';
import { planNode } from './node/plan.ts';
import type { NodePlan, NodeStep } from './node/plan.ts';
import { decideKind } from './node-kind.ts';
import type { KindDecision, OuterFacts } from './node-kind.ts';

/** A node that is defined in the outer VM, and how it came out. */
export interface ReadyNode {
  readonly name: string;
  readonly uuid: string;
  readonly kind: NodeKind;
  readonly uri: string;
  readonly experimental: boolean;
  /** Why this kind. */
  readonly why: string;
  /** What it cannot do, by name. */
  readonly lacks: readonly string[];
  readonly running: boolean;
  /** It runs with an older definition; stopped and started it would have the new one. */
  readonly stale: boolean;
  /** Its first address; absent when it takes what DHCP gives. */
  readonly ip?: string;
}

export interface PrepareOptions {
  readonly lab: LabConfig;
  readonly keys: LabKeys;
  /** What `placeK3s` gave: the length of the k3s binary in the outer VM, bytes; 0 for none. Nodes of another architecture get none. */
  readonly k3sBytes?: number;
  /** Told before each step; in a dry run nothing else happens. */
  readonly onStep?: (node: string, step: NodeStep) => void;
  readonly dryRun?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Decides what each node is, prepares its files in the outer VM and defines it; all nodes at once, and only what has changed.
 * A running node is left as it is.
 * @throws RefusedError when a forced kind cannot run here; ExitError with virsh's own words; what the transport throws
 */
export async function prepareNodes(outer: Transport, options: PrepareOptions): Promise<ReadyNode[]> {
  const [facts, state] = await Promise.all([outerFacts(outer, options.signal), outerState(outer, options.lab, options.signal)]);
  const decided = plansOf(options, facts, state);
  await Promise.all(decided.map(({ plan }) => prepare(outer, plan, state, options)));
  return decided.map(({ plan, decision }) => ready(options.lab.lab, plan, decision, state));
}

/** What nodes of these kinds are made from, as one checksum: of another, they would have to be defined anew. Nodes with k3s are not meant. */
export function madeFrom(lab: LabConfig, nodes: readonly Pick<ReadyNode, 'name' | 'kind'>[], keys: LabKeys): string {
  const hash = createHash('sha256');
  for (const { name, kind } of nodes) {
    const node = lab.nodes.find((each) => each.name === name);
    if (node !== undefined) hash.update(planNode({ lab, node, kind, keys, image: '', k3sBytes: 0 }).stamp);
  }
  return hash.digest('hex');
}

interface Decided {
  readonly plan: NodePlan;
  readonly decision: KindDecision;
}

/** Every decision first: a node that cannot be keeps all the others from being touched. */
function plansOf({ lab, keys, k3sBytes = 0 }: PrepareOptions, facts: OuterFacts, { image }: OuterState): Decided[] {
  const decisions = lab.nodes.map((node) => ({ node, decision: decideKind(node, facts) }));
  return decisions.map(({ node, decision }) => ({ decision, plan: planNode({ lab, node, kind: decision.kind, keys, image, k3sBytes: node.arch === facts.arch ? k3sBytes : 0 }) }));
}

async function prepare(outer: Transport, plan: NodePlan, state: OuterState, options: PrepareOptions): Promise<void> {
  if (state.running.has(plan.node.name) || isDefined(plan, state)) return;
  for (const step of [...undefineOther(plan, state), ...plan.steps]) await runStep(outer, plan.node.name, step, options);
}

function isDefined(plan: NodePlan, state: OuterState): boolean {
  return state.stamps.get(plan.node.name) === plan.stamp && state.defined[DRIVER_OF[plan.kind]].has(plan.node.name);
}

/** A node has one name in one driver: what it was before, when its kind changed, goes. */
function undefineOther({ node, kind }: NodePlan, { defined }: OuterState): NodeStep[] {
  const other = DRIVER_OF[kind] === 'lxc' ? 'qemu' : 'lxc';
  if (!defined[other].has(node.name)) return [];
  return [{ title: 'undefine the former kind', argv: ['virsh', '--quiet', '--connect', URI_OF[other], 'undefine', node.name], limitMs: 60_000 }];
}

async function runStep(outer: Transport, node: string, step: NodeStep, { onStep, dryRun, signal }: Omit<PrepareOptions, 'lab' | 'keys'>): Promise<void> {
  onStep?.(node, step);
  if (dryRun === true) return;
  await runOk(outer, {
    argv: step.argv,
    timeoutMs: step.limitMs,
    ...(step.stdin === undefined ? {} : { stdin: step.stdin }),
    ...(signal === undefined ? {} : { signal }),
  });
}

function ready(lab: string, { node, kind, uri, stamp }: NodePlan, { experimental, why }: KindDecision, state: OuterState): ReadyNode {
  const running = state.running.has(node.name);
  const ip = node.nics[0]?.ip;
  return {
    name: node.name, uuid: domainUuid(lab, node.name), kind, uri, experimental, why, lacks: lacksOf(kind, node.arch), running,
    stale: running && state.stamps.get(node.name) !== stamp,
    ...(ip === undefined ? {} : { ip }),
  };
}

/** `virsh start` took 10 to 12 s without KVM; several at once take turns on the same CPUs. */
const START_LIMIT_MS = 180_000;
/** jetson-1 took 248 s to its first ping, emulated on an emulated machine. */
const PING_LIMIT_MS = { kvm: 120_000, lxc: 120_000, tcg: 900_000 } as const;

/**
 * A start that failed half-way leaves its port on the bridge, with the MAC of the next one (libvirt 9.0): two ports would
 * claim one NIC. Only for a node that does not run.
 */
const CLEAR_PORTS =
  'for port in $(ovs-vsctl --timeout=60 --bare --columns=name find Interface "external_ids:vm-id=\\"$0\\""); do ovs-vsctl --timeout=60 --if-exists del-port "$port"; ip link delete "$port" 2>/dev/null; done; true';

function clearStep({ uuid }: ReadyNode): NodeStep {
  return { title: 'ports of a failed start', argv: ['sh', '-c', CLEAR_PORTS, uuid], limitMs: 120_000 };
}

/** The step that starts a node. */
export function startStep({ uri, name }: ReadyNode): NodeStep {
  return { title: 'start', argv: ['virsh', '--quiet', '--connect', uri, 'start', name], limitMs: START_LIMIT_MS };
}

/** Waits inside the outer VM, so that nothing travels meanwhile. */
const UNTIL_PING = 'until ping -q -n -c 1 -W 1 "$0" >/dev/null 2>&1; do sleep 0.2; done';

/** The step that waits until a node answers; undefined for one without a fixed address. */
export function pingStep({ ip, kind }: ReadyNode): NodeStep | undefined {
  const limitMs = PING_LIMIT_MS[kind];
  // The far end keeps a limit too: a front end that is killed leaves nothing that pings for ever.
  return ip === undefined ? undefined : { title: 'first ping', argv: ['timeout', String(limitMs / 1000 + 30), 'sh', '-c', UNTIL_PING, ip], limitMs };
}

/** The step that sees to it that all of these nodes answer: one process for nodes that are known to run. */
export function answerStep(nodes: readonly ReadyNode[]): NodeStep | undefined {
  const ips = nodes.flatMap(({ ip }) => ip ?? []);
  const limitMs = Math.max(...nodes.map(({ kind }) => PING_LIMIT_MS[kind]));
  return ips.length === 0 ? undefined : { title: 'nodes answer', argv: ['timeout', String(limitMs / 1000 + 30), 'sh', '-c', `for node; do ${UNTIL_PING.replace('$0', '$node')}; done`, 'labdeck', ...ips], limitMs };
}

/** The program in the outer VM that sets a node's clock. The guest agent is up some seconds after the network. */
const NODE_CLOCK = '/usr/lib/labdeck/node-clock';
const CLOCK_LIMIT_MS = 240_000;

/**
 * The step that sets a node's clock to the outer VM's through its guest agent, after a slow boot or a restored snapshot. A container has no clock
 * of its own.
 */
export function clockStep({ uri, uuid }: Pick<ReadyNode, 'uri' | 'uuid'>, limitMs = CLOCK_LIMIT_MS): NodeStep {
  return { title: 'clock', argv: ['timeout', String(limitMs / 1000), NODE_CLOCK, uri, uuid], limitMs: limitMs + 30_000 };
}

export interface StartOptions extends Omit<PrepareOptions, 'lab' | 'keys'> {
  /** Told of a node that runs and keeps its own time: its guest agent did not answer. */
  readonly onOwnTime?: (node: string) => void;
}

/**
 * Starts nodes, all at once, and waits until each answers a ping and has the right time.
 * @throws ExitError with virsh's own words; TimeoutError when a node does not answer in time
 */
export async function startNodes(outer: Transport, nodes: readonly ReadyNode[], options: StartOptions = {}): Promise<void> {
  await Promise.all(nodes.map(async (node) => {
    const begin = node.running ? [pingStep(node)] : [clearStep(node), startStep(node), pingStep(node)];
    for (const step of begin.filter((each) => each !== undefined)) await runStep(outer, node.name, step, options);
    if (!node.running && node.kind !== 'lxc') await setClock(outer, node, options);
  }));
}

async function setClock(outer: Transport, node: ReadyNode, options: StartOptions): Promise<void> {
  try {
    await runStep(outer, node.name, clockStep(node), options);
  } catch (error) {
    if (!(error instanceof ExitError)) throw error;
    options.onOwnTime?.(node.name);
  }
}
