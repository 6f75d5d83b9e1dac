import type { Json } from '../parse/qmp/message.ts';

/** QMP commands and words of the human monitor that only ask; everything else is an act. */
const QMP_ASKS = /^(query-|qom-list|qom-get)/;
const HMP_ASKS = /^\s*(info|help|print)\b/;

export function asksQmp(command: string, args: Json = {}): boolean {
  return QMP_ASKS.test(command) || (command === 'human-monitor-command' && asksHmp(String(args['command-line'])));
}

export function asksHmp(line: string): boolean {
  return HMP_ASKS.test(line);
}
