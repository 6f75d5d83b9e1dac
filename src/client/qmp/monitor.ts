import { LostError } from '../../model/errors.ts';
import { parseBlockedReasons } from '../../parse/qmp/migrate.ts';
import { fields, text } from '../../parse/qmp/message.ts';
import type { Limits } from '../limits.ts';
import type { Monitor, RunStatus } from '../monitor-verbs.ts';
import type { QmpPort } from './connection.ts';
import { deleteSnapshot, listSnapshots, loadSnapshot, saveSnapshot } from './snapshot.ts';

/** A whole-VM snapshot writes all of the RAM; milliseconds. */
const JOB_LIMIT_MS = 10 * 60_000;

/** The monitor's verbs over QMP. */
export function qmpMonitor(qmp: QmpPort): Monitor {
  const act = (command: string) => async (limits?: Limits) => void (await qmp.execute(command, {}, limits));
  const withLimit = (limits?: Limits) => ({ timeoutMs: JOB_LIMIT_MS, ...limits });
  return {
    protocol: 'qmp',
    version: qmp.greeting.version,
    name: qmp.name,
    closed: qmp.closed,
    status: async (limits) => runStatus(await qmp.execute('query-status', {}, limits)),
    qmp: (execute, args, limits) => qmp.execute(execute, args, limits),
    hmp: async (line, limits) => humanText(await qmp.execute('human-monitor-command', { 'command-line': line }, limits)),
    stop: act('stop'),
    cont: act('cont'),
    systemPowerdown: act('system_powerdown'),
    systemReset: act('system_reset'),
    quit: (limits) => quit(qmp, limits),
    snapshotList: () => listSnapshots(qmp),
    snapshotSave: (name, limits) => saveSnapshot(qmp, name, withLimit(limits)),
    snapshotLoad: (name, limits) => loadSnapshot(qmp, name, withLimit(limits)),
    snapshotDelete: (name, limits) => deleteSnapshot(qmp, name, withLimit(limits)),
    blockers: async (limits) => parseBlockedReasons(await qmp.execute('query-migrate', {}, limits)),
    kvmEnabled: async (limits) => fields(await qmp.execute('query-kvm', {}, limits))['enabled'] === true,
    deviceAdd: async (driver, values, limits) => void (await qmp.execute('device_add', { driver, ...values }, limits)),
    deviceDel: async (id, limits) => void (await qmp.execute('device_del', { id }, limits)),
    chardevAddSocket: async (id, path, limits) => void (await qmp.execute('chardev-add', { id, backend: socketBackend(path) }, limits)),
    chardevRemove: async (id, limits) => void (await qmp.execute('chardev-remove', { id }, limits)),
    onEvent: (listener) => qmp.onEvent(listener),
    close: () => qmp.close(),
  };
}

/** qapi/char.json ChardevBackend, `socket` */
function socketBackend(path: string): Readonly<Record<string, unknown>> {
  return { type: 'socket', data: { addr: { type: 'unix', data: { path } }, server: true, wait: false } };
}

function runStatus(value: unknown): RunStatus {
  const { running, status } = fields(value);
  return { running: running === true, status: text(status) };
}

/** `human-monitor-command` gives the text with CR LF line ends. */
function humanText(value: unknown): string {
  return text(value).replaceAll('\r\n', '\n').replace(/\n$/, '');
}

/** QEMU may end before its answer to `quit` is out: an end of the stream is the answer then. */
async function quit(qmp: QmpPort, limits?: Limits): Promise<void> {
  try {
    await qmp.execute('quit', {}, limits);
  } catch (error) {
    if (!(error instanceof LostError)) throw error;
  }
  await qmp.closed;
}
