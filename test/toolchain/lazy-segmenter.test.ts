import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { withLazySegmenter } from '../../scripts/steps/ink-plugins.ts';
import { inRoot } from '../../scripts/steps/root.ts';

const MADE_WHEN_LOADED = /^const \w+ = new Intl\.Segmenter/m;
const FILES = ['string-width/index.js', 'wrap-ansi/index.js', 'slice-ansi/tokenize-ansi.js', 'ink/build/line-update.js', '@alcalzone/ansi-tokenize/build/tokenize.js'];

describe('a segmenter that is made when a module is loaded', () => {
  test.each(FILES)('is left to the first use in %s', (file) => {
    const source = readFileSync(inRoot('node_modules', file), 'utf8');
    expect(source).toMatch(MADE_WHEN_LOADED);
    expect(withLazySegmenter(source)).not.toMatch(MADE_WHEN_LOADED);
  });

  test('divides a text as before', () => {
    const divide = new Function(`${withLazySegmenter("const cut = new Intl.Segmenter('en', {granularity: 'grapheme'});")}\nreturn (text) => [...cut.segment(text)].map(({ segment }) => segment);`) as (text: string) => string[];
    const cut = divide.call(undefined, '') as unknown as (text: string) => string[];
    expect(cut('e\u0301x')).toEqual(['e\u0301', 'x']);
  });
});
