import type { Json } from '../parse/qmp/message.ts';
import { asksHmp, asksQmp } from './asks.ts';
import { hmpMonitor } from './hmp/monitor.ts';
import type { Monitor, OpenMonitor } from './monitor.ts';
import { qmpMonitor } from './qmp/monitor.ts';

/**
 * A monitor for a dry run: what asks is asked, what would change something is only noted, word for word as it would be sent (`qmp COMMAND JSON` or `hmp LINE`).
 */
export function dryMonitor(open: OpenMonitor, note: (argv: readonly string[]) => void): Monitor {
  if (open.protocol === 'qmp') {
    const { connection } = open;
    const execute = (command: string, args: Json = {}): Promise<unknown> => (asksQmp(command, args) ? connection.execute(command, args) : (note(['qmp', command, JSON.stringify(args)]), Promise.resolve({})));
    return qmpMonitor({ name: connection.name, greeting: connection.greeting, closed: connection.closed, execute, onEvent: (listener) => connection.onEvent(listener), close: () => Promise.resolve() });
  }
  const { connection } = open;
  const type = (line: string): Promise<string> => (asksHmp(line) ? connection.type(line) : (note(['hmp', line]), Promise.resolve('')));
  return hmpMonitor({ name: connection.name, version: connection.version, closed: connection.closed, type, execute: type, close: () => Promise.resolve() });
}
