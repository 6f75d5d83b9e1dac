/**
 * The QEMU of a fake lab: a process of its own that can be stopped, continued and killed as a real one, with monitor, serial line and channels on real
 * sockets, and behind the channels the real guest script on a world of fake tools. The lab's pid file is among its words, as with a real one.
 *
 *     node main.ts SETTINGS -pidfile FILE
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GuestPorts } from '../../transport/guest-ports.ts';
import { FakeMachine } from './machine.ts';
import { FakeQmp } from './qmp.ts';
import { FakeSerial } from './serial.ts';
import { serveSwitch } from './switch-sockets.ts';
import { type Fault, type Faults, serveTools, writePrograms } from './tools.ts';
import { World, type WorldSize } from './world.ts';

export interface OuterSettings extends WorldSize {
  /** For all that is nobody's business but the fake's. */
  readonly dir: string;
  readonly qmp: string;
  readonly serial: string;
  readonly serialLog: string;
  readonly channels: readonly string[];
}

/** What a test may ask for. */
export type OuterOrder =
  | { readonly order: 'virsh'; readonly verb: string; readonly domain: string }
  | { readonly order: 'fault'; readonly tool: string; readonly fault?: Fault }
  | { readonly order: 'traffic'; readonly packets: number }
  | { readonly order: 'flood'; readonly linesPerSec: number }
  | { readonly order: 'print'; readonly text: string }
  | { readonly order: 'status'; readonly status: string; readonly event: string };

const settings = JSON.parse(process.argv[2] ?? '') as OuterSettings;
const pidFile = process.argv[4] ?? '';
const LANES = settings.channels.length / 2;

const world = new World(settings);
const faults: Faults = new Map();
const inside = (name: string): string => join(settings.dir, name);
const programs = writePrograms(settings.dir, (program) => execFileSync('sh', ['-c', 'command -v "$1"', 'sh', program], { encoding: 'utf8' }).trim());
const serial = new FakeSerial(settings.serial, settings.serialLog);
const servers = [serveTools(world, faults, inside('tools')), ...serveSwitch(world, faults, inside('openvswitch'))];
const machine = new FakeMachine(inside('root'), world);
const qmp = new FakeQmp(settings.qmp, faults, end);
const writeLeases = (): void => {
  writeFileSync(inside('leases'), world.running.map(({ mac, ip, name }) => `1795294447 ${mac} ${ip} ${name} 01:${mac}\n`).join(''));
};
writeLeases();
world.on('change', writeLeases);
const ports = new GuestPorts(LANES, { socket: (port) => settings.channels[port] ?? '', env: { PATH: `${programs}:${process.env['PATH'] ?? ''}`, LABDECK_FAKE: settings.dir } });
// Whoever kills this process has to kill what it leaves behind, as the kernel does with a guest.
writeFileSync(inside('ports'), ports.dir);
writeFileSync(pidFile, `${process.pid}\n`, { mode: 0o600 });

type Obey = { readonly [O in OuterOrder['order']]: (order: Extract<OuterOrder, { order: O }>) => unknown };

const OBEY: Obey = {
  virsh: ({ verb, domain }) => {
    const found = world.find(domain);
    return found === undefined ? `there is no ${domain}` : world.act(verb, found)?.says;
  },
  fault: ({ tool, fault }) => void (fault === undefined ? faults.delete(tool) : faults.set(tool, fault)),
  traffic: ({ packets }) => (world.traffic += packets),
  flood: ({ linesPerSec }) => (linesPerSec > 0 ? serial.flood(linesPerSec) : serial.calm(), serial.flooded),
  print: ({ text }) => serial.print(text),
  status: ({ status, event }) => qmp.become(status, event),
};

process.on('message', ({ id, order }: { readonly id: number; readonly order: OuterOrder }) => {
  process.send?.({ id, answer: (OBEY[order.order] as (order: OuterOrder) => unknown)(order) });
});
process.on('disconnect', end);
process.send?.({ ready: true });

function end(): void {
  qmp.close();
  machine.close();
  serial.close();
  for (const server of servers) server.close();
  void ports.close().then(() => process.exit(0));
}
