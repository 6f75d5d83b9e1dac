import type { GroupDocument } from '../../command/each-node.ts';
import { isFrontVerb } from '../../command/registry.ts';
import type { Command, FrontVerb } from '../../command/command.ts';
import type { Failure } from '../../model/failure.ts';
import type { Notice } from '../screen/state.ts';
import { ageText } from '../widgets/ages.ts';

type Said = Pick<Notice, 'tone' | 'text'>;

/** What came of a command in one line; of a group, each node that failed with its reason. */
export function outcomeOf(verb: Command | FrontVerb, document: unknown, elapsedMs: number): Said {
  const took = elapsedMs < 1000 ? '' : ` in ${ageText(elapsedMs) ?? ''}`;
  if (isGroup(document)) return groupSaid(verb.cli, document, took);
  const outcome = isFrontVerb(verb) ? 'done' : (verb.outcome?.(document) ?? 'done');
  if (outcome === 'done') return { tone: 'good', text: `${verb.cli}: done${took}` };
  return { tone: 'bad', text: `${verb.cli}: ${outcome === 'check' ? 'a check did not hold' : 'failed'}` };
}

function isGroup(document: unknown): document is GroupDocument {
  return typeof document === 'object' && document !== null && 'verb' in document && Array.isArray((document as GroupDocument).nodes);
}

function groupSaid(cli: string, { nodes }: GroupDocument, took: string): Said {
  const failed = nodes.filter(({ ok }) => !ok);
  const done = nodes.filter(({ ok }) => ok).map(({ node }) => node);
  if (failed.length === 0) return { tone: 'good', text: `${cli} ${named(done)}: done${took}` };
  const reasons = failed.map(({ node, failure }) => `${node}: ${failure === undefined ? 'failed' : reasonOf(failure)}`).join('; ');
  return { tone: 'bad', text: done.length === 0 ? `${cli} ${reasons}` : `${cli}: ${done.length} of ${nodes.length} done; ${reasons}` };
}

/** Few names are said, many are counted. */
function named(nodes: readonly string[]): string {
  return nodes.length <= 3 ? nodes.join(', ') : `${nodes.length} nodes`;
}

/** Why something failed, with the next step, on one line. */
export function reasonOf({ what, next, detail }: Failure): string {
  const last = detail.trim().split('\n').at(-1) ?? '';
  const why = last === '' || what.includes(last) ? what : `${what}: ${last}`;
  return next === undefined ? why : `${why} → ${next}`;
}
