import { LostError, UnsupportedError } from '../../model/errors.ts';
import { parseInfoMigrateBlockers } from '../../parse/hmp/migrate.ts';
import { parseInfoStatus } from '../../parse/hmp/status.ts';
import type { Limits } from '../limits.ts';
import type { Monitor } from '../monitor-verbs.ts';
import type { HmpPort } from './connection.ts';
import { options, word } from './line.ts';
import { deleteSnapshot, listSnapshots, loadSnapshot, saveSnapshot } from './snapshot.ts';

/** `savevm` and `loadvm` hold the monitor until the RAM is written or read; milliseconds. */
const SNAPSHOT_LIMIT_MS = 10 * 60_000;

/** The monitor's verbs over the human monitor. */
export function hmpMonitor(hmp: HmpPort): Monitor {
  const act = (line: string) => async (limits?: Limits) => void (await hmp.execute(line, limits));
  const withLimit = (limits?: Limits) => ({ timeoutMs: SNAPSHOT_LIMIT_MS, ...limits });
  return {
    protocol: 'hmp',
    version: hmp.version,
    name: hmp.name,
    closed: hmp.closed,
    status: async (limits) => parseInfoStatus(await hmp.execute('info status', limits)),
    qmp: (execute) => Promise.reject(noQmp(hmp.name, execute)),
    hmp: (line, limits) => hmp.type(line, limits),
    stop: act('stop'),
    cont: act('cont'),
    systemPowerdown: act('system_powerdown'),
    systemReset: act('system_reset'),
    quit: (limits) => quit(hmp, limits),
    snapshotList: (limits) => listSnapshots(hmp, limits),
    snapshotSave: (name, limits) => saveSnapshot(hmp, name, withLimit(limits)),
    snapshotLoad: (name, limits) => loadSnapshot(hmp, name, withLimit(limits)),
    snapshotDelete: (name, limits) => deleteSnapshot(hmp, name, withLimit(limits)),
    blockers: async (limits) => parseInfoMigrateBlockers(await hmp.execute('info migrate', limits)),
    kvmEnabled: async (limits) => /kvm support: enabled/.test(await hmp.execute('info kvm', limits)),
    deviceAdd: async (driver, values, limits) => void (await hmp.execute(`device_add ${options(driver, values)}`, limits)),
    deviceDel: async (id, limits) => void (await hmp.execute(`device_del ${word(id)}`, limits)),
    chardevAddSocket: async (id, path, limits) => void (await hmp.execute(`chardev-add ${options('socket', { id, path, server: 'on', wait: 'off' })}`, limits)),
    chardevRemove: async (id, limits) => void (await hmp.execute(`chardev-remove ${word(id)}`, limits)),
    onEvent: () => () => undefined,
    close: () => hmp.close(),
  };
}

function noQmp(name: string, execute: string): UnsupportedError {
  return new UnsupportedError({ what: `${name} is a human monitor: it cannot take the QMP command ${execute}`, next: 'labdeck hmp LINE' });
}

/** The stream ends where the next prompt would be: that is the answer. */
async function quit(hmp: HmpPort, limits?: Limits): Promise<void> {
  try {
    await hmp.execute('quit', limits);
  } catch (error) {
    if (!(error instanceof LostError)) throw error;
  }
  await hmp.closed;
}
