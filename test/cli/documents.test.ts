import { describe, expect, it } from 'vitest';
import { FRONT_VERBS } from '../../src/command/front-verbs.ts';
import { VERBS } from '../../src/command/registry.ts';
import { DOCUMENTS } from '../../src/config/documents/documents.ts';
import { fakeHouse } from './fake-house.ts';
import { downState, upState } from './made-lab.ts';
import { labdeck } from './run.ts';

const NODE = { name: 'n100-1', kind: 'lxc', why: 'no KVM in the outer VM', experimental: false, lacks: ['domiftune: not supported by the lxc driver', 'save: not supported by the lxc driver'], stale: false };

/** Command lines that between them print every document, against a lab that is up. */
const LINES: readonly (readonly [document: string, argv: readonly string[]])[] = [
  ['status', ['status']],
  ['nodes', ['vm', 'list']],
  ['node', ['vm', 'show', 'n100-1', 'jetson-1']],
  ['group', ['vm', 'start', 'n100-1']],
  ['xml', ['vm', 'xml', 'n100-1']],
  ['details', ['vm', 'details', 'n100-1']],
  ['nodeSnapshots', ['vm', 'snapshots', 'jetson-1']],
  ['fdb', ['fdb']],
  ['flows', ['flows']],
  ['port', ['port', 'up', 'vnet0']],
  ['fabric', ['fabric']],
  ['snapshots', ['snapshot', 'list']],
  ['doctor', ['doctor']],
  ['paths', ['paths']],
  ['exec', ['exec', 'host', '--', 'true']],
  ['qmp', ['qmp', 'query-status']],
  ['hmp', ['hmp', 'info status']],
  ['up', ['up']],
  ['attach', ['attach', '--monitor', '/m']],
  ['attach', ['attach', '--detach']],
  ['keeper', ['keeper', 'status']],
  ['keeperLog', ['keeper', 'log']],
  ['keeperStop', ['keeper', 'stop']],
  ['plan', ['vm', 'start', 'n100-1', '--dry-run']],
  ['plan', ['exec', 'outer', '--dry-run', '--', 'true']],
  ['failure', ['vm', 'start', 'nobody']],
  ['failure', ['stauts']],
  ['saved', ['snapshot', 'save', 'mine']],
  ['restored', ['snapshot', 'restore', 'ready', '--yes']],
  ['deleted', ['snapshot', 'delete', 'ready', '--yes']],
  ['down', ['down']],
  ['reset', ['reset', '--yes']],
];

function house(state = upState()) {
  const made = fakeHouse(state);
  made.lab.up = async () => ({ lab: 'embedded', how: 'restored', snapshot: 'ready', nodes: [NODE], elapsedMs: 3200 });
  made.lab.down = async () => ({ lab: 'embedded', was: 'running' });
  made.lab.reset = async () => ({ lab: 'embedded', removed: ['/s/outer.qcow2'] });
  made.lab.attach = async ({ monitor, detach }) => (detach ? { asFound: true, differences: [] } : { monitor, protocol: 'hmp', way: 'channel' });
  made.lab.snapshotSave = async (name) => ({ id: '2', name, vmStateBytes: 950_000_000, savedAt: 1 });
  made.lab.snapshotRestore = async (snapshot) => ({ snapshot, elapsedMs: 2800 });
  made.lab.snapshotDelete = async (removed) => ({ removed });
  made.lab.doctor = async () => ({ level: 'host', findings: [{ name: 'kvm', level: 'host', verdict: 'warn', says: 'none', fix: 'get one' }], holds: true });
  return made;
}

describe('documents of --json', () => {
  it.each(LINES)('%s: %j', async (name, argv) => {
    const end = argv.indexOf('--');
    const words = end === -1 ? [...argv, '--json'] : [...argv.slice(0, end), '--json', ...argv.slice(end)];
    const { stdout, stderr } = await labdeck(words, { house: house(), stdin: '' });
    expect(stderr).toBe('');
    const document: unknown = JSON.parse(stdout);
    expect(DOCUMENTS[name]?.schema.safeParse(document)).toMatchObject({ success: true });
    expect(DOCUMENTS[name]?.schema.safeParse({ ...(document as object), surprise: 1 })).toMatchObject({ success: false });
  });

  it.each(['status', 'vm list', 'fabric', 'fdb', 'snapshot list'])('of %s are of the same form when the lab is down', async (line) => {
    const { stdout } = await labdeck([...line.split(' '), '--json'], { house: house(downState()) });
    const row = Object.values(DOCUMENTS).find(({ verbs }) => verbs.includes(line));
    expect(row?.schema.safeParse(JSON.parse(stdout))).toMatchObject({ success: true });
  });

  it('are there for every verb that prints one', () => {
    const documented = new Set(Object.values(DOCUMENTS).flatMap(({ verbs }) => verbs));
    const terminal = new Set(['cockpit', 'ssh', 'serial', 'completion']);
    expect(VERBS.filter(({ cli }) => !documented.has(cli) && !terminal.has(cli)).map(({ cli }) => cli)).toEqual([]);
    expect(FRONT_VERBS.length).toBeGreaterThan(0);
  });
});

describe('the life of the lab, for a person', () => {
  it.each([
    ['up', 'lab embedded: up, restored from ready in 3.2 s\n\nnode    kind  why\nn100-1  lxc   no KVM in the outer VM\n\nn100-1: not supported by the lxc driver: domiftune, save\n'],
    ['down', 'lab embedded: down\n'],
    ['reset --yes', 'lab embedded: reset, the next up is a first one\nremoved /s/outer.qcow2\n'],
    ['snapshot save mine', 'saved mine (950 MB)\n'],
    ['snapshot restore ready --yes', 'restored ready in 2.8 s\n'],
    ['doctor', '! warn     kvm  none\n           fix: get one\n\n0 ok, 1 warn, 0 bad, 0 unknown\n'],
  ])('%s', async (line, text) => {
    expect(await labdeck(line.split(' '), { house: house() })).toEqual({ code: 0, stdout: text, stderr: '' });
  });
});
