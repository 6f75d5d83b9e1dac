import { shownAgeMs } from '../paint/clock.ts';

/** `8 s`, `40 s`, `12m`, `2h14m`, `3d4h`: at most six cells. Undefined for what has no age. */
export function ageText(ageMs: number | undefined): string | undefined {
  if (ageMs === undefined) return undefined;
  const stepped = shownAgeMs(0, ageMs);
  return stepped < 60_000 ? `${stepped / 1000} s` : longText(stepped / 60_000);
}

function longText(minutes: number): string {
  if (minutes < 60) return `${minutes}m`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)}h${pair(minutes % 60)}m`;
  return `${Math.floor(minutes / 1440)}d${Math.floor((minutes % 1440) / 60)}h`;
}

function pair(value: number): string {
  return String(value).padStart(2, '0');
}

/** The time of day, as the timeline says it: `14:02:31`, in the operator's time zone. */
export function clockText(at: number): string {
  const time = new Date(at);
  return [time.getHours(), time.getMinutes(), time.getSeconds()].map(pair).join(':');
}
