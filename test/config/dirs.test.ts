import { chmodSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkPrivate, findLab, inMemory, makePrivate, openLab } from '../../src/config/dirs.ts';
import { RefusedError } from '../../src/model/errors.ts';

const uid = process.getuid?.() ?? 0;
let home: string;

beforeEach(() => { home = mkdtempSync(join(tmpdir(), 'labdeck-dirs-')); });
afterEach(() => rmSync(home, { recursive: true }));

const env = (): Record<string, string> => ({ HOME: home, XDG_RUNTIME_DIR: join(home, 'run') });
const mode = (path: string): number => statSync(path).mode & 0o777;

describe('openLab', () => {
  it('makes the directories for this user alone, under a careless umask and under a strict one', () => {
    for (const [umask, lab] of [[0o000, 'a'], [0o077, 'b']] as const) {
      const before = process.umask(umask);
      try {
        const paths = openLab(lab, env(), uid);
        expect([paths.state, paths.runtime].map(mode)).toEqual([0o700, 0o700]);
      } finally {
        process.umask(before);
      }
    }
  });

  it('remembers the runtime directory: another XDG_RUNTIME_DIR finds the same sockets', () => {
    const first = openLab('a', env(), uid);
    const second = openLab('a', { HOME: home }, uid);
    expect(second.keeperSocket).toBe(first.keeperSocket);
    expect(findLab('a', { HOME: home }, uid).keeperSocket).toBe(first.keeperSocket);
  });

  it('chooses again when the remembered directory is gone, as after a reboot', () => {
    const first = openLab('a', env(), uid);
    rmSync(join(home, 'run'), { recursive: true });
    const second = openLab('a', { HOME: home, XDG_RUNTIME_DIR: join(home, 'later') }, uid);
    expect(dirname(second.keeperSocket)).not.toBe(dirname(first.keeperSocket));
    expect(second.runtime).toContain(join(home, 'later'));
  });

  it('makes nothing when it only looks', () => {
    const paths = findLab('a', env(), uid);
    expect(() => statSync(paths.state)).toThrow('ENOENT');
  });
});

describe('checkPrivate', () => {
  it('refuses a directory that others can read, one of another uid, a link and a file, with the reason', () => {
    const dir = join(home, 'd');
    makePrivate(dir, uid);
    expect(() => checkPrivate(dir, uid + 1)).toThrow(new RegExp(`belongs to uid ${uid}, not to uid ${uid + 1}`));
    chmodSync(dir, 0o750);
    expect(() => makePrivate(dir, uid)).toThrow(RefusedError);
    expect(() => makePrivate(dir, uid)).toThrow(/has mode 0750, not 0700/);
    chmodSync(dir, 0o700);
    symlinkSync(dir, join(home, 'link'));
    expect(() => checkPrivate(join(home, 'link'), uid)).toThrow(/is not a directory/);
  });
});

describe('inMemory', () => {
  it('tells tmpfs from disk, for paths that are not there yet too', () => {
    expect(inMemory('/dev/shm/not/there/yet')).toBe('tmpfs');
    expect(inMemory('/usr/share')).toBeUndefined();
  });
});
