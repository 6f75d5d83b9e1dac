import { readFileSync } from 'node:fs';
import { type Document, isMap, isNode, isPair, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import { UsageError } from '../model/errors.ts';
import { type Complaint, complaintsOf } from './complaints.ts';

/**
 * Reads a YAML file and checks it against a schema.
 * @throws UsageError that names every fault as `file:line:column: what is wrong`, and the next step
 */
export function readYamlFile<S extends z.ZodType>(file: string, schema: S): z.output<S> {
  return readYaml(textOf(file), file, schema);
}

/** As {@link readYamlFile}, from text; `file` is its name in messages. */
export function readYaml<S extends z.ZodType>(text: string, file: string, schema: S): z.output<S> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const syntax = document.errors.map(({ pos, message }) => faultAt(file, lines, pos[0], { message: message.split('\n')[0] ?? message, next: 'mend the YAML there' }));
  if (syntax.length > 0) throw refusal(syntax);
  const checked = schema.safeParse(document.toJS());
  if (checked.success) return checked.data;
  const placed = complaintsOf(checked.error.issues, schema).map((complaint) => ({ complaint, offset: offsetOf(document, complaint) }));
  placed.sort((a, b) => Number(a.complaint.missing) - Number(b.complaint.missing) || a.offset - b.offset);
  throw refusal(placed.map(({ complaint, offset }) => faultAt(file, lines, offset, complaint)));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError({ what: `cannot read ${file}`, detail: String(error), cause: error });
  }
}

interface Fault {
  readonly line: string;
  readonly next: string;
}

function faultAt(file: string, lines: LineCounter, offset: number, { message, next }: Pick<Complaint, 'message' | 'next'>): Fault {
  const { line, col } = lines.linePos(offset);
  return { line: `${file}:${line}:${col}: ${message}`, next };
}

function refusal(faults: readonly Fault[]): UsageError {
  const [first, ...rest] = faults;
  const more = rest.length === 0 ? '' : ` (and ${rest.length} more)`;
  return new UsageError({ what: `${first?.line ?? 'not valid'}${more}`, next: first?.next ?? '', detail: faults.map(({ line }) => line).join('\n') });
}

/** Where in the text a complaint points: the key itself, the value, or what is nearest above it. */
function offsetOf(document: Document, { path, key }: Complaint): number {
  const at = key === undefined ? undefined : keyOffset(document, path, key);
  return at ?? nearestOffset(document, path);
}

function keyOffset(document: Document, path: readonly PropertyKey[], key: string): number | undefined {
  const map = nodeAt(document, path);
  if (!isMap(map)) return undefined;
  const pair = map.items.find((each) => isPair(each) && isScalar(each.key) && String(each.key.value) === key);
  return isNode(pair?.key) ? pair.key.range?.[0] : undefined;
}

function nearestOffset(document: Document, path: readonly PropertyKey[]): number {
  const offset = nodeAt(document, path)?.range?.[0];
  if (offset !== undefined) return offset;
  return path.length === 0 ? 0 : nearestOffset(document, path.slice(0, -1));
}

function nodeAt(document: Document, path: readonly PropertyKey[]): Node | undefined {
  const node: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
  return isNode(node) ? node : undefined;
}
