import { Ip } from '../client/ip.ts';
import { Ovs } from '../client/ovs.ts';
import { runnerOn } from '../client/run.ts';
import { Virsh } from '../client/virsh/virsh.ts';
import type { CommandContext, FabricVerbs } from '../command/context.ts';
import { URI_OF } from '../lab/domain-xml.ts';
import type { LabStore } from '../store/lab-store.ts';
import { run } from '../transport/run.ts';
import type { Transport } from '../transport/transport.ts';
import type { CommandRequest, PlannedAct } from '../wire/protocol.ts';
import { type ActContext, actingRunner } from './acts.ts';
import { type LabVerbParts, labVerbs } from './lab-verbs.ts';
import { monitorVerbs } from './monitor-verbs.ts';
import type { OuterSide } from './outer-side.ts';
import type { DispatchContext } from './parts.ts';
import { targetNamed, type Targets } from './targets.ts';

export interface ContextParts {
  readonly targets: Targets;
  readonly side: OuterSide;
  /** As the lab file is now. */
  readonly verbs: () => LabVerbParts;
  readonly store: LabStore;
  readonly log: (line: string) => void;
  readonly now: () => number;
}

/** Makes the context of each request: all that a command may touch, with its acts written down or, in a dry run, only planned. */
export function contextOf({ targets, side, verbs, store, log, now }: ContextParts) {
  return (request: CommandRequest, { signal, progress, by }: DispatchContext, planned: PlannedAct[]): CommandContext => {
    const acts: ActContext = { command: request.id, by, dryRun: request.dryRun, planned, signal, now, store, log };
    return {
      state: store.get,
      now,
      signal,
      dryRun: request.dryRun,
      timeoutMs: request.timeoutMs,
      progress,
      lab: labVerbs(verbs(), acts, progress),
      monitor: monitorVerbs(side.hold, acts),
      virsh: (driver) => new Virsh({ uri: URI_OF[driver], read: runnerOn(targets.outer), act: actingRunner(targets.outer, acts) }),
      fabric: fabricVerbs(targets.outer, acts),
      machine: (target) => targetNamed(target, targets),
      exec: (target, argv, stdin) => run(targetNamed(target, targets), { argv, signal, ...(stdin === undefined ? {} : { stdin }) }),
    };
  };
}

function fabricVerbs(outer: Transport, acts: ActContext): FabricVerbs {
  const runners = { read: runnerOn(outer), act: actingRunner(outer, acts) };
  const ip = new Ip(runners);
  return { dumpFlows: (bridge) => new Ovs(runners).dumpFlows(bridge), linkSet: (dev, state) => ip.linkSet(dev, state) };
}
