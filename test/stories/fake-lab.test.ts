import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeLab, startFakeLab } from '../fakes/fake-lab.ts';

const LAUNCHER = join(import.meta.dirname, '..', '..', 'bin', 'labdeck');
let lab: FakeLab;

beforeAll(async () => {
  lab = await startFakeLab();
});

afterAll(() => lab.end());

async function labdeck(...words: readonly string[]) {
  const { exitCode, stdout, stderr } = await execa('sh', [LAUNCHER, ...lab.args, ...words], { env: lab.env, extendEnv: false, reject: false });
  return { status: exitCode, stdout, stderr };
}

interface Status {
  readonly state: string;
  readonly layers: readonly { readonly name: string; readonly state: string }[];
  readonly nodes: readonly { readonly node: string; readonly domain?: { readonly state: string } }[];
}

/** Read anew: nothing of a moment ago. */
const status = async (): Promise<Status> => JSON.parse((await labdeck('status', '--max-age', '0', '--json')).stdout) as Status;
const line = (text: string, word: string): string => text.split('\n').find((each) => each.startsWith(word)) ?? '';
const node = async (name: string): Promise<string> => line((await labdeck('status', '--max-age', '0')).stdout, name);
const layer = async (name: string): Promise<string | undefined> => (await status()).layers.find((each) => each.name === name)?.state;

describe('a fake lab under the real keeper', () => {
  it('is up, layer by layer', async () => {
    const up = (await status()).layers.filter(({ state }) => state === 'up').map(({ name }) => name);
    expect(up).toEqual(['qemu', 'monitor', 'serial', 'kernel', 'systemd', 'channels', 'libvirt', 'ovs', 'dnsmasq', 'nodes']);
  });

  it('has nodes that verbs act on, and that change behind their back', async () => {
    expect(await labdeck('vm', 'destroy', 'n100-1', '--yes')).toMatchObject({ status: 0 });
    expect(await node('n100-1')).toContain('shut off');
    await lab.virsh('start', 'n100-1');
    expect(await node('n100-1')).toMatch(/running .* vnet0/);
    expect(await labdeck('vm', 'start', 'n100-1')).toMatchObject({ status: 1, stdout: expect.stringContaining('runs already') });
  });

  it('answers the questions about one node, and takes a port down', async () => {
    const details = JSON.parse((await labdeck('vm', 'details', 'jetson-1', '--json')).stdout) as { readonly dominfo: object; readonly snapshots: object };
    expect(details).toMatchObject({ dominfo: { value: { name: 'jetson-1' } }, snapshots: { value: [] } });
    expect(await labdeck('port', 'down', 'vnet1', '--yes')).toMatchObject({ status: 0 });
    expect(line((await labdeck('fabric', '--max-age', '0')).stdout, 'vnet1')).toMatch(/ down /);
    expect(await labdeck('port', 'up', 'vnet1')).toMatchObject({ status: 0 });
  });

  it('keeps what was known of a source that fails, and heals', async () => {
    await lab.fault('virsh', { how: 'dies' });
    expect(await layer('libvirt')).toBe('down');
    expect(await node('n100-2')).toContain('running');
    await lab.fault('virsh');
    expect(await layer('libvirt')).toBe('up');
  });

  it('has a monitor that passes commands on', async () => {
    expect(JSON.parse((await labdeck('qmp', 'query-status', '--json')).stdout)).toMatchObject({ return: { status: 'running' } });
  });

  it('counts what it writes on the serial line', async () => {
    await lab.flood(100_000);
    const { stdout } = await labdeck('exec', 'outer', '--', 'echo', 'still here');
    expect(stdout).toBe('still here');
    expect(await lab.flood(0)).toBeGreaterThan(1_000);
  });

  it('is off when it was killed, and up again when it was started', async () => {
    await lab.kill();
    expect((await labdeck('status', '--max-age', '0')).stdout).toContain('lab fake: down');
    await lab.start();
    expect(await node('n100-2')).toContain('running');
  });
});
