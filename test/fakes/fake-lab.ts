import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { openLab } from '../../src/config/dirs.ts';
import { labSchema } from '../../src/config/lab.ts';
import type { LabPaths } from '../../src/config/paths.ts';
import { writeLaunch } from '../../src/lab/outer/launch-record.ts';
import { CHANNEL_PORTS } from '../../src/lab/outer/qemu-argv.ts';
import { findQemu } from '../../src/lab/outer/qemu-process.ts';
import { keeperStatus, stopKeeper } from '../../src/wire/keeper-control.ts';
import type { KeeperStatus } from '../../src/wire/protocol.ts';
import type { OuterOrder, OuterSettings } from './outer/main.ts';
import type { Fault } from './outer/tools.ts';
import { World } from './outer/world.ts';

const UID = process.getuid?.() ?? 0;
const MAIN = join(import.meta.dirname, 'outer', 'main.ts');
const CACHE = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'labdeck', 'fake-labs');

export interface FakeLabOptions {
  /** Inner nodes; default: the four of the embedded lab. */
  readonly domains?: number;
  /** Ports of the switch in all. */
  readonly ports?: number;
  readonly name?: string;
  /** The outer VM is not started. */
  readonly down?: true;
}

/**
 * A lab without QEMU, for a keeper that does not know: its directories, its lab file, and an outer VM that is a process of ours behind real sockets. The
 * labdeck of any checkout works on it with `env` and `args`.
 */
export class FakeLab {
  readonly name: string;
  readonly dir = mkdtempSync(join(tmpdir(), 'labdeck-f-'));
  readonly file = join(this.dir, 'lab.yaml');
  readonly env: Record<string, string>;
  /** `--lab FILE` */
  readonly args: readonly string[] = ['--lab', this.file];
  readonly paths: LabPaths;
  readonly #size: { readonly domains: number; readonly ports: number };
  readonly #answers = new Map<number, (answer: unknown) => void>();
  #asked = 0;
  #outer: ChildProcess | undefined;

  constructor({ domains = 4, ports = 0, name = 'fake' }: FakeLabOptions) {
    this.name = name;
    this.#size = { domains, ports };
    this.env = { PATH: process.env['PATH'] ?? '', HOME: this.dir, XDG_RUNTIME_DIR: join(this.dir, 'run'), XDG_CACHE_HOME: CACHE, LANG: 'C.UTF-8' };
    this.paths = openLab(name, this.env, UID);
    writeFileSync(this.file, stringify(labDocument(name, domains)));
  }

  /** Starts the outer VM, as `up` would have. */
  async start(): Promise<void> {
    const { paths, dir } = this;
    const channels = Array.from({ length: CHANNEL_PORTS }, (_, index) => paths.channelSocket(index));
    const settings: OuterSettings = { ...this.#size, dir, qmp: paths.qmpSocket, serial: paths.serialSocket, serialLog: paths.serialLog, channels };
    for (const socket of [paths.qmpSocket, paths.serialSocket, ...channels, join(dir, 'tools'), join(dir, 'openvswitch')]) rmSync(socket, { force: true, recursive: true });
    const argv = [MAIN, JSON.stringify(settings), '-pidfile', paths.qemuPid];
    const record = { launchedAt: Date.now(), accelerator: 'tcg' as const, qemuVersion: 'QEMU emulator version 7.2.22', sshPort: 1, image: 'fake', stateArgv: [], seedSha256: '', vcpus: 2, memoryMiB: 3072 };
    await writeLaunch(paths.launchRecord, { ...record, argv });
    const outer = spawn(process.execPath, argv, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.#outer = outer;
    const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
    outer.on('message', (message: { readonly ready?: true; readonly id?: number; readonly answer?: unknown }) => {
      if (message.ready === true) return resolve();
      this.#answers.get(message.id ?? 0)?.(message.answer);
      this.#answers.delete(message.id ?? 0);
    });
    outer.once('exit', (code, signal) => reject(new Error(`the fake outer VM ended with ${signal ?? code}`)));
    await ready;
  }

  /** From outside, behind labdeck's back: `virsh destroy n100-1` on the outer VM's own console. */
  virsh(verb: 'start' | 'destroy' | 'shutdown' | 'suspend' | 'resume', domain: string): Promise<unknown> {
    return this.#order({ order: 'virsh', verb, domain });
  }

  /** `qmp`, `ovsdb-server`, or the name of a program: `virsh`, `tc`, … Without a fault it is well again. */
  async fault(tool: string, fault?: Fault): Promise<void> {
    await this.#order(fault === undefined ? { order: 'fault', tool } : { order: 'fault', tool, fault });
  }

  /** Counters of all nodes and ports go up. */
  async traffic(packets: number): Promise<void> {
    await this.#order({ order: 'traffic', packets });
  }

  /** Lines of 100 characters onto the serial line. @returns how many came so far; 0 a second stops it */
  flood(linesPerSec: number): Promise<number> {
    return this.#order({ order: 'flood', linesPerSec }) as Promise<number>;
  }

  async print(text: string): Promise<void> {
    await this.#order({ order: 'print', text });
  }

  async panic(): Promise<void> {
    await this.#order({ order: 'status', status: 'guest-panicked', event: 'GUEST_PANICKED' });
  }

  /** SIGSTOP: every socket stays open, and nothing comes any more. */
  freeze(): void {
    this.#outer?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#outer?.kill('SIGCONT');
  }

  /** As a power cut. */
  async kill(): Promise<void> {
    const outer = this.#outer;
    this.#outer = undefined;
    if (outer === undefined || outer.exitCode !== null || outer.signalCode !== null) return;
    const exit = once(outer, 'exit');
    // Nothing inside may notice that its machine goes.
    outer.kill('SIGSTOP');
    this.#killGuest();
    outer.kill('SIGKILL');
    await exit;
  }

  /** The keeper that answers now. */
  keeper(): Promise<KeeperStatus | undefined> {
    return keeperStatus(this.paths, UID);
  }

  async keeperPid(): Promise<number | undefined> {
    return (await this.keeper())?.pid;
  }

  async stopKeeper(): Promise<void> {
    await stopKeeper(this.paths, UID, { force: true });
  }

  /** Ends all of it: keeper, outer VM, directories. */
  async end(): Promise<void> {
    await this.stopKeeper();
    await this.kill();
    if ((await findQemu(this.paths.qemuPid)) !== undefined) throw new Error(`a fake outer VM goes on in ${this.dir}`);
    rmSync(this.dir, { recursive: true });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.end();
  }

  #order(order: OuterOrder): Promise<unknown> {
    const outer = this.#outer;
    if (outer === undefined) return Promise.reject(new Error(`the fake outer VM does not run: nobody can be asked for ${order.order}`));
    const id = (this.#asked += 1);
    const { promise, resolve } = Promise.withResolvers<unknown>();
    this.#answers.set(id, resolve);
    outer.send({ id, order });
    return promise;
  }

  /** Its shells are processes of this machine: they go with the VM. */
  #killGuest(): void {
    const ports = readFileSync(join(this.dir, 'ports'), 'utf8');
    for (const lane of readdirSync(join(ports, 'run'))) {
      const [pid] = readFileSync(join(ports, 'run', lane), 'utf8').split(' ');
      try {
        process.kill(-Number(pid), 'SIGKILL');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
    }
    rmSync(ports, { recursive: true });
  }
}

export async function startFakeLab(options: FakeLabOptions = {}): Promise<FakeLab> {
  const lab = new FakeLab(options);
  if (options.down !== true) await lab.start();
  return lab;
}

/** The lab file: every node that the world has. */
function labDocument(lab: string, domains: number) {
  const nodes = new World({ domains, ports: 0 }).domains.map(({ name, role, arch, mac, ip, driver }) => ({ name, role, arch, kind: driver === 'lxc' ? 'lxc' : 'tcg', memory: '256 MiB', autostart: arch === 'x86_64', nics: [{ mac, ip }] }));
  const document = {
    lab,
    outer: { source: { type: 'image' }, vcpus: 2, memory: '3 GiB', disk: '12 GiB' },
    network: { bridge: 'ovsbr0', hostPort: 'ovshost0', address: '192.168.100.1/24', dhcp: { from: '192.168.100.100', to: '192.168.100.200' } },
    nodes,
  };
  labSchema.parse(document);
  return document;
}
