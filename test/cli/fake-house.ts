import { Readable, Writable } from 'node:stream';
import type { CommandContext, LabVerbs, VirshVerbs } from '../../src/command/context.ts';
import { commandById } from '../../src/command/registry.ts';
import { createDispatch } from '../../src/keeper/dispatch.ts';
import type { Compose, LabParts } from '../../src/keeper/parts.ts';
import { CancelledError, ExitError, LostError, UnsupportedError, UsageError } from '../../src/model/errors.ts';
import type { PlannedAct } from '../../src/wire/protocol.ts';
import { createLabStore } from '../../src/store/lab-store.ts';
import type { LabState } from '../../src/store/state.ts';
import { LocalTransport } from '../../src/transport/local.ts';
import type { Exec } from '../../src/transport/transport.ts';

/** What a test steers of the lab behind the keeper, and what it sees of it. */
export interface FakeHouse {
  readonly compose: Compose;
  /** What reached the lab, one line each: `virsh lxc start n100-1`. */
  readonly acts: string[];
  /** Probes that were asked to read. */
  readonly refreshed: string[][];
  /** Replaced by a test that wants a verb to fail, wait or answer something. */
  readonly lab: Partial<LabVerbs>;
  /** Nodes whose verbs fail. */
  readonly broken: Set<string>;
  /** Nodes that were saved. */
  readonly saved: Set<string>;
  /** What the guest says on the serial line, and what it hears. */
  readonly serial: { says: string; heard: string };
  /** Becomes true when a command was cancelled on the keeper's side. */
  cancelled: boolean;
}

/** The real registry, dispatch, keeper and wire; only the lab behind them is made up. */
export function fakeHouse(state: LabState): FakeHouse {
  const local = new LocalTransport('host');
  const house: FakeHouse = { acts: [], refreshed: [], lab: {}, broken: new Set(), saved: new Set(), serial: { says: '', heard: '' }, cancelled: false, compose: async ({ keeper }) => parts({ ...state, keeper }) };

  function parts(initial: LabState): LabParts {
    const store = createLabStore(initial);
    const refresh: LabParts['refresh'] = async (probes) => void house.refreshed.push([...probes]);
    const dispatch = createDispatch({
      state: store.get,
      refresh,
      wake: () => undefined,
      context: (request, context, planned) => ctx(house, { request, context, planned, state: store.get }),
    });
    return {
      store,
      dispatch,
      mutates: (id) => commandById(id)?.mutates === true,
      survives: () => false,
      streams: ({ target, argv, timeoutMs }, { signal }) => {
        if (target === 'serial') return serialLine(house.serial);
        if (target !== 'host') throw new UsageError({ what: `no machine ${JSON.stringify(target)}` });
        return local.spawn({ argv, signal, ...(timeoutMs === undefined ? {} : { timeoutMs }) });
      },
      windows: async () => ({ version: 1, first: 0, total: 0, rows: [] }),
      shows: () => undefined,
      refresh,
      close: () => local.close(),
    };
  }
  return house;
}

interface Parts {
  readonly request: { readonly dryRun: boolean; readonly timeoutMs?: number };
  readonly context: Pick<CommandContext, 'signal' | 'progress'>;
  readonly planned: PlannedAct[];
  readonly state: () => LabState;
}

function ctx(house: FakeHouse, { request, context, planned, state }: Parts): CommandContext {
  const act = async (machine: string, ...argv: string[]): Promise<void> => {
    if (request.dryRun) planned.push({ machine, argv });
    else house.acts.push(argv.join(' '));
  };
  const virsh = (driver: string): VirshVerbs => {
    const verb = (name: string) => async (domain: string, ...more: readonly unknown[]) => {
      if (house.broken.has(domain)) throw new ExitError({ what: `virsh ${name} ${domain} failed`, argv: ['virsh', name, domain], status: 1, detail: 'error: no such luck' });
      await act('outer', 'virsh', '-c', `${driver}:///`, name, domain, ...more.flat().map(String));
    };
    const verbs = ['start', 'shutdown', 'destroy', 'reset', 'suspend', 'resume', 'autostart', 'setmem', 'setmaxmem', 'setvcpus', 'setMaxVcpus', 'changeMedia', 'attachCdrom', 'managedsave', 'snapshotCreateAs', 'snapshotRevert', 'snapshotDelete'] as const;
    const dominfo = (name: string) => ({ name, uuid: 'u', osType: 'hvm', state: 'shut off' as const, vcpus: 1, maxMemoryKiB: 1, usedMemoryKiB: 1, persistent: true, autostart: false, managedSave: house.saved.has(name) });
    return {
      ...(Object.fromEntries(verbs.map((name) => [name, verb(name)])) as Pick<VirshVerbs, (typeof verbs)[number]>),
      dumpxml: async (domain) => `<domain><name>${domain}</name></domain>\n`,
      dominfo: async (domain) => dominfo(domain),
      domiftune: () => Promise.reject(new UnsupportedError({ what: `domiftune is not supported by the ${driver} driver (virDomainGetInterfaceParameters)` })),
      snapshotList: async () => [{ name: 'first', createdAt: '2026-11-21 07:40:02 +0000', state: 'shutoff' }],
    };
  };
  context.signal.addEventListener('abort', () => {
    house.cancelled = true;
  });
  const nothing = async (): Promise<never> => {
    throw new LostError({ what: 'the fake lab cannot do this' });
  };
  return {
    state,
    now: Date.now,
    signal: context.signal,
    dryRun: request.dryRun,
    timeoutMs: request.timeoutMs,
    progress: context.progress,
    virsh,
    machine: () => new LocalTransport('host'),
    exec: nothing,
    fabric: {
      dumpFlows: async (bridge) => [{ table: 0, priority: 0, cookie: '0x0', match: '', actions: `NORMAL of ${bridge}`, packets: 1, bytes: 2, durationSec: 3 }],
      linkSet: (dev, state) => act('outer', 'ip', 'link', 'set', 'dev', dev, state),
    },
    monitor: {
      status: async () => ({ running: true, status: 'running' }),
      qmp: async (execute, args) => {
        await act('host', 'qmp', execute, JSON.stringify(args));
        return { echo: args };
      },
      hmp: async (line) => {
        await act('host', 'hmp', line);
        return `VM status: running\r\n`;
      },
    },
    lab: {
      up: async () => act('host', 'up').then(() => ({ lab: 'embedded', how: 'booted', nodes: [], elapsedMs: 1 })),
      down: async ({ force }) => act('host', 'down', String(force)).then(() => ({ lab: 'embedded', was: 'running' })),
      reset: async () => act('host', 'reset').then(() => ({ lab: 'embedded', removed: [] })),
      attach: nothing,
      snapshotSave: nothing,
      snapshotRestore: async (snapshot) => act('host', 'restore', snapshot).then(() => ({ snapshot, elapsedMs: 1 })),
      snapshotDelete: async (removed) => act('host', 'delete', removed).then(() => ({ removed })),
      doctor: nothing,
      sshAccess: async () => ({ host: '127.0.0.1', port: 2222, user: 'root', identityFile: '/k/id', knownHostsFile: '/k/known', nodeUser: 'root' }),
      paths: () => [{ what: 'state', path: "/tmp/it's here" }],
      ...house.lab,
    },
  };
}

/** Waits until the request is taken back. */
export function untilCancelled(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new CancelledError({ what: 'taken back' }))));
}

/** A console that says one thing and stays open until its input ends or it is killed. */
function serialLine(serial: FakeHouse['serial']): Exec {
  const { promise, resolve } = Promise.withResolvers<{ status: number }>();
  const stdout = new Readable({ read: () => undefined });
  const stderr = new Readable({ read: () => undefined });
  const close = (): void => {
    stdout.push(null);
    stderr.push(null);
    resolve({ status: 0 });
  };
  stdout.push(serial.says);
  const stdin = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      serial.heard += chunk.toString();
      done();
    },
    final: (done) => {
      close();
      done();
    },
  });
  return { stdin, stdout, stderr, exit: promise, kill: close };
}
