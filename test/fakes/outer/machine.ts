import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type MadeNode, machineWith } from '../proc-tree.ts';
import { portsOf } from './ovs.ts';
import type { FakeDomain, World } from './world.ts';

/** proc(5): clock ticks of a second. */
const TICKS = 100;
/** Of one CPU, each node; of both CPUs, the machine. They stand still, so that a screen that shows them does. */
const NODE_PERCENT = 4;
const MACHINE_PERCENT = 31;

/** With thousands of files, each writing costs: the clock of a large machine ticks slowly. */
const tickMs = ({ domains }: World): number => (domains.length > 50 ? 2_000 : 250);

/** /proc and /sys of the fake outer VM, as its shells read them below `root`: time goes on, and everything takes its steady share of it. */
export class FakeMachine {
  readonly #root: string;
  readonly #world: World;
  readonly #since = performance.now();
  readonly #timer: NodeJS.Timeout;

  constructor(root: string, world: World) {
    this.#root = root;
    this.#world = world;
    this.#write();
    this.#timer = setInterval(() => this.#write(), tickMs(world));
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #write(): void {
    const sec = Math.floor((performance.now() - this.#since) / tickMs(this.#world)) * (tickMs(this.#world) / 1000) + 100;
    const files = { ...machineWith(this.#world.running.map((domain) => nodeOf(domain, sec))), ...machineFiles(this.#world, sec) };
    for (const [path, text] of Object.entries(files)) put(join(this.#root, path), text);
  }
}

function machineFiles(world: World, sec: number): Readonly<Record<string, string>> {
  const busy = Math.round((sec * TICKS * 2 * MACHINE_PERCENT) / 100);
  const devices = portsOf(world).map(({ name }) => `${name}: ${world.traffic * 90} ${world.traffic} 0 0 0 0 0 0 ${world.traffic * 150} ${world.traffic * 2} 0 0 0 0 0 0\n`);
  return {
    'proc/uptime': `${sec.toFixed(2)} ${sec.toFixed(2)}\n`,
    'proc/stat': `cpu  ${busy} 0 0 ${Math.round(sec * TICKS * 2) - busy} 0 0 0 0 0 0\ncpu0 0 0 0 0 0 0 0 0 0 0\ncpu1 0 0 0 0 0 0 0 0 0 0\nctxt 999\n`,
    'proc/net/dev': `Inter-|   Receive                                                |  Transmit\n face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n${devices.join('')}`,
  };
}

function nodeOf({ name, driver, id, ofport }: FakeDomain, sec: number): MadeNode {
  const same = { name, pid: ofport * 1_000 + id };
  if (driver === 'qemu') return { kind: 'qemu', ...same, comm: 'qemu-system-aar', ticks: [Math.round((sec * TICKS * NODE_PERCENT) / 100), 0], rssKiB: 223_880 };
  const scope = `/machine.slice/machine-lxc-${name}.scope`;
  return { kind: 'lxc', ...same, group: `${scope}/libvirt`, scope, usageUsec: Math.round(sec * 10_000 * NODE_PERCENT), memoryBytes: 124_000_000 };
}

/** A reader sees the file of before or the new one, never half of one. */
function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}
