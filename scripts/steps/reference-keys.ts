import { helpRows, type HelpRow } from '../../src/keymap/help.ts';
import { BUILT_IN } from '../../src/keymap/keymap.ts';
import { MENUS } from '../../src/keymap/menus.ts';
import { named } from '../../src/keymap/named.ts';
import { chainOf, SCOPES } from '../../src/keymap/scopes.ts';
import { VERBS } from '../../src/command/registry.ts';
import { SCREEN_VERBS } from '../../src/command/screen-verbs.ts';

const MADE = '<!-- Made by `npm run generate`: change the tables in src/keymap/, not this page. -->';
const USER = `A key is looked up where the focus is, then outward. A keymap file changes what keys do, by scope and key; \`null\` takes a key away:

\`\`\`yaml
# yaml-language-server: $schema=keymap.schema.json
keys:
  nodes:
    S: vm.start n100-1
  global:
    Q: screen.quit
    q: null
\`\`\`

F2 to F12 are kept for network profiles. The palette (\`:\`) runs every command, with a key or without.`;

const cell = (text: string): string => text.replaceAll('|', '\\|');
const code = (text: string): string => (text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``);
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

/** The rows of one scope alone. */
const ownRows = (scope: string): readonly HelpRow[] => helpRows(BUILT_IN, scope).filter((row) => row.scope === scope);

function section(scope: string, title: string): readonly string[] {
  const rows = ownRows(scope);
  if (rows.length === 0) return [];
  const [, ...outward] = chainOf(scope);
  const then = outward.length === 0 ? '' : ` Then ${outward.map(code).join(', ')}.`;
  return [`## ${title}`, `Scope ${code(scope)}.${then}`, table(['key', 'command', 'what it does'], rows.map(({ keys, row, summary }) => [keys.map(code).join(' '), code(row.id), summary]))];
}

function menuSections(): readonly string[] {
  return MENUS.flatMap(({ id, summary, rows }) => [`## ${id}`, `${summary}.`, table(['key', 'command', 'what it does'], rows.map((row) => [code(row.chord), code([row.id, ...Object.keys(row.args ?? {})].join(' ')), named(row.id)?.summary ?? '']))]);
}

/** docs/reference/keys.md */
export function keyReference(): string {
  const commands = table(['command', 'what it does'], [...SCREEN_VERBS, ...VERBS].map(({ id, summary }) => [code(id), summary]));
  return `${['# Keys', MADE, USER, ...SCOPES.flatMap(({ scope, title }) => section(scope, title)), ...menuSections(), '## Commands that a key can have', commands].join('\n\n')}\n`;
}
