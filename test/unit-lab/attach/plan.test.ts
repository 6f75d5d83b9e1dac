import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { connectMonitor } from '../../../src/client/monitor.ts';
import { planAttach, planDetach } from '../../../src/lab/attach/plan.ts';
import type { AttachStep } from '../../../src/lab/attach/journal.ts';
import { look } from '../../../src/lab/attach/undo.ts';
import { hasQemu, pausedQemu } from '../../client/paused-qemu.ts';

const words: Readonly<Record<'qmp' | 'hmp', readonly (readonly string[])[]>> = {
  hmp: [
    ['hmp', 'device_add virtio-serial-pci,id=labdeck-serial,bus=pci.0'],
    ['hmp', 'chardev-add socket,id=labdeck-chardev-0,path=/run/x/0.sock,server=on,wait=off'],
    ['hmp', 'device_add virtserialport,id=labdeck-port-0,bus=labdeck-serial.0,chardev=labdeck-chardev-0,name=labdeck.0'],
    ['hmp', 'chardev-add "socket,id=labdeck-chardev-1,path=/run/x y/1.sock,server=on,wait=off"'],
    ['hmp', 'device_add virtserialport,id=labdeck-port-1,bus=labdeck-serial.0,chardev=labdeck-chardev-1,name=labdeck.1'],
  ],
  qmp: [
    ['qmp', 'device_add', '{"driver":"virtio-serial-pci","id":"labdeck-serial","bus":"pci.0"}'],
    ['qmp', 'chardev-add', '{"id":"labdeck-chardev-0","backend":{"type":"socket","data":{"addr":{"type":"unix","data":{"path":"/run/x/0.sock"}},"server":true,"wait":false}}}'],
    ['qmp', 'device_add', '{"driver":"virtserialport","id":"labdeck-port-0","bus":"labdeck-serial.0","chardev":"labdeck-chardev-0","name":"labdeck.0"}'],
    ['qmp', 'chardev-add', '{"id":"labdeck-chardev-1","backend":{"type":"socket","data":{"addr":{"type":"unix","data":{"path":"/run/x y/1.sock"}},"server":true,"wait":false}}}'],
    ['qmp', 'device_add', '{"driver":"virtserialport","id":"labdeck-port-1","bus":"labdeck-serial.0","chardev":"labdeck-chardev-1","name":"labdeck.1"}'],
  ],
};

describe.skipIf(!hasQemu).each(['qmp', 'hmp'] as const)('a plan over %s', (protocol) => {
  test('is what would be sent, and sends nothing', async () => {
    await using qemu = await pausedQemu();
    const open = await connectMonitor(qemu[protocol]);
    const before = await look(open.monitor);
    const planned = await planAttach('outer', open, ['/run/x/0.sock', '/run/x y/1.sock']);
    expect(planned.slice(0, -1).map(({ argv }) => argv)).toEqual(words[protocol]);
    expect(planned.at(-1)).toMatchObject({ machine: 'outer', argv: ['bash', '-c', expect.any(String), 'labdeck', '/run/labdeck-attach', '0', '1'] });
    expect(await look(open.monitor)).toEqual(before);
    await open.monitor.close();
  });

  test('of a detach undoes the journal from its end', async () => {
    await using qemu = await pausedQemu();
    const open = await connectMonitor(qemu[protocol]);
    const steps: AttachStep[] = [{ step: 'module', name: 'virtio_console' }, { step: 'device', id: 'labdeck-serial' }, { step: 'chardev', id: 'labdeck-chardev-0', socket: join(qemu.dir, 'c') }, { step: 'guest', dir: '/run/labdeck-attach', lanes: [[0, 1]] }];
    const planned = await planDetach('outer', open, { read: () => ({ before: { monitor: '', qtree: '', chardev: '' }, steps }) });
    expect(planned.map(({ machine, argv }) => [machine, argv[0]])).toEqual([['outer', 'bash'], ['host', protocol], ['host', protocol], ['outer', 'sh']]);
    expect(planned[2]?.argv.slice(1)).toEqual(protocol === 'hmp' ? ['device_del labdeck-serial'] : ['device_del', '{"id":"labdeck-serial"}']);
    await open.monitor.close();
  });

  test('of a machine without room says so', async () => {
    await using qemu = await pausedQemu([], { machine: 'q35' });
    const open = await connectMonitor(qemu[protocol]);
    await expect(planAttach('outer', open, ['/a', '/b'])).rejects.toMatchObject({ kind: 'unsupported' });
    await open.monitor.close();
  });
});
