import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { labIsDown } from '../store/select/layers.ts';
import { readPurpose } from '../wire/first-line.ts';
import type { KeeperStatus } from '../wire/protocol.ts';
import { createCommands } from './commands.ts';
import { type Connection, serveConnection } from './connection.ts';
import { createFrontEnds } from './front-ends.ts';
import type { House } from './house.ts';
import { endWhenIdle } from './idle.ts';
import type { KeeperParts } from './parts.ts';
import { createProcesses } from './processes.ts';
import { createRunning } from './running.ts';

export interface Keeper {
  /** Serves a new connection, whatever it turns out to want. */
  readonly accept: (duplex: Duplex) => void;
  readonly status: () => KeeperStatus;
  /** Ends it: what runs is cancelled, front ends are told why. Safe to call more than once. */
  readonly stop: (why: string) => void;
  /** Resolves with the reason once the keeper begins to end: take no more connections. */
  readonly ending: Promise<string>;
  /** Resolves when nothing runs and nobody is connected any more. */
  readonly ended: Promise<void>;
}

/** How long cancelled work may take to clean up before the keeper ends without it. */
const CLEAN_UP_MS = 5000;
/** How long front ends may take to hear the goodbye. */
const GOODBYE_MS = 1000;

/** The keeper behind its socket: life cycle, connections, and nothing of the lab. */
export function serveKeeper(parts: KeeperParts): Keeper {
  const { store, clock, log } = parts;
  const stopping = new AbortController();
  const connections = new Set<Connection>();
  let poke: () => void = () => undefined;

  const running = createRunning(() => poke());
  const frontEnds = createFrontEnds(store, (probes) => parts.shows(probes));
  const processes = createProcesses(parts, running);
  const status = (): KeeperStatus => ({ ...store.get().keeper, lab: parts.lab, build: parts.identity.build, running: running.lines() });
  const stop = (why: string): void => stopping.abort(why);
  const house: House = { parts, epoch: randomBytes(6).toString('hex'), running, frontEnds, processes, runCommand: createCommands(parts, running), ending: stopping.signal, status, stop };

  const ending = new Promise<string>((resolve) => {
    stopping.signal.addEventListener('abort', () => {
      resolve(String(stopping.signal.reason));
      // It ends already: no alarm may keep the process.
      poke();
    });
  });
  poke = endWhenIdle({
    clock,
    idleMs: parts.idleMs,
    isIdle: () => !stopping.signal.aborted && frontEnds.count() === 0 && running.lines().length === 0 && labIsDown(store.get()),
    end: () => stop('the lab is down and nobody is here'),
  });
  store.subscribe(({ slot }) => {
    if (slot === 'outer' || slot === 'keeper') poke();
  });
  poke();

  async function end(why: string): Promise<void> {
    log(`ending: ${why}`);
    await within(CLEAN_UP_MS, running.idle());
    for (const connection of connections) connection.goodbye(why);
    await within(GOODBYE_MS, allClosed());
    for (const connection of connections) connection.hangUp(why);
    await within(GOODBYE_MS, allClosed());
  }

  async function allClosed(): Promise<void> {
    await Promise.all([...connections].map(({ closed }) => closed));
  }

  /** Waits for `work`, but not for ever. */
  async function within(ms: number, work: Promise<void>): Promise<void> {
    const late = Promise.withResolvers<void>();
    const takeBack = clock.after(ms, late.resolve);
    await Promise.race([work, late.promise]);
    takeBack();
  }

  return { accept: (duplex) => void accept(duplex, house, connections), status, stop, ending, ended: ending.then(end) };
}

async function accept(duplex: Duplex, house: House, connections: Set<Connection>): Promise<void> {
  const { log } = house.parts;
  // Until its purpose is known nobody else listens for the errors of a connection.
  duplex.on('error', () => duplex.destroy());
  const purpose = await readPurpose(duplex);
  if (house.ending.aborted || purpose === undefined) return void duplex.destroy();
  if (purpose.kind === 'rpc') return keep(serveConnection(duplex, house), connections);
  if (purpose.kind === 'stream' && house.processes.attach(purpose.ticket, duplex)) return;
  log(`connection closed: ${purpose.kind === 'stream' ? 'its ticket is not known' : `it said ${JSON.stringify(purpose.said)}`}`);
  duplex.destroy();
}

function keep(connection: Connection, connections: Set<Connection>): void {
  connections.add(connection);
  void connection.closed.then(() => connections.delete(connection));
}
