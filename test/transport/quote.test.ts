import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { execCode, quoteLine, quoteList, quoteWord } from '../../src/transport/quote.ts';
import { ODD_WORDS } from './contract.ts';

const printed = (shell: string, code: string): string[] => execFileSync(shell, ['-c', code], { encoding: 'utf8' }).split('\0').slice(0, -1);

describe('words for a shell', () => {
  for (const shell of ['dash', 'bash']) {
    it(`are read by ${shell} as they were`, () => {
      expect(printed(shell, `printf '%s\\0' ${quoteList(ODD_WORDS)}`)).toEqual(ODD_WORDS);
    });
  }

  it('can be one line of printable ASCII for bash', () => {
    const line = ODD_WORDS.map(quoteLine).join(' ');
    expect(line).toMatch(/^[ -~]*$/);
    expect(printed('bash', `printf '%s\\0' ${line}`)).toEqual(ODD_WORDS);
  });

  it('stay plain where nothing in them is special', () => {
    expect(quoteList(['virsh', '-c', 'qemu:///system', 'list'])).toBe("virsh '-c' qemu:///system list");
    expect(quoteWord('')).toBe("''");
  });

  it('refuse a NUL byte', () => {
    for (const quote of [quoteWord, quoteLine]) expect(() => quote('a\0b')).toThrow('NUL');
  });
});

describe('a request as code', () => {
  it('sets directory and environment, then becomes the process', () => {
    const code = execCode({ argv: ['sh', '-c', 'printf "%s\\0" "$PWD" "$A"'], cwd: '/', env: { A: "it's" } });
    expect(printed('dash', code)).toEqual(['/', "it's"]);
  });

  it('ends with 126 when the directory is not there', () => {
    const code = execCode({ argv: ['true'], cwd: '/no such place' });
    expect(() => execFileSync('dash', ['-c', code], { stdio: 'pipe' })).toThrow(expect.objectContaining({ status: 126 }));
  });

  it('runs a program whose name begins with a dash, or says that it is missing', () => {
    expect(() => execFileSync('bash', ['-c', execCode({ argv: ['-a', 'x'] })], { stdio: 'pipe' })).toThrow(expect.objectContaining({ status: 127 }));
  });

  it('refuses an empty argv and names that no environment has', () => {
    expect(() => execCode({ argv: [] })).toThrow('no program');
    expect(() => execCode({ argv: ['true'], env: { 'A;B': '' } })).toThrow('environment variable');
  });
});
