import type { QmpEvent } from './message.ts';

/** An event with what it says of itself, in QMP's own words: `JOB_STATUS_CHANGE status concluded, id save-1`. */
export function eventWords({ event, data }: Pick<QmpEvent, 'event' | 'data'>): string {
  const said = Object.entries(data).flatMap(([name, value]) => (typeof value === 'object' ? [] : [`${name} ${String(value)}`]));
  return [event, said.join(', ')].filter((part) => part !== '').join(' ');
}
