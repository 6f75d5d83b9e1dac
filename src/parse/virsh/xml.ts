import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { notUnderstood } from '../lines.ts';

/** An XML element: its attributes, its own text, its children in document order. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  readonly children: readonly Element[];
}

type Raw = Readonly<Record<string, unknown>>;

/** Nothing is trimmed, guessed or merged: a domain may be called `007` or `5e3`. */
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  ignoreDeclaration: true,
  htmlEntities: true,
});

/**
 * The root element of a document.
 * @throws ParseError when it is no well-formed XML, or its root has another name
 */
export function parseXml(what: string, raw: string, rootName: string): Element {
  if (raw.trim() === '') throw notUnderstood(what, 'no output', raw);
  const valid = XMLValidator.validate(raw);
  if (valid !== true) throw notUnderstood(what, `no well-formed XML: ${valid.err.msg} (line ${valid.err.line})`, raw);
  const root = elements(parser.parse(raw) as Raw[]).find(({ name }) => name === rootName);
  if (root === undefined) throw notUnderstood(what, `no <${rootName}>`, raw);
  return root;
}

function elements(nodes: readonly Raw[]): Element[] {
  return nodes.flatMap((node) => Object.keys(node).filter((key) => key !== ':@' && !key.startsWith('#')).map((name) => element(name, node)));
}

function element(name: string, node: Raw): Element {
  const inner = node[name] as Raw[];
  const text = inner.map((each) => each['#text']).filter((each) => typeof each === 'string').join('');
  return { name, attributes: (node[':@'] ?? {}) as Record<string, string>, text, children: elements(inner) };
}

/** The first child of that name; `a/b` goes deeper. */
export function child(of: Element | undefined, path: string): Element | undefined {
  return path.split('/').reduce<Element | undefined>((at, name) => at?.children.find((each) => each.name === name), of);
}

export function children(of: Element | undefined, name: string): readonly Element[] {
  return of?.children.filter((each) => each.name === name) ?? [];
}
