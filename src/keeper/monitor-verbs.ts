import { asksHmp, asksQmp } from '../client/asks.ts';
import type { MonitorVerbs } from '../command/context.ts';
import type { OuterHold } from '../lab/outer-hold.ts';
import { act, type ActContext } from './acts.ts';

/** The monitor for one request: what changes something is written down, and in a dry run not sent. */
export function monitorVerbs(hold: OuterHold, context: ActContext): MonitorVerbs {
  const { signal } = context;
  return {
    status: async () => (await hold.monitor()).status({ signal }),
    qmp: (execute, args) => {
      const work = async (): Promise<unknown> => (await hold.monitor()).qmp(execute, { ...args }, { signal });
      return asksQmp(execute, args) ? work() : act(context, 'outer', ['qmp', execute, JSON.stringify(args)], work, {});
    },
    hmp: (line) => {
      const work = async (): Promise<string> => (await hold.monitor()).hmp(line, { signal });
      return asksHmp(line) ? work() : act(context, 'outer', ['hmp', line], work, '');
    },
  };
}
