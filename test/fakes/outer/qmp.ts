import { createServer, type Server, type Socket } from 'node:net';
import { fixture } from '../../parse/fixture.ts';
import type { Faults } from './tools.ts';

interface Command {
  readonly execute: string;
  readonly id?: unknown;
  readonly arguments?: Readonly<Record<string, unknown>>;
}

interface Snapshot {
  readonly id: string;
  readonly name: string;
  readonly at: number;
}

const VERSION = { qemu: { micro: 22, minor: 2, major: 7 }, package: 'Debian 1:7.2+dfsg-7+deb12u18+b3' };
const GREETING = { QMP: { version: VERSION, capabilities: ['oob'] } };

/** `info block` and the like, as they were recorded. */
const HUMAN: Readonly<Record<string, string>> = Object.fromEntries(
  ['block', 'chardev', 'cpus', 'kvm', 'network', 'qtree', 'snapshots', 'status', 'version'].map((word) => [`info ${word}`, fixture(`qemu-7.2/hmp/info-${word}.txt`)]),
);

type Answer = { readonly return: unknown } | { readonly error: { readonly class: string; readonly desc: string } };

/** The monitor of the fake outer VM: qmp-spec, one client at a time, the commands that labdeck sends. */
export class FakeQmp {
  readonly #server: Server;
  readonly #faults: Faults;
  readonly #onQuit: () => void;
  readonly #waiting: Socket[] = [];
  readonly #jobs = new Map<string, { readonly id: string; readonly type: string; readonly status: string; readonly 'current-progress': number; readonly 'total-progress': number }>();
  #client: Socket | undefined;
  #status = 'running';
  #snapshots: Snapshot[] = [{ id: '1', name: 'ready', at: 1_795_247_446 }];

  constructor(path: string, faults: Faults, onQuit: () => void) {
    this.#faults = faults;
    this.#onQuit = onQuit;
    this.#server = createServer((socket) => this.#accept(socket)).listen(path);
  }

  close(): void {
    for (const socket of [this.#client, ...this.#waiting]) socket?.destroy();
    this.#server.close();
  }

  /** Says that something happened, to the client that there is. */
  event(event: string, data: Readonly<Record<string, unknown>> = {}): void {
    const now = Date.now();
    this.#say({ event, data, timestamp: { seconds: Math.floor(now / 1000), microseconds: (now % 1000) * 1000 } });
  }

  /** The state that `query-status` tells: `guest-panicked`. */
  become(status: string, event?: string): void {
    this.#status = status;
    if (event !== undefined) this.event(event, event === 'GUEST_PANICKED' ? { action: 'pause' } : {});
  }

  /** A second client is accepted by the kernel and hears nothing until the first has gone, as with QEMU. */
  #accept(socket: Socket): void {
    socket.on('error', () => undefined);
    if (this.#client !== undefined) return void this.#waiting.push(socket);
    this.#client = socket;
    let held = '';
    socket.on('data', (chunk: Buffer) => {
      const lines = (held + chunk.toString('utf8')).split('\n');
      held = lines.pop() ?? '';
      for (const line of lines) this.#take(line);
    });
    socket.once('close', () => {
      this.#client = undefined;
      const next = this.#waiting.shift();
      if (next !== undefined) this.#accept(next);
    });
    this.#say(GREETING);
  }

  #take(line: string): void {
    const command = JSON.parse(line) as Command;
    const fault = this.#faults.get('qmp');
    if (fault?.how === 'hangs') return;
    if (fault?.how === 'dies') return void this.#client?.destroy();
    if (fault?.how === 'garbage') return void this.#client?.write('{"return": {}, "id": "nobody"}\r\n[1, 2\r\n');
    const answer = { ...this.#answer(command), ...(command.id === undefined ? {} : { id: command.id }) };
    if (fault?.how === 'slow') setTimeout(() => this.#say(answer), fault.ms);
    else this.#say(answer);
  }

  #say(message: unknown): void {
    this.#client?.write(`${JSON.stringify(message)}\r\n`);
  }

  #answer({ execute, arguments: args = {} }: Command): Answer {
    const known = this.#commands[execute];
    if (known === undefined) return { error: { class: 'CommandNotFound', desc: `The command ${execute} has not been found` } };
    return { return: known(args) ?? {} };
  }

  readonly #commands: Readonly<Record<string, (args: Readonly<Record<string, unknown>>) => unknown>> = {
    qmp_capabilities: () => undefined,
    'query-version': () => VERSION,
    'query-status': () => ({ status: this.#status, singlestep: false, running: this.#status === 'running' }),
    'query-kvm': () => ({ enabled: false, present: true }),
    'query-block': () => [this.#disk()],
    'query-named-block-nodes': () => [],
    'query-migrate': () => ({}),
    'query-jobs': () => [...this.#jobs.values()],
    'query-chardev': () => [{ label: 'channel0', filename: 'unix:channel-0.sock,server=on', 'frontend-open': true }, { label: 'qmp', filename: 'unix:qmp.sock,server=on', 'frontend-open': true }],
    'query-blockstats': () => [{ 'node-name': 'disk', stats: { rd_bytes: 147_413_989, wr_bytes: 43_120_000 } }],
    'human-monitor-command': ({ 'command-line': line }) => HUMAN[String(line).trim()]?.replaceAll('\n', '\r\n') ?? `unknown command: '${String(line)}'\r\n`,
    stop: () => this.become('paused', 'STOP'),
    cont: () => this.become('running', 'RESUME'),
    system_reset: () => this.event('RESET', { guest: false, reason: 'host-qmp-system-reset' }),
    system_powerdown: () => this.#end('POWERDOWN'),
    quit: () => this.#end('SHUTDOWN'),
    'snapshot-save': ({ 'job-id': id, tag }) => this.#job(id, 'snapshot-save', () => this.#snapshots.push({ id: String(this.#snapshots.length + 1), name: String(tag), at: Math.floor(Date.now() / 1000) })),
    'snapshot-load': ({ 'job-id': id }) => this.#job(id, 'snapshot-load', () => this.become('running')),
    'snapshot-delete': ({ 'job-id': id, tag }) => this.#job(id, 'snapshot-delete', () => (this.#snapshots = this.#snapshots.filter(({ name }) => name !== tag))),
    'job-dismiss': ({ id }) => void this.#jobs.delete(String(id)),
    'job-cancel': () => undefined,
  };

  /** A job goes through its states after the command that started it was answered. */
  #job(id: unknown, type: string, act: () => unknown): void {
    const become = (status: string): void => {
      this.#jobs.set(String(id), { id: String(id), type, status, 'current-progress': 1, 'total-progress': 1 });
      this.event('JOB_STATUS_CHANGE', { id, status });
    };
    become('created');
    setImmediate(() => {
      become('running');
      act();
      for (const status of ['waiting', 'pending', 'concluded']) become(status);
    });
  }

  #disk(): unknown {
    const snapshots = this.#snapshots.map(({ id, name, at }) => ({ 'vm-clock-nsec': 0, name, 'date-sec': at, 'date-nsec': 0, 'vm-clock-sec': 0, id, 'vm-state-size': 795_644_000 }));
    const image = { snapshots, 'virtual-size': 12_884_901_888, filename: 'outer.qcow2', format: 'qcow2' };
    return { device: '', 'io-status': 'ok', locked: false, removable: false, type: 'unknown', inserted: { 'node-name': 'disk', drv: 'qcow2', ro: false, file: 'outer.qcow2', image } };
  }

  #end(event: string): void {
    this.event(event);
    setImmediate(this.#onQuit);
  }
}
