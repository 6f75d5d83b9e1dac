import type { Unit } from '../../model/link.ts';
import { linesOf, notUnderstood } from '../lines.ts';
import { present } from '../present.ts';

const WHAT = 'systemctl show';

/** The properties that {@link parseUnits} needs, for `--property=`. */
export const UNIT_PROPERTIES = ['Id', 'LoadState', 'ActiveState', 'SubState', 'StateChangeTimestamp'] as const;

/**
 * `systemctl show --property=… UNIT…`: `Key=value` lines, an empty line between units. A unit that does not exist is one with
 * `LoadState=not-found`, not an error. Times as `--timestamp=unix` (systemd 247) writes them, `@1795246802`, or in words with UTC.
 */
export function parseUnits(raw: string): Unit[] {
  linesOf(WHAT, raw);
  return raw.split('\n\n').filter((block) => block.trim() !== '').map((block) => unitOf(block, raw));
}

function unitOf(block: string, raw: string): Unit {
  const entries = block.split('\n').filter((line) => line !== '').map((line) => {
    const at = line.indexOf('=');
    if (at <= 0) throw notUnderstood(WHAT, `'${line}' is no property`, raw);
    return [line.slice(0, at), line.slice(at + 1)] as const;
  });
  const properties = new Map(entries);
  const get = (name: string): string => {
    const value = properties.get(name);
    if (value === undefined) throw notUnderstood(WHAT, `no property '${name}'`, raw);
    return value;
  };
  return present({ name: get('Id'), loadState: get('LoadState'), activeState: get('ActiveState'), subState: get('SubState'), since: since(get('StateChangeTimestamp'), raw) });
}

/** Unix milliseconds; undefined where the unit never changed. */
function since(stamp: string, raw: string): number | undefined {
  if (stamp === '' || stamp === 'n/a') return undefined;
  const unix = /^@(\d+)$/.exec(stamp)?.[1];
  const inWords = /^[A-Z][a-z]{2} (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC$/.exec(stamp);
  const at = unix === undefined ? Date.parse(`${inWords?.[1]}T${inWords?.[2]}Z`) : Number(unix) * 1000;
  if (Number.isNaN(at)) throw notUnderstood(WHAT, `'${stamp}' is no time`, raw);
  return at;
}
