import { describe, expect, it } from 'vitest';
import type { StatusDocument } from '../../src/command/status-document.ts';
import { ExitError, RefusedError } from '../../src/model/errors.ts';
import { fakeHouse, untilCancelled } from './fake-house.ts';
import { downState, EVIL, READ_AT, upState } from './made-lab.ts';
import { labdeck } from './run.ts';

describe('status', () => {
  it('shows the lab, its layers and its nodes, a dash for what is not there', async () => {
    const { code, stdout, stderr } = await labdeck(['status']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(`lab embedded: up
file /etc/labs/embedded.yaml
outer VM: running, tcg, QEMU 7.2.22, QMP monitor, pid 99, 2 vCPUs, 3072 MiB, since 4 min 2 s

layer     state   since  read       says
qemu      up      3.0 s  2.0 s ago  qemu is up
monitor   up      3.0 s  2.0 s ago  monitor is up
serial    up      3.0 s  2.0 s ago  serial is up
kernel    up      3.0 s  2.0 s ago  kernel is up
systemd   up      3.0 s  2.0 s ago  systemd is up
channels  up      3.0 s  2.0 s ago  channels is up
libvirt   up      3.0 s  2.0 s ago  libvirt is up
ovs       up      3.0 s  2.0 s ago  ovs is up
dnsmasq   up      3.0 s  2.0 s ago  dnsmasq is up
nodes     up      3.0 s  2.0 s ago  nodes is up
k3s       absent  3.0 s  2.0 s ago  no k3s in this lab: the lab file names neither k3s.binary nor k3s.download

node      role    kind  state      memory  ip              tap    ovs port  qdiscs
n100-1    server  lxc   running   256 MiB  192.168.100.10  vnet0  vnet0     htb+netem
jetson-1  agent   tcg   shut off  256 MiB  –               –      –         –

k3s: no k3s in this lab: the lab file names neither k3s.binary nor k3s.download
snapshots: ready (950 MB, 3 min 2 s ago)
`);
  });

  it('carries per layer state, since, age and failure, and the joined row per node', async () => {
    const state = upState();
    const failure = { kind: 'lost', what: 'no answer', next: 'labdeck exec outer -- systemctl restart libvirtd', detail: '' } as const;
    const layers = state.layers.map((layer) => (layer.name === 'libvirt' ? { ...layer, state: 'failed' as const, failure } : layer));
    const { stdout } = await labdeck(['status', '--json'], { house: fakeHouse({ ...state, layers }) });
    const document = JSON.parse(stdout) as StatusDocument;
    expect(document).toMatchObject({ lab: 'embedded', state: 'degraded', next: failure.next });
    expect(document.layers.find(({ name }) => name === 'libvirt')).toEqual({ name: 'libvirt', state: 'failed', says: 'libvirt is up', since: READ_AT - 1000, at: READ_AT, ageMs: 2000, failure });
    expect(document.nodes[0]).toMatchObject({ name: 'n100-1', domain: 'running', kind: 'lxc', tap: 'vnet0', ovsPort: 'vnet0', qdiscs: ['htb', 'netem'], ip: '192.168.100.10' });
  });

  it('of a lab that is down says so at once, with the next step', async () => {
    const { code, stdout } = await labdeck(['status'], { house: fakeHouse(downState()) });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^lab embedded: down\n/);
    expect(stdout).toMatch(/\nnext: labdeck up\n$/);
  });

  it('does not complain that nothing inside could be read', async () => {
    const units = { state: 'failed', at: READ_AT, failure: { kind: 'lost', what: 'the lab is down', detail: '' } } as const;
    expect((await labdeck(['status'], { house: fakeHouse({ ...downState(), units }) })).stdout).not.toContain('never read');
    expect((await labdeck(['status'], { house: fakeHouse({ ...upState(), units }) })).stdout).toContain('units: never read; last try: the lab is down');
  });

  it('and the parts of it say it too', async () => {
    const house = fakeHouse(downState());
    expect((await labdeck(['vm', 'list'], { house })).stdout).toMatch(/\nlab embedded: down\nnext: labdeck up\n$/);
    expect((await labdeck(['fabric'], { house })).stdout).toBe('lab embedded: down\nnext: labdeck up\n');
  });

  it('reads again what is older than it may be, and only then', async () => {
    const young = fakeHouse(upState());
    await labdeck(['status'], { house: young, now: READ_AT + 4000 });
    const old = fakeHouse(upState());
    await labdeck(['status'], { house: old, now: READ_AT + 6000 });
    const asked = fakeHouse(upState());
    await labdeck(['status', '--max-age', '0'], { house: asked, now: READ_AT + 1 });
    expect([young.refreshed.length, old.refreshed.length, asked.refreshed.length]).toEqual([0, 1, 1]);
    expect(old.refreshed[0]).toEqual(['outer', 'units', 'domains', 'bridges', 'tc', 'leases', 'snapshots']);
  });

  it('lets no byte of a guest reach the terminal as a command', async () => {
    const state = upState();
    const layers = state.layers.map((layer) => ({ ...layer, says: '\u001b]0;owned\u0007\u009b2J' }));
    const { stdout } = await labdeck(['status'], { house: fakeHouse({ ...state, layers }) });
    // eslint-disable-next-line no-control-regex
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    expect(stdout).toContain('\\x1b]0;owned\\x07\\x9b2J');
  });
});

describe('verbs on nodes', () => {
  it('go to the driver of each node', async () => {
    const house = fakeHouse(upState());
    const { code, stdout } = await labdeck(['vm', 'start', 'n100-1', 'jetson-1', 'n100-1'], { house });
    expect([code, stdout]).toEqual([0, 'n100-1: start done\njetson-1: start done\n']);
    expect(house.acts).toEqual(['virsh -c lxc:/// start n100-1', 'virsh -c qemu:/// start jetson-1']);
  });

  it('are summed up: what failed is named, the rest is done, and the exit code is 1', async () => {
    const house = fakeHouse(upState());
    house.broken.add('n100-1');
    const { code, stdout } = await labdeck(['vm', 'suspend', 'n100-1', 'jetson-1', '--json'], { house });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ verb: 'suspend', nodes: [{ node: 'n100-1', ok: false, failure: { kind: 'exit', detail: 'error: no such luck' } }, { node: 'jetson-1', ok: true }] });
    expect(house.acts).toEqual(['virsh -c qemu:/// suspend jetson-1']);
  });

  it('of a name that is no node do nothing at all', async () => {
    const house = fakeHouse(upState());
    const { code, stderr } = await labdeck(['vm', 'start', 'jetson-1', 'n100-l'], { house });
    expect(code).toBe(2);
    expect(stderr).toContain('lab embedded has no node "n100-l"; did you mean "n100-1"?');
    expect(house.acts).toEqual([]);
  });

  it.each(['start', 'shutdown', 'suspend', 'resume', 'xml', 'show'])('%s takes any name as one name', async (verb) => {
    const { code, stderr } = await labdeck(['vm', verb, '--', EVIL]);
    expect(code).toBe(2);
    expect(stderr).toContain(JSON.stringify(EVIL));
  });

  it('print the exact argv per machine in a dry run, and do nothing', async () => {
    const house = fakeHouse(upState());
    expect(await labdeck(['vm', 'destroy', 'n100-1', '--dry-run'], { house })).toMatchObject({ code: 0, stdout: 'outer: virsh -c lxc:/// destroy n100-1\n' });
    const { stdout } = await labdeck(['vm', 'start', 'n100-1', '--dry-run', '--json'], { house });
    expect(JSON.parse(stdout)).toEqual({ dryRun: true, planned: [{ machine: 'outer', argv: ['virsh', '-c', 'lxc:///', 'start', 'n100-1'] }] });
    expect(house.acts).toEqual([]);
  });

  it('inside a lab that is down are refused as unreachable, with the next step', async () => {
    const house = fakeHouse(downState());
    const { code, stderr } = await labdeck(['vm', 'start', 'n100-1'], { house });
    expect([code, stderr]).toEqual([3, 'labdeck: lab embedded is down\n  next: labdeck up\n']);
  });
});

describe('what loses something', () => {
  it('is refused where nobody can be asked, and says what would be lost', async () => {
    const house = fakeHouse(upState());
    const { code, stderr } = await labdeck(['vm', 'destroy', 'n100-1'], { house, stdin: 'y\n' });
    expect(code).toBe(4);
    expect(stderr).toContain('vm destroy would lose n100-1: what runs there');
    expect(stderr).toContain('--yes');
    expect(house.acts).toEqual([]);
  });

  it.each([
    ['y', ['vm', 'destroy', 'n100-1'], 'y\n', 0, ['virsh -c lxc:/// destroy n100-1']],
    ['anything else', ['vm', 'destroy', 'n100-1'], '\n', 130, []],
    ["the lab's name", ['reset'], 'embedded\n', 0, ['reset']],
    ['y where the name is wanted', ['reset'], 'y\n', 130, []],
    ['the end of input', ['reset'], '', 130, []],
  ])('is asked on a terminal: %s', async (_what, argv, stdin, code, acts) => {
    const house = fakeHouse(upState());
    expect(await labdeck(argv, { house, tty: true, stdin })).toMatchObject({ code });
    expect(house.acts).toEqual(acts);
  });

  it('is not asked with --yes', async () => {
    const house = fakeHouse(upState());
    expect(await labdeck(['reset', '--yes'], { house })).toMatchObject({ code: 0 });
    expect(await labdeck(['down', '--force', '-y'], { house })).toMatchObject({ code: 0 });
    expect(house.acts).toEqual(['reset', 'down true']);
  });

  it('is not asked when nothing is lost: an orderly down, a restore of a lab that is down', async () => {
    const up = fakeHouse(upState());
    const down = fakeHouse(downState());
    expect(await labdeck(['down'], { house: up })).toMatchObject({ code: 0 });
    expect(await labdeck(['snapshot', 'restore', EVIL], { house: down })).toMatchObject({ code: 0 });
    expect([up.acts, down.acts]).toEqual([['down false'], [`restore ${EVIL}`]]);
  });

  it.each([
    [['qmp', 'quit'], 4],
    [['qmp', 'query-status'], 0],
    [['hmp', 'quit'], 4],
    [['hmp', 'system_reset now'], 4],
    [['hmp', 'info', 'status'], 0],
  ])('is known among monitor commands: %j', async (argv, code) => {
    expect(await labdeck(argv)).toMatchObject({ code });
  });
});

describe('the monitor', () => {
  it('is given a command with arguments, whatever is in them', async () => {
    const house = fakeHouse(upState());
    const { stdout } = await labdeck(['qmp', 'human-monitor-command', JSON.stringify({ 'command-line': EVIL }), '--json'], { house });
    expect(JSON.parse(stdout)).toEqual({ command: 'human-monitor-command', return: { echo: { 'command-line': EVIL } } });
  });

  it('is not asked with arguments that are no JSON object', async () => {
    expect(await labdeck(['qmp', 'x', '{"a":'])).toMatchObject({ code: 2, stderr: expect.stringContaining('not JSON: {"a":') as string });
    expect(await labdeck(['qmp', 'x', '[1]'])).toMatchObject({ code: 2, stderr: expect.stringContaining('not a JSON object: [1]') as string });
  });

  it('answers an HMP line in plain text', async () => {
    const house = fakeHouse(upState());
    expect(await labdeck(['hmp', 'info', 'status'], { house })).toMatchObject({ code: 0, stdout: 'VM status: running\n' });
    expect(house.acts).toEqual(['hmp info status']);
  });
});

describe('failures', () => {
  it.each([
    ['refused', 4],
    ['check', 5],
  ])('have the exit code of their kind: %s', async (kind, code) => {
    const house = fakeHouse(upState());
    house.lab.doctor = async () => ({ level: 'host', findings: [{ name: 'kvm', level: 'host', verdict: 'bad', says: 'there is no /dev/kvm', fix: 'turn it on' }], holds: false });
    house.lab.up = async () => {
      throw new RefusedError({ what: 'not here', next: 'labdeck doctor' });
    };
    expect(await labdeck(kind === 'check' ? ['doctor'] : ['up'], { house })).toMatchObject({ code });
  });

  it('with --json are the one document', async () => {
    const house = fakeHouse(upState());
    house.lab.up = async () => {
      throw new ExitError({ what: 'mmdebstrap failed', argv: ['mmdebstrap', EVIL], status: 7, detail: 'E: no' });
    };
    const { code, stdout, stderr } = await labdeck(['up', '--json'], { house });
    expect([code, stderr]).toEqual([1, '']);
    expect(JSON.parse(stdout)).toEqual({ failure: { kind: 'exit', what: 'mmdebstrap failed', argv: ['mmdebstrap', EVIL], detail: 'E: no' } });
  });

  it('of a limit end with 3', async () => {
    const house = fakeHouse(upState());
    house.lab.up = () => new Promise(() => undefined);
    expect(await labdeck(['up', '--timeout', '50ms', '--json'], { house })).toMatchObject({ code: 3, stdout: expect.stringContaining('"kind": "timeout"') as string });
  }, 10_000);
});

describe('Ctrl-C', () => {
  it('takes the command back on the other side, and ends with 130', async () => {
    const house = fakeHouse(upState());
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    house.lab.up = async () => {
      begin();
      return new Promise(() => undefined);
    };
    const { code, stderr } = await labdeck(['up'], { house, during: ({ press }) => void begun.then(press) });
    expect(code).toBe(130);
    expect(stderr).toContain('cancelled');
    expect(house.cancelled).toBe(true);
  });

  it('waits for a command that cleans up', async () => {
    const house = fakeHouse(upState());
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const signals = new AbortController();
    house.lab.up = async () => {
      begin();
      return untilCancelled(signals.signal);
    };
    const { code, stderr } = await labdeck(['up'], { house, during: ({ press }) => void begun.then(press).then(() => signals.abort()) });
    expect([code, stderr]).toEqual([130, 'labdeck: taken back\n']);
  });
});

describe('attach', () => {
  it('means paths from where the operator stands, whatever is in them', async () => {
    const house = fakeHouse(downState());
    house.lab.attach = async (options) => ({ ...options });
    const { code, stdout } = await labdeck(['attach', '--monitor', `./${EVIL}`, '--serial', '/run/serial.sock', '--json'], { house });
    expect([code, JSON.parse(stdout)]).toEqual([0, { monitor: expect.stringMatching(/^\/.*\/a'b "c"; \$\(d\)\ne$/) as string, serial: '/run/serial.sock', detach: false }]);
  });
});

describe('detach', () => {
  it('that left something behind ends with 5', async () => {
    const house = fakeHouse(downState());
    house.lab.attach = async () => ({ asFound: false, differences: ['+ dev: virtio-serial-pci'] });
    expect(await labdeck(['attach', '--detach'], { house })).toMatchObject({ code: 5, stdout: expect.stringContaining('virtio-serial-pci') as string });
  });
});

describe('small verbs', () => {
  it('print what they are for', async () => {
    expect(await labdeck(['paths'])).toMatchObject({ code: 0, stdout: "what   path\nstate  /tmp/it's here\n" });
    expect(await labdeck(['vm', 'xml', 'n100-1'])).toMatchObject({ stdout: '<domain><name>n100-1</name></domain>\n' });
    expect(await labdeck(['snapshot', 'list'])).toMatchObject({ stdout: expect.stringMatching(/^snapshot +saved +memory.*\nready +3 min 2 s ago +950 MB/) as string });
    expect(await labdeck(['vm', 'show', 'n100-1'])).toMatchObject({ stdout: expect.stringContaining('by the lxc driver: domiftune') as string });
  });

  it('say which paths are gone with the next boot', async () => {
    const house = fakeHouse(upState());
    house.lab.paths = () => [{ what: 'state', path: '/s' }, { what: 'sockets', path: '/run/s', inMemory: 'tmpfs' }] as const;
    expect((await labdeck(['paths'], { house })).stdout).toBe('what     path    in memory\nstate    /s      –\nsockets  /run/s  tmpfs, gone with the next boot\n');
  });

  it('show the fabric with the node behind each port', async () => {
    const { stdout } = await labdeck(['fabric']);
    expect(stdout).toContain('bridge ovsbr0: STP on');
    expect(stdout).toMatch(/vnet0 +n100-1 +system +3 +– +forwarding +– +– +8000000 kbit\/s +htb\+netem +2 MB +1 kB/);
  });

  it('run standalone too', async () => {
    expect(await labdeck(['status', '--standalone'])).toMatchObject({ code: 0 });
  });
});
