import { PassThrough } from 'node:stream';
import { dryMonitor } from '../../client/dry-monitor.ts';
import type { Monitor, OpenMonitor } from '../../client/monitor.ts';
import type { Exec, ExecRequest, Transport } from '../../transport/transport.ts';
import { bindLanes, lanesOf, removeModule, unbindLanes } from './bind.ts';
import type { AttachJournal, AttachStep } from './journal.ts';
import { plugPorts } from './plug.ts';

/** One act of a plan, and where it would be done. */
export interface PlannedAct {
  readonly machine: string;
  readonly argv: readonly string[];
}

/**
 * What an attach would do to a VM, by the code that does it: the monitor is asked what it is, and told nothing. The guest is not asked.
 * @throws UnsupportedError when the machine has no room for a device
 */
export async function planAttach(machine: string, open: OpenMonitor, sockets: readonly string[]): Promise<PlannedAct[]> {
  const planned: PlannedAct[] = [];
  const monitor = dryMonitor(open, (argv) => planned.push({ machine: 'host', argv }));
  await plugPorts(monitor, sockets, { note: () => undefined });
  await bindLanes(notingTransport(machine, planned), '', lanesOf(sockets));
  return planned;
}

type Tell<S extends AttachStep['step']> = (step: Extract<AttachStep, { step: S }>, monitor: Monitor, shell: Transport) => Promise<void>;

const TELL: { readonly [S in AttachStep['step']]: Tell<S> } = {
  chardev: ({ id }, monitor) => monitor.chardevRemove(id),
  device: ({ id }, monitor) => monitor.deviceDel(id),
  guest: ({ dir }, _monitor, shell) => unbindLanes(shell, dir),
  module: ({ name }, _monitor, shell) => removeModule(shell, name),
};

/** What a detach would do, from the journal. */
export async function planDetach(machine: string, open: OpenMonitor, journal: Pick<AttachJournal, 'read'>): Promise<PlannedAct[]> {
  const planned: PlannedAct[] = [];
  const monitor = dryMonitor(open, (argv) => planned.push({ machine: 'host', argv }));
  const steps = journal.read()?.steps ?? [];
  for (const step of steps.toReversed()) await (TELL[step.step] as Tell<AttachStep['step']>)(step, monitor, notingTransport(machine, planned));
  return planned;
}

/** A machine that notes what it is given and answers that all is well. */
function notingTransport(machine: string, planned: PlannedAct[]): Transport {
  const spawn = ({ argv }: ExecRequest): Exec => {
    planned.push({ machine, argv });
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    stdout.end();
    stderr.end();
    return { stdin: new PassThrough().resume(), stdout, stderr, exit: Promise.resolve({ status: 0 }), kill: () => undefined };
  };
  return { name: 'serial', machine, spawn, close: () => Promise.resolve() };
}
