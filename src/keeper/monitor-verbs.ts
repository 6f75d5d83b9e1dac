import type { MonitorVerbs } from '../command/context.ts';
import type { OuterHold } from '../lab/outer-hold.ts';
import { act, type ActContext } from './acts.ts';

/** QMP commands and HMP words that only ask; everything else is an act. */
const ASKS = /^(query-|qom-list|qom-get|info\b|help\b|print\b)/;

/** The monitor for one request: what changes something is written down, and in a dry run not sent. */
export function monitorVerbs(hold: OuterHold, context: ActContext): MonitorVerbs {
  const { signal } = context;
  return {
    status: async () => (await hold.monitor()).status({ signal }),
    qmp: (execute, args) => {
      const work = async (): Promise<unknown> => (await hold.monitor()).qmp(execute, { ...args }, { signal });
      return ASKS.test(execute) ? work() : act(context, 'outer', ['qmp', execute, JSON.stringify(args)], work, {});
    },
    hmp: (line) => {
      const work = async (): Promise<string> => (await hold.monitor()).hmp(line, { signal });
      return ASKS.test(line.trim()) ? work() : act(context, 'outer', ['hmp', line], work, '');
    },
  };
}
