import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { DARK, LIGHT, screenSvg } from '../../scripts/steps/screen-svg.ts';
import type { Cell } from '../stories/terminal.ts';

const PLAIN: Cell = { text: ' ', width: 1, bold: false, dim: false, italic: false, underline: false, inverse: false };
const row = (text: string, look: Partial<Cell> = {}): Cell[] => [...text].map((letter) => ({ ...PLAIN, ...look, text: letter }));

describe('a screen as a picture', () => {
  it('is one text for what looks the same, and well-formed whatever is on it', () => {
    const svg = screenSvg([[...row('a<b&c '), ...row('red', { fg: 1, bold: true })], row('      ')], DARK);
    expect(XMLValidator.validate(svg)).toBe(true);
    expect([...svg.matchAll(/<text .*>(.*)<\/text>/g)].map(([, text]) => text)).toEqual(['a&lt;b&amp;c', 'red']);
    expect(svg).toContain(`fill="${DARK.ansi[1]}" font-weight="bold"`);
  });

  it('turns inverse round, on the paper that it is on', () => {
    const svg = screenSvg([row('x', { inverse: true }), row('plain')], LIGHT);
    expect(svg).toContain(`width="8.4" height="18" fill="${LIGHT.foreground}"`);
    expect(svg).toContain(`fill="${LIGHT.background}">x<`);
  });

  it('gives a wide character two cells and a text of its own', () => {
    const svg = screenSvg([[...row('a'), { ...PLAIN, text: '界', width: 2 }, { ...PLAIN, width: 0 }, ...row('b')]], DARK);
    expect([...svg.matchAll(/x="([\d.]+)" y="[\d.]+" textLength="([\d.]+)".*>(.)</g)].map(([, x, length, text]) => [text, x, length])).toEqual([['a', '12', '8.4'], ['界', '20.4', '16.8'], ['b', '37.2', '8.4']]);
  });

  it('stands on the background of most cells, and draws only what differs from it', () => {
    const svg = screenSvg([row('on blue', { bg: '#000080' }), row('x')], DARK);
    expect(svg).toContain('rx="8" fill="#000080"');
    expect(svg.match(/<rect/g)).toHaveLength(1);
  });

  it('refers to nothing outside of it', () => {
    expect(screenSvg([row('x', { fg: '#010203', bg: 200 })], DARK).replace('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(/http|url\(|@import|href/);
  });
});
