import { describe, expect, test } from 'vitest';
import { parseInfoBlock } from '../../../src/parse/hmp/block.ts';
import { parseInfoChardev } from '../../../src/parse/hmp/chardev.ts';
import { parseInfoMigrateBlockers } from '../../../src/parse/hmp/migrate.ts';
import { parseInfoNetwork } from '../../../src/parse/hmp/network.ts';
import { allBuses, allDevices, parseQtree } from '../../../src/parse/hmp/qtree.ts';
import { refusalIn } from '../../../src/parse/hmp/refusal.ts';
import { parseInfoSnapshots } from '../../../src/parse/hmp/snapshots.ts';
import { parseInfoCpus, parseInfoStatus, parseInfoVersion } from '../../../src/parse/hmp/status.ts';
import { hmp } from './fixtures.ts';

describe('info, as QEMU 7.2 prints it', () => {
  test('status', () => {
    expect(parseInfoStatus(hmp('info-status'))).toEqual({ running: false, status: 'prelaunch' });
    expect(parseInfoStatus('VM status: running')).toEqual({ running: true, status: 'running' });
    expect(parseInfoStatus('VM status: running (single step mode)')).toEqual({ running: true, status: 'running' });
    expect(parseInfoStatus('VM status: paused')).toEqual({ running: false, status: 'paused' });
  });

  test('version and cpus', () => {
    expect(parseInfoVersion(hmp('info-version'))).toEqual({ version: '7.2.22', package: 'Debian 1:7.2+dfsg-7+deb12u18+b3' });
    expect(parseInfoCpus(hmp('info-cpus'))).toEqual([
      { index: 0, current: true, threadId: 29127 },
      { index: 1, current: false, threadId: 29128 },
    ]);
    expect(parseInfoCpus('* CPU #0:\n')).toEqual([{ index: 0, current: true }]);
  });

  test('block', () => {
    expect(parseInfoBlock(hmp('info-block'))).toEqual([
      { device: 'root', nodeName: '#block110', file: '/lab/disk.qcow2', driver: 'qcow2', readOnly: false, attachedTo: '/machine/peripheral-anon/device[3]/virtio-backend' },
      { device: '/machine/peripheral-anon/device[0]', readOnly: false, attachedTo: '/machine/peripheral-anon/device[0]' },
    ]);
    const overlay = 'vda (#block1): /a (b)/x.qcow2 (qcow2, read-only)\n    Backing file:     base.raw (chain depth: 1)\n';
    expect(parseInfoBlock(overlay)).toEqual([{ device: 'vda', nodeName: '#block1', file: '/a (b)/x.qcow2', driver: 'qcow2', readOnly: true, backingFile: 'base.raw' }]);
  });

  test('chardev', () => {
    expect(parseInfoChardev(hmp('info-chardev'))).toEqual([
      { label: 'compat_monitor1', filename: 'unix:/lab/hmp.sock,server=on', connected: true },
      { label: 'compat_monitor0', filename: 'unix:/lab/qmp.sock,server=on', connected: true },
      { label: 'ch0', filename: 'unix:/lab/ch0.sock,server=on', connected: false },
    ]);
  });

  test('network', () => {
    expect(parseInfoNetwork(hmp('info-network'))).toEqual([
      {
        name: 'virtio-net-pci.0',
        type: 'nic',
        info: { index: '0', type: 'nic', model: 'virtio-net-pci', macaddr: '52:54:00:12:34:56' },
        peer: { name: 'user.0', type: 'user', info: { index: '0', type: 'user', net: '10.0.2.0', restrict: 'on' } },
      },
    ]);
  });

  test('snapshots', () => {
    const at = new Date(2026, 10, 21, 7, 50, 46).getTime() / 1000;
    expect(parseInfoSnapshots(hmp('info-snapshots'))).toEqual([
      { id: '--', name: 'ready', vmStateBytes: 777 * 1024, savedAt: at, vmClockSec: 0 },
      { id: '--', name: 'two words', vmStateBytes: 777 * 1024, savedAt: at, vmClockSec: 0 },
    ]);
    expect(parseInfoSnapshots('There is no snapshot available.')).toEqual([]);
    const newer = '3         ready            1.5 GiB 2026-11-21 07:50:46 0025:01:02.500         --\nList of partial (non-loadable) snapshots on \'vdb\':\n4         half            1 MiB 2026-11-21 07:50:46 00:00:00.000\n';
    expect(parseInfoSnapshots(newer)).toEqual([{ id: '3', name: 'ready', vmStateBytes: 1.5 * 1024 ** 3, savedAt: at, vmClockSec: 25 * 3600 + 62.5 }]);
  });

  test('migrate: what blocks a snapshot', () => {
    expect(parseInfoMigrateBlockers(hmp('info-migrate'))).toEqual([]);
    expect(parseInfoMigrateBlockers(hmp('info-migrate-blocked'))).toEqual([
      "The qcow format used by node '#block511' does not support live migration",
      "The vvfat (rw) format used by node '#block271' does not support live migration",
    ]);
  });

  test('qtree: buses, devices, ids, and nothing deeper taken for a property', () => {
    const tree = parseQtree(hmp('info-qtree'));
    expect(tree.map(({ name, type }) => [name, type])).toEqual([['main-system-bus', 'System']]);
    const pci = allBuses(tree).find(({ name }) => name === 'pci.0');
    expect(pci?.type).toBe('PCI');
    expect(pci?.devices.map(({ type }) => type)).toEqual(expect.arrayContaining(['virtio-blk-pci', 'virtio-serial-pci', 'virtio-net-pci', 'virtio-9p-pci']));
    const ports = pci?.devices.find(({ id }) => id === 'ports');
    expect(ports?.properties['addr']).toBe('03.0');
    expect(ports?.buses.map(({ name }) => name)).toEqual(['virtio-bus']);
    const port = allDevices(tree).find(({ type }) => type === 'virtserialport');
    expect(port?.properties).toMatchObject({ chardev: '"ch0"', name: '"labdeck.0"' });
  });
});

describe('input that is no answer', () => {
  const LISTS = [parseInfoBlock, parseInfoChardev, parseInfoNetwork, parseInfoSnapshots, parseInfoCpus, parseQtree, parseInfoMigrateBlockers];

  test.each(LISTS)('%o makes an empty list of nothing', (parse) => {
    expect(parse('')).toEqual([]);
  });

  test.each(['info-block', 'info-chardev', 'info-network', 'info-snapshots', 'info-cpus', 'info-qtree', 'info-migrate-blocked'])('%s cut anywhere is read as far as it goes', (name) => {
    const text = hmp(name);
    for (let end = 0; end < text.length; end += 7) for (const parse of LISTS) expect(Array.isArray(parse(text.slice(0, end)))).toBe(true);
  });

  test('a status that is none is an error with the text in it', () => {
    expect(() => parseInfoStatus('')).toThrow(expect.objectContaining({ kind: 'parse' }));
    expect(() => parseInfoStatus('VM stat')).toThrow(expect.objectContaining({ evidence: expect.objectContaining({ detail: 'VM stat' }) }));
    expect(() => parseInfoVersion('')).toThrow(expect.objectContaining({ kind: 'parse' }));
  });
});

describe('a refusal', () => {
  test.each([
    ["unknown command: 'info foo'", 'unknown', "unknown command: 'info foo'"],
    ["Error: Device 'zzz' not found", 'error', "Device 'zzz' not found"],
    ["Error while loading\nError: Bus 'pcie.0' does not support hotplugging", 'error', "Bus 'pcie.0' does not support hotplugging"],
    ['device_del: string expected\nTry "help device_del" for more information', 'usage', 'device_del: string expected\nTry "help device_del" for more information'],
  ])('%s', (output, kind, text) => {
    expect(refusalIn(output)).toEqual({ kind, text });
  });

  test('is not seen where there is none', () => {
    expect(refusalIn('')).toBeUndefined();
    expect(refusalIn(hmp('info-qtree'))).toBeUndefined();
  });
});
