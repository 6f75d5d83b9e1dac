import { describe, expect, it } from 'vitest';
import { StoryTerminal } from './terminal.ts';

const ENV = { PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8' };
const shell = (script: string, size: { readonly columns?: number; readonly rows?: number } = {}) => new StoryTerminal({ argv: ['sh', '-c', script], env: ENV, ...size });

describe('the terminal of the stories', () => {
  it('shows what a program draws, with its colours', async () => {
    await using terminal = shell(String.raw`printf '\033[2;5H\033[1;31mred\033[0m plain \033[7;38;2;1;2;3mrgb\033[0m'; read _`);
    await terminal.until('rgb');
    expect(terminal.lines()[1]).toBe('    red plain rgb');
    expect(terminal.find('plain')).toEqual({ x: 8, y: 1 });
    expect(terminal.cell(4, 1)).toMatchObject({ text: 'r', fg: 1, bold: true, inverse: false });
    expect(terminal.cell(14, 1)).toMatchObject({ text: 'r', fg: '#010203', inverse: true });
  });

  it('hands keys on and tells how it ended', async () => {
    await using terminal = shell('stty -icanon -echo; head -c 4 | od -An -c; exit 7');
    terminal.press('j', 'up');
    await terminal.until('j 033   [   A');
    expect(await terminal.ended).toMatchObject({ code: 7 });
  });

  it('tells modes, and that a program took its screen back', async () => {
    await using terminal = shell(String.raw`printf '\033[?1049h\033[?25l\033[?2004h\033[?1002hin'; read _; printf '\033[?1002l\033[?2004l\033[?25h\033[?1049lout'; read _`);
    await terminal.until('in');
    expect(terminal.modes).toMatchObject({ alternate: true, cursor: false, paste: true, mouse: 'drag' });
    terminal.press('enter');
    await terminal.until('out');
    expect(terminal.modes).toMatchObject({ alternate: false, cursor: true, paste: false, mouse: 'none' });
  });

  it('has another size when it is resized', async () => {
    await using terminal = shell('trap "stty size" WINCH; echo ready; while :; do read -r _; done', { columns: 80, rows: 24 });
    await terminal.until('ready');
    terminal.resize(40, 10);
    await terminal.until('10 40');
    expect(terminal.lines()).toHaveLength(10);
  });

  it('shows the screen when something never comes', async () => {
    await using terminal = shell('echo here; read _');
    await expect(terminal.until('there', 300)).rejects.toThrow(/"there"[^]*\|here/);
  });

  it('knows when nothing moves any more', async () => {
    await using terminal = shell('for i in 1 2 3; do echo $i; done; read _');
    await terminal.until('3');
    const { bytes } = await terminal.idle();
    await terminal.idle();
    expect(terminal.bytesSince(bytes)).toBe(0);
  });
});
