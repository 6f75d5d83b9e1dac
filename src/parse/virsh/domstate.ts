import type { DomainState } from '../../model/domain.ts';
import { linesOf, notUnderstood } from '../lines.ts';
import { domainState } from './state.ts';

const WHAT = 'virsh domstate';

/** `virsh domstate --reason`: `running (booted)`, and an empty line. */
export function parseDomstate(raw: string): { readonly state: DomainState; readonly reason?: string } {
  const [line = '', ...rest] = linesOf(WHAT, raw);
  if (rest.some((each) => each !== '')) throw notUnderstood(WHAT, 'more than one line', raw);
  const [, word = '', reason] = /^([a-z ]+?)(?: \((.*)\))?$/.exec(line) ?? [];
  const state = domainState(WHAT, word, raw);
  return reason === undefined ? { state } : { state, reason };
}
