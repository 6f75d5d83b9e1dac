import { notUnderstood } from '../lines.ts';

export interface DomainEvent {
  /** Unix milliseconds, the outer VM's clock. */
  readonly at: number;
  /** `lifecycle`, `reboot`, `agent-lifecycle`, … */
  readonly event: string;
  readonly domain: string;
  /** `Started Booted` */
  readonly detail: string;
}

/** Older releases have no quotes round the name. */
const LINE = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d\.\d+)\+0000: event '([a-z0-9-]+)' for domain (?:'(.*)'|([^']\S*))(?:: ?(.*))?$/s;

/**
 * One line of `virsh event --loop --all --timestamp`. A name may hold quotes and colons: it ends at the last `': `.
 * @throws ParseError on any other line
 */
export function parseEventLine(line: string): DomainEvent {
  const [, day, time, event, quoted, plain, detail] = LINE.exec(line.trimEnd()) ?? [];
  if (day === undefined || time === undefined || event === undefined) throw notUnderstood('virsh event', 'a line that is no event', line);
  return { at: Date.parse(`${day}T${time}Z`), event, domain: quoted ?? plain ?? '', detail: detail ?? '' };
}
