import { describe, expect, it } from 'vitest';
import { packCpio, parentDirectories } from '../../src/lab/node-image/cpio.ts';
import { readCpio } from './fakes/read-cpio.ts';

describe('packCpio', () => {
  it('writes files, directories, links and devices that read back as they were', () => {
    const data = Buffer.from('odd\0bytes\n');
    const archive = packCpio([
      { type: 'directory', path: 'etc', mode: 0o755 },
      { type: 'file', path: 'etc/a', mode: 0o600, data },
      { type: 'link', path: 'init', target: 'sbin/init' },
      { type: 'device', path: 'dev/console', mode: 0o600, major: 5, minor: 1 },
    ]);
    expect(readCpio(archive)).toEqual([
      { path: 'etc', mode: 0o040755, data: '', rdev: [0, 0] },
      { path: 'etc/a', mode: 0o100600, data: data.toString('latin1'), rdev: [0, 0] },
      { path: 'init', mode: 0o120777, data: 'sbin/init', rdev: [0, 0] },
      { path: 'dev/console', mode: 0o020600, data: '', rdev: [5, 1] },
    ]);
  });

  it('pads whole archives to 512 bytes, so that they can stand in a row', () => {
    const one = packCpio([{ type: 'file', path: 'a', mode: 0o644, data: Buffer.from('1') }]);
    const two = packCpio([{ type: 'file', path: 'a', mode: 0o644, data: Buffer.from('22') }]);
    expect([one.length % 512, two.length % 512]).toEqual([0, 0]);
    expect(readCpio(Buffer.concat([one, two])).map((entry) => entry.data)).toEqual(['1', '22']);
  });

  it('makes the same bytes of the same entries', () => {
    const entries = [{ type: 'directory', path: 'x', mode: 0o700 }] as const;
    expect(packCpio(entries).equals(packCpio(entries))).toBe(true);
  });
});

it('parentDirectories names each directory once, outermost first', () => {
  expect(parentDirectories(['usr/bin/x', 'usr/lib/y', 'z']).map((entry) => entry.path)).toEqual(['usr', 'usr/bin', 'usr/lib']);
});
