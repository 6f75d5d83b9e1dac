import { describe, expect, it } from 'vitest';
import { judgeClock, judgeUnits } from '../../../src/lab/doctor/inside.ts';
import { judgeLeftovers, listeningSockets } from '../../../src/lab/doctor/leftovers.ts';
import { judgePlatform, type PlatformFacts } from '../../../src/lab/doctor/platform.ts';
import { judgePort } from '../../../src/lab/doctor/ports.ts';
import { judgeDisk, judgeMemory, parseDf, parseMeminfo } from '../../../src/lab/doctor/resources.ts';
import { judgeTool, type ToolNeed } from '../../../src/lab/doctor/tools.ts';
import { judgeInnerKvm, judgeKvm, judgeNested, type NestedFacts } from '../../../src/lab/doctor/virtualisation.ts';
import intelNestedOff from '../../fixtures/made/doctor/intel-nested-off.json' with { type: 'json' };
import macos from '../../fixtures/made/doctor/macos.json' with { type: 'json' };
import wsl2 from '../../fixtures/made/doctor/wsl2.json' with { type: 'json' };

interface Machine {
  readonly platform: PlatformFacts;
  readonly nested: NestedFacts;
}

describe('the platform', () => {
  it('WSL2 is red, even when nested reads Y', () => {
    const { platform, nested } = wsl2 as Machine;
    expect(judgeNested(nested)).toMatchObject({ verdict: 'ok' });
    expect(judgePlatform(platform)).toMatchObject({ verdict: 'bad', says: expect.stringContaining('WSL2 (Ubuntu-24.04)') as string, fix: expect.stringContaining('user@machine') as string });
  });

  it('WSL2 is known by its kernel alone too, where the environment does not say (sudo, a unit)', () => {
    const { wslDistro: _unsaid, ...platform } = wsl2.platform;
    expect(judgePlatform(platform)).toMatchObject({ verdict: 'bad' });
  });

  it('macOS is red, with the way out', () => {
    expect(judgePlatform((macos as Machine).platform)).toMatchObject({ verdict: 'bad', says: expect.stringContaining('macOS') as string, fix: expect.stringContaining('host: user@machine') as string });
  });

  it('Linux is fine, other systems are not', () => {
    expect(judgePlatform(intelNestedOff.platform)).toEqual({ verdict: 'ok', says: 'Linux 6.1.0-26-amd64 on x86_64' });
    expect(judgePlatform({ kernel: 'FreeBSD', release: '14.1', arch: 'amd64' })).toMatchObject({ verdict: 'bad' });
  });
});

describe('nested virtualisation', () => {
  it.each([
    [{ intel: 'Y\n' }, 'ok', 'kvm_intel: nested=Y'],
    [{ amd: '1\n' }, 'ok', 'kvm_amd: nested=1'],
    [{ amd: '0\n' }, 'warn', 'kvm_amd: nested=0: no KVM inside the outer VM'],
  ] as const)('%j is %s', (flags, verdict, says) => {
    expect(judgeNested({ flags })).toMatchObject({ verdict, says });
  });

  it('has the fix of its vendor when it is off', () => {
    expect(judgeNested((intelNestedOff as Machine).nested).fix).toContain('options kvm_intel nested=1');
    expect(judgeNested({ flags: {}, cpu: 'svm' })).toMatchObject({ verdict: 'warn', fix: 'sudo modprobe kvm_amd nested=1' });
    expect(judgeNested({ flags: {} })).toMatchObject({ verdict: 'warn', fix: expect.stringContaining('firmware') as string });
  });
});

describe('KVM', () => {
  it.each([
    ['real', false, 'ok'],
    ['emulated', true, 'warn'],
    ['dead', false, 'warn'],
    ['absent', false, 'warn'],
    ['dead', true, 'bad'],
    ['absent', true, 'bad'],
  ] as const)('%s on the host of a lab that cannot do without (%s: needed) is %s', (state, needed, verdict) => {
    expect(judgeKvm({ state, why: 'so it is' }, needed)).toMatchObject({ verdict, says: expect.stringContaining('so it is') as string });
  });

  it.each([
    ['real', true, 'ok'],
    ['absent', false, 'ok'],
    ['emulated', true, 'warn'],
    ['dead', true, 'bad'],
  ] as const)('%s in the outer VM, nodes forced to it %s, is %s', (state, needed, verdict) => {
    expect(judgeInnerKvm({ state, why: 'so' }, needed)).toMatchObject({ verdict });
  });
});

describe('memory', () => {
  const MEMINFO = 'MemTotal:       16303428 kB\nMemFree:          234532 kB\nMemAvailable:    8123400 kB\n';

  it('is read from /proc/meminfo, whose kB are KiB', () => {
    expect(parseMeminfo(MEMINFO)).toEqual({ totalMiB: 15921, availableMiB: 7933 });
    expect([parseMeminfo(''), parseMeminfo('MemTotal: 16303428 kB\nMemAvail')]).toEqual([undefined, undefined]);
  });

  it.each([
    [3584, 'ok'],
    [12000, 'warn'],
    [32000, 'bad'],
  ])('%d MiB wanted is %s', (wanted, verdict) => {
    expect(judgeMemory(parseMeminfo(MEMINFO), wanted)).toMatchObject({ verdict });
  });

  it('that is not told is unknown', () => {
    expect(judgeMemory(undefined, 1)).toMatchObject({ verdict: 'unknown' });
  });
});

describe('a disk', () => {
  const df = (type: string, available: number): string => `Filesystem     Type  1024-blocks     Used Available Capacity Mounted on\n/dev/mapper/x  ${type}    264212084 34268328  ${available}      33% /mnt/my disk\n`;
  const wish = { what: 'the state', path: "/s/it's", wantedMiB: 5000, variable: 'XDG_STATE_HOME' };

  it('is read from df, spaces in its mount point too', () => {
    expect(parseDf(df('ext4', 7_168_000))).toEqual({ mount: '/mnt/my disk', fileSystem: 'ext4', freeMiB: 7000 });
    expect([parseDf(''), parseDf('Filesystem     Type  1024-blocks')]).toEqual([undefined, undefined]);
  });

  it.each([
    ['ext4', 7_168_000, 'ok', undefined],
    ['ext4', 1_024_000, 'bad', 'make room there, or set XDG_STATE_HOME to a larger disk'],
    ['tmpfs', 7_168_000, 'warn', 'set XDG_STATE_HOME to a larger disk, one that is kept'],
  ])('%s with %d KiB free is %s', (type, available, verdict, fix) => {
    expect(judgeDisk(parseDf(df(type, available)), wish)).toMatchObject({ name: 'disk of the state', verdict, ...(fix === undefined ? {} : { fix }) });
  });
});

describe('a tool', () => {
  const need: ToolNeed = { program: 'qemu-system-x86_64', why: 'runs the outer VM', oldest: '6.0', without: 'bad', fix: 'sudo apt-get install -y qemu-system-x86' };

  it.each([
    ['QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18+b3)', 'ok'],
    ['QEMU emulator version 6.0', 'ok'],
    ['QEMU emulator version 10.0.2', 'ok'],
    ['QEMU emulator version 5.2.0', 'bad'],
  ])('%s is %s', (version, verdict) => {
    expect(judgeTool({ program: need.program, present: true, version }, need)).toMatchObject({ name: 'tool qemu-system-x86_64', verdict });
  });

  it('that is missing has what it is for, and the line that installs it', () => {
    expect(judgeTool({ program: need.program, present: false }, need)).toEqual({ name: 'tool qemu-system-x86_64', verdict: 'bad', says: 'is not there; it runs the outer VM', fix: need.fix });
  });
});

describe('the ssh port', () => {
  const LISTEN = (pid: number, name: string): string => `LISTEN 0      128        127.0.0.1:22022      0.0.0.0:*    users:(("${name}",pid=${pid},fd=3))\nLISTEN 0 128 [::1]:631 [::]:*\n`;

  it.each([
    ['before the first start', {}, 'ok'],
    ['free, lab down', { port: 22022, listeners: LISTEN(1, 'x').replace('22022', '2202') }, 'ok'],
    ['our own QEMU', { port: 22022, qemuPid: 77, listeners: LISTEN(77, 'qemu-system-x86') }, 'ok'],
    ['another process, lab down', { port: 22022, listeners: LISTEN(78, 'nginx') }, 'warn'],
    ['another process, lab up', { port: 22022, qemuPid: 77, listeners: LISTEN(770, 'nginx') }, 'warn'],
    ['nobody, lab up', { port: 22022, qemuPid: 77, listeners: '' }, 'warn'],
    ['no ss', { port: 22022 }, 'unknown'],
  ])('%s', (_what, facts, verdict) => {
    expect(judgePort(facts)).toMatchObject({ verdict });
  });

  it('names who holds it', () => {
    expect(judgePort({ port: 22022, listeners: LISTEN(78, 'nginx') }).says).toBe('127.0.0.1:22022 is held by nginx (pid 78)');
    expect(judgePort({ port: 22022, listeners: LISTEN(78, 'x').replace(/users.*/, '') }).says).toContain('a process of another user');
  });
});

describe('leftovers', () => {
  it('are said kind by kind, and none is bad', () => {
    const none = { deadSockets: [], halfWritten: [], scratch: [] };
    expect(judgeLeftovers(none)).toEqual([{ verdict: 'ok', says: 'nothing of an earlier run lies about' }]);
    const all = judgeLeftovers({ deadSockets: ['/r/qmp.sock'], halfWritten: ['/s/a.new'], scratch: ['/c/.building-x'], stalePid: '4711' });
    expect(all.map(({ verdict }) => verdict)).toEqual(['warn', 'warn', 'warn', 'warn']);
    expect(all.every(({ fix }) => fix !== undefined)).toBe(true);
  });

  it('are named, but not by the dozen', () => {
    const deadSockets = ['/r/a', '/r/b', '/r/c', '/r/d', '/r/e'];
    expect(judgeLeftovers({ deadSockets, halfWritten: [], scratch: [] })[0]?.says).toBe('sockets that nobody listens on: /r/a, /r/b, /r/c and 2 more there');
  });

  it('of sockets are known by who listens, paths with spaces too', () => {
    const table = [
      'Num       RefCount Protocol Flags    Type St Inode Path',
      '00000000447a8973: 00000002 00000000 00010000 0001 01 81407 /r/agent.sock',
      '000000004b808af5: 00000002 00000000 00010000 0001 01 81408 /r/with space.sock',
      "0000000019503309: 00000003 00000000 00000000 0001 03 172830 /r/connected.sock",
      '0000000019503310: 00000003 00000000 00000000 0001 03 172831',
    ].join('\n');
    expect([...listeningSockets(table)]).toEqual(['/r/agent.sock', '/r/with space.sock']);
    expect([...listeningSockets('')]).toEqual([]);
  });
});

describe('inside the lab', () => {
  const ROW = { what: 'OVS database', names: ['ovsdb-server.service', 'ovsdb.service'] };

  it('a service is up under whichever name it has', () => {
    expect(judgeUnits(['inactive', 'active'], ROW)).toEqual({ name: 'service OVS database', verdict: 'ok', says: 'ovsdb.service is active' });
    expect(judgeUnits(['failed', 'inactive'], ROW)).toMatchObject({ verdict: 'bad', says: 'ovsdb-server.service is failed, ovsdb.service is inactive' });
    expect(judgeUnits([''], ROW)).toMatchObject({ verdict: 'unknown' });
  });

  it('a clock that is behind after a restore has the command that steps it', () => {
    expect(judgeClock(1000, 1003)).toMatchObject({ verdict: 'ok' });
    expect(judgeClock(1000, 1090)).toEqual({ verdict: 'warn', says: "90 s behind the host's", fix: 'labdeck exec outer -- date -s @1090' });
    expect(judgeClock(undefined, 1)).toMatchObject({ verdict: 'unknown' });
  });
});
