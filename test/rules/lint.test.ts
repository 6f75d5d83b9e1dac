import { ESLint } from 'eslint';
import { beforeAll, describe, expect, test } from 'vitest';
import { inRoot } from '../../scripts/steps/root.ts';

/** Lint rules that carry a rule of the house: what each forbids, written where it is forbidden. */
const OFFENCES = [
  ['no-restricted-properties', 'export const x = process.argv[2];'],
  ['no-restricted-properties', 'export const end = () => { process.exitCode = 1; };'],
  ['@typescript-eslint/no-floating-promises', 'export const x = () => { Promise.resolve(1); };'],
  ['@typescript-eslint/no-misused-promises', 'export const x = (f: (done: () => void) => void) => f(async () => { await Promise.resolve(); });'],
  ['@typescript-eslint/consistent-type-imports', "import { UNKNOWN, Reading } from '../model/reading.ts';\nexport const x: Reading<1> = UNKNOWN;"],
  ['@typescript-eslint/only-throw-error', "export const x = () => { throw 'text'; };"],
  ['@typescript-eslint/no-explicit-any', 'export const x = (y: any) => y as unknown;'],
  ['no-empty', 'export const x = (f: () => void) => { try { f(); } catch {} };'],
] as const;

/** A file that exists, so that its text can be replaced by the planted one and still be read with types. */
const PLACE = inRoot('src/store/state.ts');

describe('each lint rule of the house bites', () => {
  let eslint: ESLint;
  beforeAll(() => {
    eslint = new ESLint({ cwd: inRoot() });
  });

  test.each(OFFENCES)('%s: %s', async (rule, source) => {
    const [result] = await eslint.lintText(source, { filePath: PLACE });
    expect(result?.messages.map(({ ruleId, message }) => ruleId ?? message)).toEqual([rule]);
  });

  test('main.ts alone may touch the ends of the process', async () => {
    expect(await eslint.isPathIgnored(inRoot('src/main.ts'))).toBe(false);
    const config = (await eslint.calculateConfigForFile(inRoot('src/main.ts'))) as { rules: Record<string, unknown> };
    expect(config.rules['no-restricted-properties']).toBeUndefined();
  });
});
