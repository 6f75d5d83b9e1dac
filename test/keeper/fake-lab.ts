import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, watch } from 'node:fs';
import { constants } from 'node:os';
import { CancelledError, LostError, UsageError } from '../../src/model/errors.ts';
import { fresh } from '../../src/model/reading.ts';
import type { Compose, DispatchContext, LabParts } from '../../src/keeper/parts.ts';
import { createLabStore } from '../../src/store/lab-store.ts';
import { emptyState } from '../../src/store/state.ts';
import type { Exec } from '../../src/transport/transport.ts';
import type { CommandAnswer, CommandRequest, StreamOpen } from '../../src/wire/protocol.ts';

/** A lab with nothing in it but verbs that a test can steer, and this machine as the only target. */
export const composeFake: Compose = async ({ lab, file, keeper, log }) => {
  const store = createLabStore(emptyState(keeper, { name: lab, file, bridge: 'ovsbr0', nodes: [], k3s: 'no k3s in this lab: it is a fake' }));
  if (file.endsWith('bad.yaml')) throw new UsageError({ what: 'the lab file is bad', detail: file });
  const parts: LabParts = {
    store,
    dispatch: (request, context) => dispatch(request, context, parts),
    mutates: (id) => !id.startsWith('look.'),
    survives: (id) => id === 'do.survive',
    streams: (open, { signal }) => localExec(open, signal),
    windows: async ({ height, width }) => ({ version: 1, first: 0, total: height, rows: Array.from({ length: height }, (_, row) => String(row).padEnd(width, '.')) }),
    shows: (probes) => log(`shows: ${probes.join(' ')}`),
    refresh: async () => void store.set('units', fresh([], Date.now())),
    close: async () => log('lab closed'),
  };
  return parts;
};

type Verb = (args: Readonly<Record<string, unknown>>, context: DispatchContext, parts: LabParts) => Promise<unknown>;

const VERBS: Readonly<Record<string, Verb>> = {
  'look.echo': async (args) => args,
  'look.big': async ({ bytes }) => 'x'.repeat(Number(bytes)),
  /** Counts its runs in a file, so that a second one is seen. */
  'do.count': async ({ file }) => appendFileSync(String(file), 'ran\n'),
  /** Runs until a file is there, or it is cancelled. */
  'do.wait': (args, context) => waitFor(String(args['begun']), String(args['until']), context),
  'do.survive': async (args, context) => {
    const seen = await waitFor(String(args['begun']), String(args['until']), context);
    context.progress({ job: 'test', step: 'last', state: 'done', elapsedMs: 1 });
    return seen;
  },
  'do.progress': async (_args, { progress }) => {
    for (const step of ['one', 'two']) progress({ job: 'test', step, state: 'done', elapsedMs: 1 });
    return 'both';
  },
  /** Acts, and takes its keeper with it before it can answer. */
  'do.die': async ({ file }) => {
    appendFileSync(String(file), 'ran\n');
    process.kill(process.pid, 'SIGKILL');
    await new Promise(() => undefined);
  },
  'do.up': async (_args, _context, { store }) => store.set('outer', fresh({ state: 'running' }, Date.now())),
  'do.down': async (_args, _context, { store }) => store.set('outer', fresh({ state: 'off' }, Date.now())),
  'do.events': async ({ count }, _context, { store }) => {
    for (let at = 1; at <= Number(count); at++) store.set('events', [{ at, source: 'command', what: 'x'.repeat(1000) }]);
  },
  'do.act': async (_args, { by }, { store }) => store.update('acts', (acts) => [...acts, { at: 1, machine: 'outer', argv: ['true'], command: 'do.act', by }]),
  'do.by': async (_args, { by }) => by,
};

async function dispatch(request: CommandRequest, context: DispatchContext, parts: LabParts): Promise<CommandAnswer> {
  const verb = VERBS[request.id];
  if (verb === undefined) throw new UsageError({ what: `no verb ${request.id}` });
  return { ok: true, result: (await verb(request.args, context, parts)) ?? null };
}

/** Waits for a file, by the kernel's word. */
function waitFor(begun: string, until: string, { signal }: DispatchContext): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const watcher = watch(until.slice(0, until.lastIndexOf('/')));
    const look = (): void => {
      if (!existsSync(until)) return;
      watcher.close();
      resolve('seen');
    };
    signal.addEventListener('abort', () => {
      watcher.close();
      appendFileSync(begun, 'cancelled\n');
      reject(new CancelledError({ what: 'taken back' }));
    });
    watcher.on('change', look);
    appendFileSync(begun, 'begun\n');
    look();
  });
}

/** The contract of a transport over a plain child process. */
function localExec({ target, argv }: StreamOpen, signal: AbortSignal): Exec {
  if (target !== 'host') throw new UsageError({ what: `no machine ${target}` });
  const child = spawn(argv[0] ?? '', argv.slice(1), { stdio: 'pipe', detached: true });
  const kill = (name: NodeJS.Signals = 'SIGTERM'): void => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, name);
  };
  signal.addEventListener('abort', () => kill('SIGKILL'));
  const exit = new Promise<{ status: number }>((resolve, reject) => {
    child.on('error', (error) => reject(new LostError({ what: 'cannot start', detail: error.message })));
    child.on('close', (status, name) => {
      if (signal.aborted) reject(new CancelledError({ what: 'killed' }));
      else resolve({ status: status ?? 128 + constants.signals[name ?? 'SIGTERM'] });
    });
  });
  exit.catch(() => undefined);
  return { stdin: child.stdin, stdout: child.stdout, stderr: child.stderr, exit, kill };
}
