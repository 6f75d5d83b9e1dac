import { UsageError } from '../model/errors.ts';
import { didYouMean } from '../model/nearest.ts';
import { valueOf } from '../model/reading.ts';
import { labNodes } from '../store/select/nodes.ts';
import type { LabState } from '../store/state.ts';
import { textArg } from './args.ts';
import type { Command, CommandArg } from './command.ts';
import { outerSilent } from './reachable.ts';

const PORT: CommandArg = { name: 'port', kind: 'port', summary: 'the name of an OVS port' };

/** Names of all ports of all bridges. */
export function portNames(state: LabState): readonly string[] {
  return (valueOf(state.bridges) ?? []).flatMap(({ ports }) => ports.map(({ name }) => name));
}

/** The network devices behind a port: one, or those of a bond. @throws UsageError when no bridge has such a port */
function devicesOf(state: LabState, port: string): readonly string[] {
  const found = (valueOf(state.bridges) ?? []).flatMap(({ ports }) => ports).find(({ name }) => name === port);
  if (found !== undefined) return found.interfaces.map(({ name }) => name);
  const known = portNames(state);
  throw new UsageError({ what: `no bridge has a port ${JSON.stringify(port)}${didYouMean(port, known)}`, next: 'labdeck fabric', detail: `known: ${known.join(', ')}` });
}

function ownerWords(state: LabState, port: string): string {
  const owner = labNodes(state).find(({ nics }) => nics.some(({ ovsPort }) => ovsPort === port))?.name;
  return owner === undefined ? `what is connected through ${port}` : `${owner}: its network through ${port}`;
}

const portVerb = (to: 'up' | 'down'): Command => ({
  id: `port.${to}`,
  cli: `port ${to}`,
  summary: to === 'up' ? 'set the device behind an OVS port up' : 'set the device behind an OVS port down: nothing passes it any more',
  examples: [`port ${to} vnet0`],
  args: [PORT],
  options: [],
  mutates: true,
  blast: to === 'up' ? 'none' : 'node',
  ...(to === 'up' ? {} : { loses: (state: LabState, args) => `${ownerWords(state, textArg(args, 'port'))}, until port up` }),
  undo: (args) => ({ id: to === 'up' ? 'port.down' : 'port.up', args }),
  disabled: outerSilent,
  stales: ['bridges', 'links'],
  reads: ['outer', 'bridges'],
  run: async (ctx, args) => {
    const port = textArg(args, 'port');
    const devices = devicesOf(ctx.state(), port);
    for (const device of devices) await ctx.fabric.linkSet(device, to);
    return { port, devices, state: to };
  },
});

export const PORT_VERBS: readonly Command[] = [portVerb('up'), portVerb('down')];
