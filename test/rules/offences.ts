/** A file that breaks one rule of the import table, and what it leans on. */
export interface Offence {
  readonly rule: string;
  readonly path: string;
  readonly source: string;
}

/** What the planted imports lead to: one innocent file per room. */
export const ROOMS = ['model', 'config', 'store', 'wire', 'parse', 'command', 'transport', 'client', 'lab', 'impair', 'console', 'log', 'suite', 'probe', 'keeper', 'keymap', 'ui', 'cli'] as const;

export const innocent = (room: string): string => `export const ${room} = 1;\nexport type ${capital(room)} = number;\n`;
const capital = (word: string): string => word[0]?.toUpperCase() + word.slice(1);

const value = (room: string): string => `import { ${room} } from '../${room}/innocent.ts';\nexport const x = ${room};\n`;
const type = (room: string): string => `import type { ${capital(room)} } from '../${room}/innocent.ts';\nexport type X = ${capital(room)};\n`;

/** room -> a room that it must not know, once by value and once by type alone. */
const STRANGERS: Readonly<Record<(typeof ROOMS)[number], (typeof ROOMS)[number]>> = {
  model: 'store',
  config: 'store',
  store: 'client',
  wire: 'command',
  parse: 'client',
  command: 'keeper',
  transport: 'parse',
  client: 'lab',
  lab: 'store',
  impair: 'lab',
  console: 'probe',
  log: 'console',
  suite: 'impair',
  probe: 'lab',
  keeper: 'cli',
  keymap: 'wire',
  ui: 'client',
  cli: 'transport',
};

const strangers = ROOMS.flatMap((room): Offence[] => [
  { rule: `room-${room}`, path: `src/${room}/by-value.ts`, source: value(STRANGERS[room]) },
  { rule: `room-${room}`, path: `src/${room}/by-type.ts`, source: type(STRANGERS[room]) },
]);

export const OFFENCES: readonly Offence[] = [
  ...strangers,
  { rule: 'types-only-store', path: 'src/store/takes-a-value.ts', source: value('config') },
  { rule: 'types-only-command', path: 'src/command/takes-a-value.ts', source: value('client') },
  { rule: 'types-only-ui', path: 'src/ui/takes-a-value.ts', source: value('config') },
  { rule: 'types-only-cli', path: 'src/cli/takes-a-value.ts', source: value('config') },
  { rule: 'known-room', path: 'src/helpers/stray.ts', source: `import { model } from '../model/innocent.ts';\nexport const x = model;\n` },
  { rule: 'main-chooses', path: 'src/main.ts', source: `import { cli } from './cli/innocent.ts';\nimport { lab } from './lab/innocent.ts';\nexport const x = cli + lab;\n` },
  { rule: 'main-joins-only', path: 'src/main.ts', source: '' },
  { rule: 'main-is-the-root', path: 'src/cli/asks-main.ts', source: `import { x } from '../main.ts';\nexport const y = x;\n` },
  { rule: 'pure', path: 'src/parse/reads.ts', source: `import { readFileSync } from 'node:fs';\nexport const x = readFileSync;\n` },
  { rule: 'pure', path: 'src/command/reads.ts', source: `import { readFileSync } from 'fs';\nexport const x = readFileSync;\n` },
  { rule: 'model-uses-nothing', path: 'src/model/waits.ts', source: `import { setTimeout } from 'node:timers/promises';\nexport const x = setTimeout;\n` },
  { rule: 'only-ui-draws', path: 'src/keeper/draws.ts', source: `import { Box } from 'ink';\nexport const x = Box;\n` },
  { rule: 'only-ui-draws', path: 'src/keeper/draws-a-type.ts', source: `import type { ReactNode } from 'react';\nexport type X = ReactNode;\n` },
  { rule: 'light-front-ends', path: 'src/cli/heavy.ts', source: `import { parse } from 'yaml';\nexport const x = parse;\n` },
  { rule: 'no-cycle', path: 'src/lab/chicken.ts', source: `import type { Egg } from './egg.ts';\nexport type Chicken = Egg;\n` },
  { rule: 'resolvable', path: 'src/lab/lost.ts', source: `import { x } from './nowhere.ts';\nexport const y = x;\n` },
  { rule: 'no-test-in-source', path: 'src/lab/tests.ts', source: `import { t } from '../../test/innocent.ts';\nexport const y = t;\n` },
  { rule: 'no-dev-package', path: 'src/lab/compiles.ts', source: `import ts from 'typescript';\nexport const y = ts;\n` },
];

/** Files that an offence needs beside it and that are not reported themselves. */
export const COMPANIONS: Readonly<Record<string, string>> = {
  'src/lab/egg.ts': `import type { Chicken } from './chicken.ts';\nexport type Egg = Chicken;\n`,
  'test/innocent.ts': 'export const t = 1;\n',
};
