import type { Monitor } from '../../client/monitor.ts';
import { LabdeckError, TimeoutError, UnsupportedError } from '../../model/errors.ts';
import { allDevices, parseQtree } from '../../parse/hmp/qtree.ts';
import { pause } from '../../transport/limits.ts';
import { hotplugBuses } from './bus.ts';
import type { AttachJournal } from './journal.ts';

const SERIAL_ID = 'labdeck-serial';
const LOOK_AGAIN_MS = 100;

/** QEMU's words for: this bus takes no device now. Another one may. */
const NO_ROOM = /no slot\/function available|does not support hotplugging|No '[^']*' bus found|Bus '[^']*' (?:not found|is full)|hotplug.*not supported/i;
/** QEMU's words for: that is not there (any more). */
const NOT_THERE = /not found|unknown (?:id|chardev)|does not exist/i;

/**
 * Plugs a virtio-serial bus and one port per socket into a running VM. QEMU listens on the sockets; the guest sees `/dev/virtio-ports/labdeck.N`.
 * @throws UnsupportedError when the machine has no room for a device now; what was done up to there is in the journal
 */
export async function plugPorts(monitor: Monitor, sockets: readonly string[], journal: Pick<AttachJournal, 'note'>): Promise<void> {
  await plugBus(monitor, journal);
  for (const [index, socket] of sockets.entries()) {
    const chardev = `labdeck-chardev-${index}`;
    journal.note({ step: 'chardev', id: chardev, socket });
    await monitor.chardevAddSocket(chardev, socket);
    const id = `labdeck-port-${index}`;
    journal.note({ step: 'device', id });
    await monitor.deviceAdd('virtserialport', { id, bus: `${SERIAL_ID}.0`, chardev, name: `labdeck.${index}` });
  }
}

async function plugBus(monitor: Monitor, journal: Pick<AttachJournal, 'note'>): Promise<void> {
  const buses = hotplugBuses(parseQtree(await monitor.hmp('info qtree')));
  const refusals: string[] = [];
  journal.note({ step: 'device', id: SERIAL_ID });
  for (const bus of buses) {
    try {
      return await monitor.deviceAdd('virtio-serial-pci', { id: SERIAL_ID, bus });
    } catch (error) {
      if (!(error instanceof LabdeckError) || !NO_ROOM.test(evidenceOf(error))) throw error;
      refusals.push(error.message);
    }
  }
  const why = buses.length === 0 ? 'no bus of its machine takes a device while it runs' : refusals.join('\n');
  throw new UnsupportedError({ what: `no channel can be plugged into the VM: ${why.split('\n')[0]}`, next: 'commands go over the serial line', detail: why });
}

/** Takes a device out and waits until the guest has let it go. One that is not there is no error. @throws TimeoutError after `limitMs` */
export async function unplugDevice(monitor: Monitor, id: string, limitMs: number): Promise<void> {
  if (!(await isPlugged(monitor, id))) return;
  await unlessGone(monitor.deviceDel(id));
  for (const until = Date.now() + limitMs; await isPlugged(monitor, id); await pause(LOOK_AGAIN_MS)) {
    if (Date.now() > until) throw new TimeoutError({ what: `the guest did not let go of ${id} within ${limitMs} ms`, next: 'labdeck attach --detach, once it runs again' });
  }
}

/** Removes a chardev; QEMU calls it busy for a moment after its device went. One that is not there is no error. */
export async function removeChardev(monitor: Monitor, id: string, limitMs: number): Promise<void> {
  for (const until = Date.now() + limitMs; ; await pause(LOOK_AGAIN_MS)) {
    try {
      return await unlessGone(monitor.chardevRemove(id));
    } catch (error) {
      if (!(error instanceof LabdeckError) || !/busy/i.test(evidenceOf(error)) || Date.now() > until) throw error;
    }
  }
}

async function isPlugged(monitor: Monitor, id: string): Promise<boolean> {
  return allDevices(parseQtree(await monitor.hmp('info qtree'))).some((device) => device.id === id);
}

async function unlessGone(act: Promise<void>): Promise<void> {
  try {
    await act;
  } catch (error) {
    if (!(error instanceof LabdeckError) || !NOT_THERE.test(evidenceOf(error))) throw error;
  }
}

function evidenceOf({ message, evidence }: LabdeckError): string {
  return `${message}\n${evidence.detail ?? ''}`;
}
