import type { Json } from '../parse/qmp/message.ts';
import { hmpMonitor } from './hmp/monitor.ts';
import type { Monitor, OpenMonitor } from './monitor.ts';
import { qmpMonitor } from './qmp/monitor.ts';

/** QMP commands and human monitor words that only ask. */
const QMP_ASKS = /^(query-|qom-list|qom-get)/;
const HMP_ASKS = /^(info|help|print)\b/;

/**
 * A monitor for a dry run: what asks is asked, what would change something is only noted, word for word as it would be sent (`qmp COMMAND JSON` or `hmp LINE`).
 */
export function dryMonitor(open: OpenMonitor, note: (argv: readonly string[]) => void): Monitor {
  if (open.protocol === 'qmp') {
    const { connection } = open;
    const execute = (command: string, args: Json = {}): Promise<unknown> => (asks(command, args) ? connection.execute(command, args) : (note(['qmp', command, JSON.stringify(args)]), Promise.resolve({})));
    return qmpMonitor({ name: connection.name, greeting: connection.greeting, closed: connection.closed, execute, onEvent: (listener) => connection.onEvent(listener), close: () => Promise.resolve() });
  }
  const { connection } = open;
  const type = (line: string): Promise<string> => (HMP_ASKS.test(line) ? connection.type(line) : (note(['hmp', line]), Promise.resolve('')));
  return hmpMonitor({ name: connection.name, version: connection.version, closed: connection.closed, type, execute: type, close: () => Promise.resolve() });
}

function asks(command: string, args: Json): boolean {
  return QMP_ASKS.test(command) || (command === 'human-monitor-command' && HMP_ASKS.test(String(args['command-line'])));
}
