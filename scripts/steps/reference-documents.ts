import { DOCUMENTS, documentsSchema } from '../../src/config/documents/documents.ts';

interface Defined {
  readonly description?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Defined>>;
  readonly required?: readonly string[];
  readonly items?: Defined;
  readonly anyOf?: readonly Defined[];
}

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** `array of object`, `"up" or "down"`, `number` */
function typeWords({ type, enum: words, const: constant, items, anyOf }: Defined): string {
  if (constant !== undefined) return JSON.stringify(constant);
  if (words !== undefined) return words.map((word) => JSON.stringify(word)).join(' or ');
  if (anyOf !== undefined) return anyOf.map(typeWords).join(' or ');
  return type === 'array' ? `array of ${items?.type ?? 'anything'}` : (type ?? 'anything');
}

function fields(defined: Defined): string {
  const forms = (defined.anyOf ?? [defined]).filter(({ properties }) => properties !== undefined);
  return forms.map((form) => ['| field | type | meaning |', '| --- | --- | --- |', ...Object.entries(form.properties ?? {}).map((entry) => fieldRow(entry, form))].join('\n')).join('\n\nor\n\n');
}

function fieldRow([name, defined]: readonly [string, Defined], { required }: Defined): string {
  return `| \`${name}\`${required?.includes(name) === true ? '' : ' (may be absent)'} | ${cell(typeWords(defined))} | ${cell(defined.description ?? '')} |`;
}

/** docs/reference/documents.md */
export function documentReference(): string {
  const { $defs } = documentsSchema() as { readonly $defs: Readonly<Record<string, Defined>> };
  const sections = Object.entries(DOCUMENTS).map(([name, { verbs, summary }]) => [`## ${name}`, `\`${verbs.join('`, `')}\`: ${summary}.`, fields($defs[name] ?? {})].join('\n\n'));
  const about = 'With `--json` a verb prints one document on standard output, also when it fails. Whole forms, nested ones too: `assets/schemas/documents.schema.json`.';
  return ['# JSON documents', '<!-- Made by `npm run generate`: change the schemas in src/config/documents/, not this page. -->', about, ...sections].join('\n\n') + '\n';
}
