import type { Transport } from '../../transport/transport.ts';
import { ask, type Check, type DoctorPlace, type Says, textOf } from './place.ts';
import { toolsOf } from './tools.ts';

/** Units without which a layer of the lab is missing; names differ between Debian and NixOS. */
const UNITS: readonly { readonly what: string; readonly names: readonly string[] }[] = [
  { what: 'libvirt', names: ['libvirtd.service', 'virtqemud.service'] },
  { what: 'OVS database', names: ['ovsdb-server.service', 'ovsdb.service'] },
  { what: 'OVS switch', names: ['ovs-vswitchd.service'] },
];

/** `systemctl is-active` prints a line per unit: active, inactive, failed, unknown. */
export function judgeUnits(states: readonly string[], { what, names }: (typeof UNITS)[number]): Says {
  const name = `service ${what}`;
  const at = states.findIndex((state) => state === 'active');
  if (at !== -1) return { name, verdict: 'ok', says: `${names[at] ?? ''} is active` };
  if (states.every((state) => state === '')) return { name, verdict: 'unknown', says: 'systemctl does not tell: is systemd the first process there?' };
  const said = names.map((unit, index) => `${unit} is ${states[index] ?? 'not known'}`).join(', ');
  return { name, verdict: 'bad', says: said, fix: `labdeck exec outer -- systemctl restart ${names[0] ?? ''}` };
}

export const outerServices: Check = {
  name: 'services',
  run: (machine, place) => Promise.all(UNITS.map((row) => serviceOf(row, machine, place))),
};

/** `is-active` ends with 3 where one is not, and prints its lines all the same. */
async function serviceOf(row: (typeof UNITS)[number], machine: Transport, place: DoctorPlace): Promise<Says> {
  const result = await ask(machine, ['systemctl', 'is-active', ...row.names], place);
  if (result === undefined) return { name: `service ${row.what}`, verdict: 'unknown', says: 'there is no systemctl' };
  return judgeUnits(result.stdout.toString().trim().split('\n'), row);
}

/** More than this, and TLS and leases begin to suffer. */
const CLOCK_LIMIT_SEC = 5;

export function judgeClock(guestSec: number | undefined, hostSec: number): Says {
  if (guestSec === undefined) return { verdict: 'unknown', says: 'date does not tell' };
  const off = Math.round(guestSec - hostSec);
  if (Math.abs(off) <= CLOCK_LIMIT_SEC) return { verdict: 'ok', says: `within ${CLOCK_LIMIT_SEC} s of the host's` };
  return { verdict: 'warn', says: `${Math.abs(off)} s ${off < 0 ? 'behind' : 'ahead of'} the host's`, fix: `labdeck exec outer -- date -s @${Math.round(hostSec)}` };
}

export const clock: Check = {
  name: 'clock',
  run: async (machine, place: DoctorPlace) => {
    const text = await textOf(machine, ['date', '+%s'], place);
    return judgeClock(text === undefined ? undefined : Number(text.trim()), Date.now() / 1000);
  },
};

export const outerTools = toolsOf(
  [
    { program: 'virsh', why: 'drives the nodes', without: 'bad' },
    { program: 'ovs-vsctl', why: 'tells bridges and ports', without: 'bad' },
    { program: 'tc', why: 'tells qdiscs', without: 'bad' },
    { program: 'ip', why: 'tells links and addresses', without: 'bad' },
    { program: 'iperf3', why: 'measures the network', without: 'warn' },
    { program: 'ping', why: 'measures the network', without: 'warn' },
  ],
  'it belongs into the image: labdeck reset, then labdeck up',
);

export const nodeTools = toolsOf(
  [
    { program: 'ip', why: 'tells links and addresses', without: 'bad' },
    { program: 'ping', why: 'measures the network', without: 'warn' },
    { program: 'iperf3', why: 'measures the network', without: 'warn' },
  ],
  'it belongs into the node image: labdeck reset, then labdeck up',
);
