import type { GroupDocument } from '../../command/each-node.ts';
import { failureLine } from '../../model/failure.ts';
import { printable } from '../printable.ts';
import type { View } from './view.ts';

/** A line per node: what came of it. */
export function groupText({ verb, nodes }: GroupDocument, { style }: View): string {
  return nodes
    .map(({ node, ok, failure }) => `${printable(node)}: ${ok ? style('good', `${verb} done`) : style('bad', `${verb} failed`)}${failure === undefined ? '' : `: ${printable(failureLine(failure), '\n')}`}`)
    .join('\n');
}
