import { UsageError } from '../model/errors.ts';
import { compareVersions } from '../wire/identity.ts';
import type { Hello, HelloAnswer } from '../wire/protocol.ts';
import type { House } from './house.ts';

export type Verdict =
  | { readonly turnAway: Exclude<HelloAnswer, { readonly welcome: true }>; readonly goNow: boolean }
  | 'welcome';

/**
 * Whether a front end and this keeper belong together. An older keeper, or another build of the same version, makes room unless
 * something runs in it; a front end that is older is told so.
 * @throws UsageError when the front end means another lab
 */
export function judge({ parts: { identity, lab }, running }: House, hello: Hello): Verdict {
  if (hello.lab !== lab) throw new UsageError({ what: `this is the keeper of ${lab}, not of ${hello.lab}` });
  if (hello.version === identity.version && hello.build === identity.build) return 'welcome';
  const away = { welcome: false, keeperVersion: identity.version } as const;
  if (compareVersions(hello.version, identity.version) < 0) return { turnAway: { ...away, newer: true }, goNow: false };
  if (hello.onlyLooks === true) return { turnAway: away, goNow: false };
  const busy = running.lines()[0];
  return busy === undefined ? { turnAway: away, goNow: true } : { turnAway: { ...away, busy }, goNow: false };
}
