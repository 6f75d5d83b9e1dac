import { describe, expect, it } from 'vitest';
import { guestText } from '../../src/cli/front/guest-filter.ts';
import { fakeHouse } from './fake-house.ts';
import { downState, upState } from './made-lab.ts';
import { labdeck } from './run.ts';

const ESC = '\u001b';

describe('what a guest may put on the terminal', () => {
  it.each([
    ['printable text, tabs, backspaces and ends of line', 'a\tb\bc\r\nü€😀', 'a\tb\bc\r\nü€😀'],
    ['colours', `${ESC}[1;31mred${ESC}[0m${ESC}[m${ESC}[38:5:1m`, `${ESC}[1;31mred${ESC}[0m${ESC}[m${ESC}[38:5:1m`],
    ['no cursor moves and erasures', `a${ESC}[2J${ESC}[H${ESC}[10;10Hb`, 'ab'],
    ['no private modes, nor anything that ends in m and is no colour', `${ESC}[?1049h${ESC}[>4;2m${ESC}[?25l${ESC}[1 mx`, 'x'],
    ['no window titles, clipboards or links', `${ESC}]0;title\u0007a${ESC}]52;c;cm0=${ESC}\\b${ESC}]8;;http://x${ESC}\\c`, 'abc'],
    ['no reports of the terminal', `${ESC}[6n${ESC}[c${ESC}Z${ESC}[5nx`, 'x'],
    ['no device control strings', `a${ESC}P$q"p${ESC}\\b${ESC}_apc${ESC}\\c${ESC}^pm${ESC}\\d${ESC}Xsos${ESC}\\e`, 'abcde'],
    ['none of the eight-bit forms', 'a\u009b2Jb\u009d0;t\u009cc\u0090q\u009cd\u0085e', 'abcde'],
    ['colours in the eight-bit form, made seven-bit', '\u009b32mx', `${ESC}[32mx`],
    ['no character sets and no resets', `${ESC}(0lqk${ESC}(B${ESC}c${ESC}#8${ESC}%Gx`, 'lqkx'],
    ['no bells, shifts and nulls', 'a\u0007b\u000ec\u000fd\u0000e\u007ff\u0018g', 'abcdefg'],
    ['nothing of a string inside a string', `${ESC}]0;a${ESC}]0;b\u0007c`, 'c'],
    ['text after a sequence that never ended', `${ESC}[31${ESC}[32mx`, `${ESC}[32mx`],
  ])('%s', (_what, said, passed) => {
    expect(guestText().push(said)).toBe(passed);
  });

  it('is the same wherever the stream is cut', () => {
    const said = `a${ESC}[1;31mb${ESC}]0;t${ESC}\\c${ESC}(0d\u009b2Je${ESC}P1${ESC}\\f`;
    const whole = guestText().push(said);
    for (let at = 0; at <= said.length; at++) {
      const filter = guestText();
      expect(filter.push(said.slice(0, at)) + filter.push(said.slice(at))).toBe(whole);
    }
  });

  it('never lets out an escape that is no colour, whatever is said', () => {
    const alphabet = [ESC, '[', ']', 'P', '\\', ';', '3', '1', 'm', 'J', 'h', '?', '(', '0', ' ', '\u0007', '\u009b', '\u009c', '\u009d', '\u0018', 'a', '\n'];
    let seed = 12345;
    const next = (): number => (seed = (seed * 1103515245 + 12345) % 2 ** 31);
    for (let round = 0; round < 2000; round++) {
      const said = Array.from({ length: 40 }, () => alphabet[next() % alphabet.length]).join('');
      const passed = guestText().push(said);
      // eslint-disable-next-line no-control-regex
      expect(passed.replace(/\u001b\[[0-9;:]*m/g, '')).not.toMatch(/[\u0000-\u0007\u000b\u000c\u000e-\u001f\u007f-\u009f]/);
    }
  });

  it('does not gather a sequence that never ends', () => {
    const filter = guestText();
    expect(filter.push(`${ESC}[`)).toBe('');
    for (let i = 0; i < 1000; i++) expect(filter.push('1;'.repeat(1000))).toBe('');
    expect(filter.push('m') + filter.push('x')).toBe('x');
  });
});

describe('serial', () => {
  it('joins the line until ctrl-], and what is typed before it is heard', async () => {
    const house = fakeHouse(upState());
    house.serial.says = `login: ${ESC}[2J${ESC}[32mok${ESC}[0m\r\n`;
    const { code, stdout } = await labdeck(['serial'], { house, during: ({ stdin, sees }) => sees('ok').then(() => stdin.write('root\r\u001dlost')) });
    expect(code).toBe(0);
    expect(stdout).toBe(`login: ${ESC}[32mok${ESC}[0m\r\n${ESC}[0m\r\n`);
    expect(house.serial.heard).toBe('root\r');
  });

  it('passes every byte with --raw', async () => {
    const house = fakeHouse(upState());
    house.serial.says = `${ESC}[2Jx`;
    const { stdout } = await labdeck(['serial', '--raw'], { house, during: ({ stdin, sees }) => sees('x').then(() => stdin.write('\u001d')) });
    expect(stdout).toContain(`${ESC}[2Jx`);
  });

  it('leaves at the end of standard input too', async () => {
    const house = fakeHouse(upState());
    expect(await labdeck(['serial'], { house, stdin: 'reboot\r' })).toMatchObject({ code: 0 });
    expect(house.serial.heard).toBe('reboot\r');
  });

  it('of a lab that is down says so', async () => {
    expect(await labdeck(['serial'], { house: fakeHouse(downState()) })).toMatchObject({ code: 3, stderr: expect.stringContaining('labdeck up') as string });
  });
});
