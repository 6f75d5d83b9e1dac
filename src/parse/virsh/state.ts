import { DOMAIN_STATES, type DomainState } from '../../model/domain.ts';
import { notUnderstood } from '../lines.ts';

/** A state in virsh's own words. @throws ParseError on another word */
export function domainState(what: string, word: string, raw: string): DomainState {
  const state = DOMAIN_STATES.find((each) => each === word);
  if (state === undefined) throw notUnderstood(what, raw.trim() === '' ? 'no output' : `'${word}' is no state of a domain`, raw);
  return state;
}
