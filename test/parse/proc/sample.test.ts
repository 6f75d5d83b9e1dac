import { describe, expect, it } from 'vitest';
import { ParseError } from '../../../src/model/errors.ts';
import { cpuOf, devicesOf, diskBytesOf, memoryOf, processOf } from '../../../src/parse/proc/files.ts';
import { parseProcSample } from '../../../src/parse/proc/sample.ts';
import { HOST_FILES } from '../../fakes/proc-tree.ts';
import { fixture } from '../fixture.ts';

const file = (name: string): string => HOST_FILES[name] ?? '';

describe('files of /proc', () => {
  it('give busy and whole CPU time, the time of guests counted once', () => {
    expect(cpuOf(file('proc/stat'))).toEqual({ cpus: 2, busy: 1525, total: 9555 });
  });

  it('give memory in bytes', () => {
    expect(memoryOf(file('proc/meminfo'))).toEqual({ totalBytes: 3038732 * 1024, availableBytes: 2000000 * 1024 });
  });

  it('give what whole disks read and wrote, and no partition twice', () => {
    expect(diskBytesOf(file('proc/diskstats'))).toEqual({ read: 241634 * 512, written: 43120 * 512 });
  });

  it('give counters of devices that carry something', () => {
    expect(devicesOf(file('proc/net/dev'))).toEqual([{ dev: 'vnet0', rxBytes: 1_000_000, rxErrors: 1, rxDrops: 2, txBytes: 2_000_000, txErrors: 3, txDrops: 4 }]);
  });

  it('give the name of a process whatever is in it', () => {
    expect(processOf('9 (a) b (c) R 1 9 9 0 -1 0 0 0 0 0 250 50 0 0 20 0 1 0 5 0 0\n')).toEqual({ name: 'a) b (c', cpuSec: 3 });
  });
});

describe('a sample', () => {
  it.each(['sample-1', 'sample-2'])('is understood as recorded: %s', (name) => {
    const sample = parseProcSample(fixture(`debian12-host/proc/${name}.txt`));
    expect(sample).toMatchObject({ cpu: { cpus: 2 }, nodes: [] });
    expect(sample.memoryTotalBytes).toBe(24684092 * 1024);
    expect(sample.uptimeSec).toBeGreaterThan(0);
    expect(sample.disk.read).toBeGreaterThan(0);
    expect(sample.devices.map(({ dev }) => dev)).not.toContain('lo');
  });

  it('that was cut short, or lacks a file, is an error with all of it as evidence', () => {
    const raw = fixture('debian12-host/proc/sample-1.txt');
    for (const broken of ['', raw.slice(0, -1), raw.slice(0, raw.indexOf('==> proc/diskstats')), `node what 1\nn100-1\n${raw}`]) {
      expect(() => parseProcSample(broken)).toThrow(ParseError);
    }
  });
});
