import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

export type Env = Readonly<Record<string, string | undefined>>;

/** Where labdeck keeps things, whichever lab it is about. */
export interface HomePaths {
  readonly state: string;
  readonly cache: string;
  readonly config: string;
  /** The directory that holds the short runtime directories of all labs. */
  readonly runtime: string;
}

/** Every path of one lab by name. Sockets lie in `runtime`, which is short: a unix socket's path has at most 107 bytes (unix(7)). */
export interface LabPaths {
  readonly lab: string;
  readonly home: HomePaths;
  readonly state: string;
  readonly runtime: string;
  /** Which runtime directory this lab uses, so that a front end with another XDG_RUNTIME_DIR finds the same one. */
  readonly runtimeRecord: string;

  readonly images: string;
  readonly downloads: string;
  readonly buildLogs: string;

  readonly overlay: string;
  readonly seedDisk: string;
  readonly launchRecord: string;
  readonly qemuPid: string;
  readonly qemuLog: string;
  readonly serialLog: string;
  readonly consoleLogs: string;
  readonly sshKey: string;
  readonly knownHosts: string;

  readonly qmpSocket: string;
  readonly hmpSocket: string;
  readonly serialSocket: string;
  readonly agentSocket: string;
  /** The host's end of virtio-serial channel `index`, from 0. */
  readonly channelSocket: (index: number) => string;
  /** The keeper's own monitor and serial sockets, for any number of other tools. */
  readonly qmpExport: string;
  readonly hmpExport: string;
  readonly serialExport: string;

  readonly keeperSocket: string;
  readonly keeperLock: string;
  /** The pid of the keeper that runs, or ran last, with its start time: proof that the pid is still its own. */
  readonly keeperRecord: string;
  readonly keeperLog: string;
  /** The command log and events, for the next keeper. */
  readonly keeperMemory: string;
  /** Tokens of commands that change something and have begun, one file each. */
  readonly journal: string;
}

/** XDG base directories; a relative one is ignored, as the specification says. */
export function homePaths(env: Env, uid: number): HomePaths {
  const home = env['HOME'] ?? homedir();
  const under = (name: string, fallback: string): string => join(absolute(env[name]) ?? join(home, fallback), 'labdeck');
  return {
    state: under('XDG_STATE_HOME', '.local/state'),
    cache: under('XDG_CACHE_HOME', '.cache'),
    config: under('XDG_CONFIG_HOME', '.config'),
    runtime: runtimeHome(absolute(env['XDG_RUNTIME_DIR']), uid),
  };
}

function absolute(path: string | undefined): string | undefined {
  return path !== undefined && isAbsolute(path) ? path : undefined;
}

/** Room for `/labdeck/<12 hex>/<longest socket name>` in 107 bytes. */
const LONGEST_RUNTIME_HOME = 60;

function runtimeHome(xdg: string | undefined, uid: number): string {
  return xdg === undefined || Buffer.byteLength(xdg) > LONGEST_RUNTIME_HOME ? `/tmp/labdeck-${uid}` : join(xdg, 'labdeck');
}

/**
 * The table of every path of `lab`. Pure: nothing is read or made (see `openLab` in ./dirs.ts for that).
 * @param runtime the runtime directory that this lab already uses, where that is known
 */
export function labPaths(lab: string, env: Env, uid: number, runtime?: string): LabPaths {
  const home = homePaths(env, uid);
  const state = stateDir(home, lab);
  const sockets = runtime ?? join(home.runtime, shortName(state));
  return {
    lab,
    home,
    state,
    runtime: sockets,
    runtimeRecord: recordIn(state),
    images: join(home.cache, 'images'),
    downloads: join(home.cache, 'downloads'),
    buildLogs: join(home.cache, 'logs'),
    ...inState(state),
    ...inRuntime(sockets),
  };
}

const stateDir = (home: HomePaths, lab: string): string => join(home.state, 'labs', lab);
const recordIn = (state: string): string => join(state, 'runtime');

/** `runtimeRecord` of a lab's table. What it holds saves a front end the hash, and with it the loading of node:crypto. */
export const runtimeRecord = (lab: string, env: Env, uid: number): string => recordIn(stateDir(homePaths(env, uid), lab));

/** Twelve hex digits that name a state directory; the lab's name is the last part of it. */
function shortName(state: string): string {
  return createHash('sha256').update(state).digest('hex').slice(0, 12);
}

function inState(state: string) {
  return {
    overlay: join(state, 'outer.qcow2'),
    seedDisk: join(state, 'seed.img'),
    launchRecord: join(state, 'launch.json'),
    qemuPid: join(state, 'qemu.pid'),
    qemuLog: join(state, 'qemu.log'),
    serialLog: join(state, 'serial.log'),
    consoleLogs: join(state, 'consoles'),
    sshKey: join(state, 'id_ed25519'),
    knownHosts: join(state, 'known_hosts'),
    keeperLock: join(state, 'keeper.lock'),
    keeperRecord: join(state, 'keeper.json'),
    keeperLog: join(state, 'keeper.log'),
    keeperMemory: join(state, 'keeper-memory.json'),
    journal: join(state, 'journal'),
  };
}

function inRuntime(runtime: string) {
  return {
    qmpSocket: join(runtime, 'qmp.sock'),
    hmpSocket: join(runtime, 'hmp.sock'),
    serialSocket: join(runtime, 'serial.sock'),
    agentSocket: join(runtime, 'agent.sock'),
    channelSocket: (index: number) => join(runtime, `channel-${index}.sock`),
    qmpExport: join(runtime, 'export-qmp.sock'),
    hmpExport: join(runtime, 'export-hmp.sock'),
    serialExport: join(runtime, 'export-serial.sock'),
    keeperSocket: join(runtime, 'keeper.sock'),
  };
}
