import { readFile } from 'node:fs/promises';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest';
import type { GroupDocument } from '../../src/command/each-node.ts';
import type { FabricDocument } from '../../src/command/fabric-verb.ts';
import type { NodeRow } from '../../src/command/status-document.ts';
import type { VmsDocument } from '../../src/command/vm-document.ts';
import { document, LAB_FILE, labdeck } from './labdeck.ts';
import { done, inOuter, node, pathOf, restore, SLOW, status, untilDomain, untilUp } from './the-lab.ts';
import { until } from './until.ts';

/** One node of each driver that this host has: the x86 nodes are containers or VMs, jetson-1 is emulated everywhere. */
const OF_EACH_DRIVER = ['n100-2', 'jetson-1'];

/** A reading that takes too long on a busy host is left out of a row. */
function kindOf(name: string): Promise<string> {
  return until(`what ${name} is made of`, async () => (await node(name)).kind);
}

/** For what only a container shows: a host with KVM has none. */
async function onlyLxc(name: string, context: TestContext): Promise<void> {
  const kind = await kindOf(name);
  if (kind !== 'lxc') context.skip(`${name} is ${kind} on this host`);
}

beforeAll(untilUp);
afterAll(restore);

describe('vm list, show and xml', () => {
  test('have every node of the lab file, and say honestly what it is made of', async () => {
    const { nodes, others } = await document<VmsDocument>(['vm', 'list']);
    expect(nodes.map(({ name }) => name)).toEqual(['n100-1', 'n100-2', 'n100-3', 'jetson-1']);
    expect(others).toEqual([]);
    expect(nodes.find(({ name }) => name === 'jetson-1')).toMatchObject({ kind: 'tcg', arch: 'aarch64' });
    await untilDomain('jetson-1', 'running');
    expect((await node('jetson-1')).libvirt).toMatchObject({ driver: 'qemu' });
  });

  test('a name that is no node is a wrong word, with the nearest one', async () => {
    const answer = await labdeck(['vm', 'show', 'n100-l']);
    expect(answer.status).toBe(2);
    expect(answer.stderr).toContain('n100-1');
  });
});

describe('tap, OVS port, qdiscs and address of a node', () => {
  let rows: readonly NodeRow[];
  beforeAll(async () => {
    rows = (await status()).nodes;
  });

  test('belong together by MAC, as libvirt and Open vSwitch tell it themselves', async () => {
    for (const { name, nics } of rows) {
      const { mac = '', tap, ovsPort } = nics[0] ?? {};
      const { xml } = await document<{ readonly xml: string }>(['vm', 'xml', name]);
      expect(xml).toContain(`<mac address='${mac}'/>`);
      expect(xml).toContain(`<target dev='${tap}'/>`);
      const { stdout } = await inOuter('ovs-vsctl', '--bare', '--columns=name', 'find', 'Interface', `external_ids:attached-mac="${mac}"`);
      expect(stdout.trim()).toBe(ovsPort);
    }
  });

  test('the address is the fixed one of the lab file', () => {
    expect(rows.map(({ ip }) => ip)).toEqual(['192.168.100.10', '192.168.100.11', '192.168.100.12', '192.168.100.20']);
  });

  test('the fabric names the node behind each port', async () => {
    const { bridges } = await document<FabricDocument>(['fabric']);
    const ports = bridges.find(({ name }) => name === 'ovsbr0')?.ports ?? [];
    for (const { name, ovsPort } of rows) expect(ports.find((port) => port.name === ovsPort)?.node).toBe(name);
  });

  test('a bandwidth of the lab file is a queue on the tap of an emulated node', () => {
    expect(rows.find(({ name }) => name === 'jetson-1')?.qdiscs).toContain('htb');
  });
});

describe('jetson-1', () => {
  test('is a machine of its own that runs commands: over ssh, with its own kernel', async () => {
    const answer = await labdeck(['exec', SLOW, '--timeout', '4m', '--', 'sh', '-c', 'uname -nm; ip -j address show dev eth0 | head -c 1; cat; exit 7'], { stdin: 'input' });
    expect({ status: answer.status, stdout: answer.stdout }).toEqual({ status: 7, stdout: 'jetson-1 aarch64\n[input' });
  });

  test('is reached by the other nodes', async () => {
    await done(['exec', 'n100-1', '--', 'ping', '-q', '-c', '1', '-W', '10', '192.168.100.20']);
  });
});

describe.each(OF_EACH_DRIVER)('%s', (name) => {
  test('is suspended and resumed; what cannot be is said to be unsupported, by name', async () => {
    if ((await kindOf(name)) === 'lxc') {
      const answer = await labdeck(['vm', 'suspend', name]);
      expect(answer.status).toBe(1);
      expect(answer.stdout + answer.stderr).toContain('supported by the lxc driver');
      await untilDomain(name, 'running');
      return;
    }
    await done(['vm', 'suspend', name]);
    await untilDomain(name, 'paused');
    await done(['vm', 'resume', name]);
    await untilDomain(name, 'running');
  });

  test('is not destroyed where nobody can be asked', async () => {
    const answer = await labdeck(['vm', 'destroy', name]);
    expect(answer.status).toBe(4);
    expect(answer.stderr).toContain('--yes');
    expect((await node(name)).domain).toBe('running');
  });

  test('is destroyed with --yes, and started', async () => {
    await done(['vm', 'destroy', name, '--yes']);
    await untilDomain(name, 'shut off');
    const gone = await node(name);
    expect([gone.tap, gone.ovsPort]).toEqual([undefined, undefined]);
    await done(['vm', 'start', name, '--timeout', '5m']);
    await untilDomain(name, 'running');
    expect((await node(name)).ovsPort).toBeDefined();
  });
});

describe('a node', () => {
  test('shuts down when asked, and answers again when started', async () => {
    await done(['vm', 'shutdown', 'n100-3']);
    await untilDomain('n100-3', 'shut off');
    await done(['vm', 'start', 'n100-3', '--timeout', '5m']);
    await done(['exec', 'outer', '--', 'sh', '-c', 'until ping -q -n -c 1 -W 1 192.168.100.12; do :; done']);
  });

  test('cannot be reset by the lxc driver, and is told so by name', async (context) => {
    await onlyLxc('n100-1', context);
    const answer = await labdeck(['vm', 'reset', 'n100-1', '--yes']);
    expect(answer.status).toBe(1);
    expect(answer.stdout + answer.stderr).toContain('reset is not supported by the lxc driver');
    expect((await node('n100-1')).domain).toBe('running');
  });
});

describe('a group of nodes', () => {
  test('with a name that is none is left alone as a whole', async () => {
    const answer = await labdeck(['vm', 'suspend', 'n100-1', 'no; such $node']);
    expect(answer.status).toBe(2);
    expect(answer.stderr).toContain('no; such $node');
    expect((await node('n100-1')).domain).toBe('running');
  });

  test('of which one fails: the others are done, and the failure is named', async () => {
    await done(['vm', 'destroy', 'n100-2', '--yes']);
    const answer = await labdeck(['vm', 'start', 'n100-1', 'n100-2', '--timeout', '5m', '--json']);
    expect(answer.status).toBe(1);
    const { nodes } = JSON.parse(answer.stdout) as GroupDocument;
    expect(nodes).toMatchObject([{ node: 'n100-1', ok: false, failure: { what: 'n100-1 runs already' } }, { node: 'n100-2', ok: true }]);
    await untilDomain('n100-2', 'running');
  });
});

describe('exec on a node', () => {
  const odd = ['two words', "it's", '"quoted"', 'new\nline', ';', '$HOME', '`id`', '\\', '-x', '', 'é✓'];

  test.each(['n100-1'])('%s: words, input, outputs and status are handed through', async (name) => {
    const words = await labdeck(['exec', name, '--', 'printf', '%s|', ...odd]);
    expect({ status: words.status, words: words.stdout.split('|') }).toEqual({ status: 0, words: [...odd, ''] });
    const answer = await labdeck(['exec', name, '--', 'sh', '-c', 'cat; uname -n; echo aside >&2; exit 7'], { stdin: 'in\0put\n' });
    expect(answer).toMatchObject({ status: 7, stdout: `in\0put\n${name}\n`, stderr: expect.stringContaining('aside') as string });
  });

  test('sh is a shell that takes programs from PATH: ip is the one of iproute2', async () => {
    const { stdout } = await done(['exec', 'n100-1', '--', 'sh', '-c', 'ip -j address show dev eth0']);
    expect(JSON.parse(stdout)).toMatchObject([{ ifname: 'eth0' }]);
  });

  test('a machine that is none is a wrong word', async () => {
    expect((await labdeck(['exec', 'n100-9', '--', 'true'])).status).toBe(2);
  });
});

describe('sshd', () => {
  test('of the outer VM takes a key and nothing else', async () => {
    const { sshPort } = JSON.parse(await readFile(await pathOf('launch record'), 'utf8')) as { readonly sshPort: number };
    const options = ['-o', 'BatchMode=yes', '-o', 'PreferredAuthentications=none', '-o', `UserKnownHostsFile=${await pathOf('known hosts')}`, '-o', 'StrictHostKeyChecking=yes'];
    const { exitCode, stderr } = await execa('ssh', [...options, '-p', String(sshPort), 'root@127.0.0.1', 'true'], { reject: false });
    expect({ exitCode, stderr }).toEqual({ exitCode: 255, stderr: expect.stringContaining('Permission denied (publickey)') as string });
  });

  test('of a node takes a key and nothing else', async () => {
    const { status: exit, stderr } = await inOuter('ssh', '-o', 'BatchMode=yes', '-o', 'PreferredAuthentications=none', 'root@192.168.100.10', 'true');
    expect({ exit, stderr }).toEqual({ exit: 255, stderr: expect.stringContaining('Permission denied (publickey)') as string });
  });

  test('lets `labdeck ssh` in', async () => {
    const { exitCode, stdout } = await execa('/bin/sh', ['bin/labdeck', '--lab', LAB_FILE, 'ssh', 'outer', '--', 'uname', '-n'], { reject: false, stdin: 'ignore' });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'labdeck-tests' });
  });
});
