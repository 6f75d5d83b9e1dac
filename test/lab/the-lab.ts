import type { NodeRow, StatusDocument } from '../../src/command/status-document.ts';
import type { VmDocument } from '../../src/command/vm-document.ts';
import { type Answer, document, labdeck } from './labdeck.ts';
import { until } from './until.ts';

/** What `up` saves: nodes that start by themselves run. */
export const READY = 'ready';
/** What `up --all` saves besides, and every file that breaks something goes back to: every node runs. */
export const READY_ALL = 'ready-all';

/** Runs a verb that has to succeed. @throws Error with all that was printed */
export async function done(args: readonly string[]): Promise<Answer> {
  const answer = await labdeck(args);
  if (answer.status !== 0) throw new Error(`labdeck ${args.join(' ')} ended with ${answer.status}\n${answer.stdout}${answer.stderr}`);
  return answer;
}

/** Everything as it was when the lab came up, whatever a test did to it. */
export async function restore(): Promise<void> {
  await done(['snapshot', 'restore', READY_ALL, '--yes']);
}

/** The whole lab, read now. */
export function status(): Promise<StatusDocument> {
  return document<StatusDocument>(['status', '--max-age', '0']);
}

export async function node(name: string): Promise<VmDocument['nodes'][number]> {
  const { nodes } = await document<VmDocument>(['vm', 'show', name, '--max-age', '0']);
  if (nodes[0] === undefined) throw new Error(`vm show ${name} shows no node`);
  return nodes[0];
}

/** Waits until libvirt says so of a node. */
export function untilDomain(name: string, state: NonNullable<NodeRow['domain']>): Promise<unknown> {
  return until(`${name} ${state}`, async () => (await node(name)).domain === state);
}

/** The node that `up` leaves alone and `up --all` waits for: emulated twice over, it takes minutes to boot. */
export const SLOW = 'jetson-1';

/** Waits until every layer is up and every node runs. */
export function untilUp(): Promise<StatusDocument> {
  return untilRunning(() => true);
}

/** Waits until every layer is up and these nodes run. */
export function untilRunning(meant: (node: string) => boolean): Promise<StatusDocument> {
  return until('a lab that is up', async () => {
    const now = await status();
    if (now.state !== 'up' || now.nodes.some(({ name, domain }) => meant(name) && domain !== 'running')) throw new Error(JSON.stringify({ state: now.state, layers: now.layers, nodes: now.nodes }, undefined, 2));
    return now;
  });
}

export function inOuter(...argv: readonly string[]): Promise<Answer> {
  return labdeck(['exec', 'outer', '--', ...argv]);
}

/** One of the paths of the lab, by what it is called. */
export async function pathOf(wanted: string): Promise<string> {
  const { paths } = await document<{ readonly paths: readonly { readonly what: string; readonly path: string }[] }>(['paths']);
  const found = paths.find(({ what }) => what === wanted);
  if (found === undefined) throw new Error(`labdeck paths knows no ${wanted}`);
  return found.path;
}

export async function qemuPid(): Promise<number> {
  const { outer } = await status();
  if (outer?.pid === undefined) throw new Error('no QEMU of the lab runs');
  return outer.pid;
}

/** The keeper's pid; undefined when none runs. */
export async function keeperPid(): Promise<number | undefined> {
  return (await document<{ readonly pid?: number }>(['keeper', 'status'])).pid;
}
