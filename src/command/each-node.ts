import type { Failure } from '../model/failure.ts';
import { CancelledError, toFailure } from '../model/errors.ts';

/** What came of one node of a group. */
export interface NodeOutcome {
  readonly node: string;
  readonly ok: boolean;
  readonly failure?: Failure;
}

/** What came of a verb on several nodes. */
export interface GroupDocument {
  readonly verb: string;
  readonly nodes: readonly NodeOutcome[];
}

/**
 * Acts on each node at once and sums up: one that fails does not keep the others from it.
 * @throws CancelledError when the operator took the request back
 */
export async function eachNode(verb: string, nodes: readonly string[], act: (node: string) => Promise<void>): Promise<GroupDocument> {
  const outcomes = await Promise.all(unique(nodes).map((node) => outcomeOf(node, act)));
  return { verb, nodes: outcomes };
}

async function outcomeOf(node: string, act: (node: string) => Promise<void>): Promise<NodeOutcome> {
  try {
    await act(node);
    return { node, ok: true };
  } catch (error) {
    if (error instanceof CancelledError) throw error;
    return { node, ok: false, failure: toFailure(error) };
  }
}

/** The exit of a group: any node that failed makes it a failure. */
export function groupOutcome(document: unknown): 'done' | 'exit' {
  return (document as GroupDocument).nodes.every(({ ok }) => ok) ? 'done' : 'exit';
}

function unique(words: readonly string[]): readonly string[] {
  return [...new Set(words)];
}
