import { z } from 'zod';
import { didYouMean, nearest } from '../model/nearest.ts';

type Issue = z.core.$ZodIssue;

/** One thing wrong with a file, in the words of the person who wrote it. */
export interface Complaint {
  readonly path: readonly PropertyKey[];
  /** Set when it is about this key of the map at `path`. */
  readonly key?: string;
  readonly message: string;
  readonly next: string;
  /** Something is not there: said last, for a mistyped key is often the reason. */
  readonly missing: boolean;
}

/** zod's issues as complaints: unknown keys each with their nearest match, unions with the words of the branch that fits best. */
export function complaintsOf(issues: readonly Issue[], schema: z.ZodType): readonly Complaint[] {
  return issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys.map((key) => unknownKey(issue.path, key, schema)) : [plain(issue)]));
}

function plain(issue: Issue): Complaint {
  const where = dotted(issue.path);
  return {
    path: issue.path,
    message: `${where === '' ? '' : `${where} `}${wordsOf(issue)}`,
    next: where === '' ? 'mend the file there' : `mend ${where} there`,
    missing: isMissing(issue),
  };
}

function isMissing(issue: Issue): boolean {
  return issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
}

/** Messages of ours are written to follow the name of what they are about ("is not a MAC address"); others are set apart. */
function wordsOf(issue: Issue): string {
  if (issue.code === 'invalid_union') return wordsOf(bestBranch(issue.errors) ?? { ...issue, code: 'custom' });
  if (isMissing(issue)) return 'is missing';
  if (/^(is|has|says) /.test(issue.message)) return issue.message;
  return `does not fit: ${issue.message.replace(/^Invalid (input|option): /, '')}`;
}

/** The branch that got furthest before it failed; of those the last, which is the widest by our habit. */
function bestBranch(branches: readonly (readonly Issue[])[]): Issue | undefined {
  const reach = (branch: readonly Issue[]): number => branch[0]?.path.length ?? 0;
  return branches.toSorted((a, b) => reach(a) - reach(b)).at(-1)?.[0];
}

function unknownKey(path: readonly PropertyKey[], key: string, schema: z.ZodType): Complaint {
  const known = knownKeys(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), path);
  const near = nearest(key, known);
  const where = dotted(path);
  return {
    path,
    key,
    message: `${where === '' ? '' : `${where} `}has no key ${JSON.stringify(key)}${didYouMean(key, known)}`.trim(),
    next: near === undefined ? `remove it; known keys: ${known.join(', ')}` : `rename it to ${near}`,
    missing: false,
  };
}

interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
  readonly allOf?: readonly SchemaNode[];
}

/** The keys that a map at `path` may have, from the schema's JSON form. */
function knownKeys(root: unknown, path: readonly PropertyKey[]): readonly string[] {
  const ends = path.reduce<readonly SchemaNode[]>((nodes, step) => nodes.flatMap((node) => stepInto(node, step)), [root as SchemaNode]);
  return [...new Set(ends.flatMap(branches).flatMap(({ properties }) => Object.keys(properties ?? {})))].filter((key) => key !== '$schema');
}

function stepInto(node: SchemaNode, step: PropertyKey): readonly SchemaNode[] {
  return branches(node).flatMap(({ properties, items, additionalProperties }) => {
    if (typeof step === 'number') return items ?? [];
    const named = properties?.[String(step)];
    return named ?? (typeof additionalProperties === 'object' ? additionalProperties : []);
  });
}

function branches(node: SchemaNode): readonly SchemaNode[] {
  const inner = [...(node.anyOf ?? []), ...(node.oneOf ?? []), ...(node.allOf ?? [])];
  return [node, ...inner.flatMap(branches)];
}

/** `nodes[0].nics[1].mac` */
function dotted(path: readonly PropertyKey[]): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${String(step)}`)).join('');
}
