import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { SCRIPTS, SHELLS } from '../../src/cli/completion/scripts.ts';
import { documentsSchema } from '../../src/config/documents/documents.ts';
import { keymapSchema } from '../../src/config/keymap.ts';
import { labSchema } from '../../src/config/lab.ts';
import { layoutSchema } from '../../src/config/layout.ts';
import { networkProfileSchema } from '../../src/config/network-profile.ts';
import { themeSchema } from '../../src/config/theme.ts';
import { commandReference, exitCodeReference } from './reference.ts';
import { documentReference } from './reference-documents.ts';
import { keyReference } from './reference-keys.ts';
import { inRoot } from './root.ts';

/** A file that is made from the sources. Add a row, run `npm run generate`, commit both. */
export interface Generator {
  /** Relative to the checkout. */
  readonly path: string;
  readonly make: () => string | Promise<string>;
}

/** What a person may write into such a file, for editors. */
const jsonSchema = (schema: z.ZodType): string => `${JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), null, 2)}\n`;

/** The YAML files of a folder as data by name, defaults filled in. */
function compiled(folder: string, schema: z.ZodType): string {
  const files = readdirSync(inRoot(folder)).filter((name) => name.endsWith('.yaml')).toSorted();
  const entries = files.map((name) => [basename(name, '.yaml'), schema.parse(parse(readFileSync(inRoot(folder, name), 'utf8')))]);
  return JSON.stringify(Object.fromEntries(entries), null, 2);
}

const builtIn = (): string => `// Made by \`npm run generate\` from layouts/ and assets/themes/: a front end reads no YAML.
import type { LayoutConfig } from '../config/layout.ts';
import type { ThemeConfig } from '../config/theme.ts';

export const LAYOUTS: Readonly<Record<string, LayoutConfig>> = ${compiled('layouts', layoutSchema)};

export const THEMES: Readonly<Record<string, ThemeConfig>> = ${compiled(join('assets', 'themes'), themeSchema)};
`;

export const GENERATORS: readonly Generator[] = [
  { path: 'assets/schemas/lab.schema.json', make: () => jsonSchema(labSchema) },
  { path: 'assets/schemas/network-profile.schema.json', make: () => jsonSchema(networkProfileSchema) },
  { path: 'assets/schemas/layout.schema.json', make: () => jsonSchema(layoutSchema) },
  { path: 'assets/schemas/theme.schema.json', make: () => jsonSchema(themeSchema) },
  { path: 'assets/schemas/keymap.schema.json', make: () => jsonSchema(keymapSchema) },
  { path: 'src/ui/built-in.ts', make: builtIn },
  { path: 'docs/reference/commands.md', make: commandReference },
  { path: 'docs/reference/keys.md', make: keyReference },
  { path: 'docs/reference/exit-codes.md', make: exitCodeReference },
  { path: 'docs/reference/documents.md', make: documentReference },
  { path: 'assets/schemas/documents.schema.json', make: () => `${JSON.stringify(documentsSchema(), null, 2)}\n` },
  ...SHELLS.map((shell) => ({ path: `assets/completions/labdeck.${shell}`, make: () => SCRIPTS[shell] })),
];
