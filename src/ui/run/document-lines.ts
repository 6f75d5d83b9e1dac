/** Longer words of a document stand on lines of their own: XML, the output of a monitor. */
type Plain = string | number | boolean | null | undefined;

/** The document of a command as lines for a person: names before values, lists and objects indented below their name. */
export function documentLines(document: unknown): readonly string[] {
  return linesOf(document, '');
}

function linesOf(value: unknown, indent: string): readonly string[] {
  if (Array.isArray(value)) return value.length === 0 ? [`${indent}none`] : value.flatMap((each) => itemLines(each, indent));
  if (isObject(value)) return Object.entries(value).flatMap(([name, each]) => fieldLines(name, each, indent));
  return String(value).split('\n').map((line) => `${indent}${line}`);
}

/** `name: value` on one line where that fits, else the value below it. */
function fieldLines(name: string, value: unknown, indent: string): readonly string[] {
  if (value === undefined) return [];
  if (isPlain(value) && !String(value).includes('\n')) return [`${indent}${name}: ${String(value)}`];
  if (Array.isArray(value) && value.every(isPlain)) return [`${indent}${name}: ${value.length === 0 ? 'none' : value.join(', ')}`];
  return [`${indent}${name}:`, ...linesOf(value, `${indent}  `)];
}

/** The first line of an item carries its dash, the others stand below it. */
function itemLines(value: unknown, indent: string): readonly string[] {
  const [first = '', ...rest] = linesOf(value, `${indent}  `);
  return [`${indent}- ${first.slice(indent.length + 2)}`, ...rest];
}

function isPlain(value: unknown): value is Plain {
  return value === null || typeof value !== 'object';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
