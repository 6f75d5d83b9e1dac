import { describe, expect, it } from 'vitest';
import { listPaths } from '../../src/config/path-list.ts';
import { inMemory } from '../../src/config/dirs.ts';
import { homePaths, labPaths } from '../../src/config/paths.ts';

const HOME = { HOME: '/home/ada' };
const RUN = { ...HOME, XDG_RUNTIME_DIR: '/run/user/1000' };

describe('labPaths', () => {
  it('follows the XDG base directories and their fallbacks', () => {
    expect(homePaths({ ...RUN, XDG_STATE_HOME: '/s', XDG_CACHE_HOME: '/c', XDG_CONFIG_HOME: '/k' }, 1000)).toEqual({
      state: '/s/labdeck', cache: '/c/labdeck', config: '/k/labdeck', runtime: '/run/user/1000/labdeck',
    });
    expect(homePaths(HOME, 1000)).toEqual({
      state: '/home/ada/.local/state/labdeck', cache: '/home/ada/.cache/labdeck', config: '/home/ada/.config/labdeck', runtime: '/tmp/labdeck-1000',
    });
  });

  it('ignores a relative XDG directory, as the specification says', () => {
    expect(homePaths({ ...HOME, XDG_STATE_HOME: 'state', XDG_RUNTIME_DIR: 'run' }, 7)).toEqual(homePaths(HOME, 7));
  });

  it('keeps every socket under 107 bytes whatever the state directory and XDG_RUNTIME_DIR', () => {
    const deep = `/very${'/deep'.repeat(60)}`;
    for (const env of [{ ...RUN, XDG_STATE_HOME: deep }, { HOME: deep }, { ...HOME, XDG_RUNTIME_DIR: deep }, { ...HOME, XDG_RUNTIME_DIR: `/${'é'.repeat(29)}` }]) {
      const paths = labPaths('a'.repeat(63), env, 4294967294);
      const sockets = [...Object.values(paths).filter((path) => typeof path === 'string' && path.endsWith('.sock')), paths.channelSocket(999)];
      expect(sockets.length).toBeGreaterThan(7);
      for (const socket of sockets) expect(Buffer.byteLength(String(socket))).toBeLessThanOrEqual(107);
    }
  });

  it('gives each lab and each state directory sockets of its own', () => {
    const runtimes = [labPaths('a', RUN, 0), labPaths('b', RUN, 0), labPaths('a', { ...RUN, XDG_STATE_HOME: '/s' }, 0)].map((paths) => paths.runtime);
    expect(new Set(runtimes).size).toBe(3);
    for (const runtime of runtimes) expect(runtime).toMatch(/^\/run\/user\/1000\/labdeck\/[0-9a-f]{12}$/);
  });

  it('lists every path once, by name', () => {
    const paths = labPaths('a', RUN, 0);
    const listed = listPaths(paths);
    expect(new Set(listed.map((row) => row.what)).size).toBe(listed.length);
    const named = Object.entries(paths).filter(([key, path]) => typeof path === 'string' && key !== 'lab' && key !== 'runtimeRecord');
    for (const [, path] of named) expect(listed.map((row) => row.path)).toContain(path);
  });

  it.runIf(inMemory('/dev/shm') !== undefined)('says of each path whether it lies in memory', () => {
    const listed = listPaths(labPaths('x', { HOME: '/usr/share', XDG_STATE_HOME: '/dev/shm/state' }, 1000));
    const of = (what: string) => listed.find((row) => row.what === what)?.inMemory;
    expect([of('state'), of('outer disk'), of('config')]).toEqual(['tmpfs', 'tmpfs', undefined]);
  });
});
