import type { CommandArgs } from '../../command/command.ts';
import { isDown, outerSilent } from '../../command/reachable.ts';
import { valueOf } from '../../model/reading.ts';
import { labNodes } from '../../store/select/nodes.ts';
import type { LabState } from '../../store/state.ts';

type Idle = (state: LabState, args: CommandArgs) => string | undefined;

/** Words of virsh for what has no processor time to give or to take away. */
const OFF: readonly string[] = ['shut off', 'crashed'];

/** Nodes that are meant and of which libvirt said how they are. */
function statesOf(state: LabState, { node }: CommandArgs): readonly string[] {
  const names = [node ?? []].flat().map(String);
  return labNodes(state).flatMap((each) => (names.includes(each.name) && each.state !== undefined ? [each.state] : []));
}

const whenAll = (is: (state: string) => boolean, why: string): Idle => (lab, args) => {
  const states = statesOf(lab, args);
  return states.length > 0 && states.every(is) ? why : undefined;
};

const off = whenAll((state) => OFF.includes(state), 'it is off');

const noSnapshot: Idle = ({ snapshots }) => (valueOf(snapshots)?.length === 0 ? 'there is no snapshot' : undefined);

/** Commands that may well be run, and would change nothing: their keys leave the footer. */
const IDLE: Readonly<Record<string, Idle>> = {
  'vm.start': whenAll((state) => !OFF.includes(state), 'it runs already'),
  'vm.resume': whenAll((state) => state !== 'paused' && state !== 'pmsuspended', 'it is not paused'),
  'vm.suspend': whenAll((state) => state !== 'running' && state !== 'idle', 'it does not run'),
  'vm.shutdown': off,
  'vm.reset': off,
  'vm.destroy': off,
  'machine.ssh': (state, args) => outerSilent(state) ?? off(state, { node: args['target'] ?? [] }),
  'fabric.fdb': outerSilent,
  'snapshot.restore': noSnapshot,
  'snapshot.delete': noSnapshot,
  'outer.serial': (state) => (isDown(state) ? 'the lab is down' : undefined),
  'lab.up': (state) => (!isDown(state) && state.layers.find(({ name }) => name === 'nodes')?.state === 'up' ? 'the lab is up' : undefined),
  'lab.down': (state) => (isDown(state) ? 'the lab is down' : undefined),
};

/** Why a command would change nothing now, or undefined. */
export function idle(id: string, state: LabState, args: CommandArgs): string | undefined {
  return IDLE[id]?.(state, args);
}
