/** An element as data: built first, written once, so that no name or path can ever be read as markup. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Element | string)[];
}

type Attributes = Readonly<Record<string, string | number | undefined>>;
type Child = Element | string | undefined | readonly Child[];

/** Attributes and children that are undefined are left out; lists of children are laid flat. */
export function element(name: string, attributes: Attributes = {}, ...children: readonly Child[]): Element {
  const present = Object.entries(attributes).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)] as const]));
  return { name, attributes: Object.fromEntries(present), children: flat(children) };
}

function flat(children: readonly Child[]): (Element | string)[] {
  return children.flatMap((child) => {
    if (child === undefined) return [];
    return isList(child) ? flat(child) : [child];
  });
}

function isList(child: Child): child is readonly Child[] {
  return Array.isArray(child);
}

/** XML 1.0, an element a line. A text child stands alone in its element. */
export function writeXml(node: Element, indent = ''): string {
  const attributes = Object.entries(node.attributes).map(([key, value]) => ` ${key}='${escape(value)}'`).join('');
  const open = `${indent}<${node.name}${attributes}`;
  if (node.children.length === 0) return `${open}/>\n`;
  const text = node.children.filter((child) => typeof child === 'string');
  if (text.length > 0) return `${open}>${text.map(escape).join('')}</${node.name}>\n`;
  const inner = node.children.map((child) => (typeof child === 'string' ? '' : writeXml(child, `${indent}  `))).join('');
  return `${open}>\n${inner}${indent}</${node.name}>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', "'": '&apos;', '"': '&quot;', '\n': '&#10;', '\t': '&#9;' };

function escape(value: string): string {
  return value.replace(/[&<>'"\n\t]/g, (character) => ENTITIES[character] ?? character);
}
