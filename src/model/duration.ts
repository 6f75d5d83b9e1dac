const MS_PER = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
type DurationUnit = keyof typeof MS_PER;

/** `500ms`, `3s`, `1.5m`, `2h`, `1d`; a bare number is seconds. Milliseconds, or undefined when it is none of these. */
export function parseDurationMs(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)?$/.exec(text.trim());
  if (match === null) return undefined;
  return Math.round(Number(match[1]) * MS_PER[(match[2] ?? 's') as DurationUnit]);
}

/** A length of time as people read it: `430 ms`, `2.4 s`, `38 s`, `4 min 5 s`, `2 h 3 min`, `3 d`. */
export function durationText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  if (ms < 60_000) return `${Math.round(ms / 1000)} s`;
  if (ms < 3_600_000) return pair(ms, 60_000, 'min', 1000, 's');
  return ms < 86_400_000 ? pair(ms, 3_600_000, 'h', 60_000, 'min') : pair(ms, 86_400_000, 'd', 3_600_000, 'h');
}

function pair(ms: number, big: number, bigName: string, small: number, smallName: string): string {
  const rest = Math.floor((ms % big) / small);
  return `${Math.floor(ms / big)} ${bigName}${rest === 0 ? '' : ` ${rest} ${smallName}`}`;
}
