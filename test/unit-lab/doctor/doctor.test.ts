import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLab } from '../../../src/config/dirs.ts';
import { loadLab } from '../../../src/config/load-lab.ts';
import { lookupLab } from '../../../src/config/lookup-lab.ts';
import type { LabPaths } from '../../../src/config/paths.ts';
import { doctor, type DoctorPlace } from '../../../src/lab/doctor/doctor.ts';
import { CancelledError, LostError } from '../../../src/model/errors.ts';
import { LocalTransport } from '../../../src/transport/local.ts';
import type { Transport } from '../../../src/transport/transport.ts';

const UID = process.getuid?.() ?? 0;
let home: string;
let paths: LabPaths;
let place: DoctorPlace;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "labdeck doctor's "));
  const env = { HOME: home, XDG_RUNTIME_DIR: join(home, 'r') };
  const found = lookupLab('embedded', { env, uid: UID, cwd: home });
  paths = openLab('embedded', env, UID);
  const local = new LocalTransport('host');
  place = { level: 'host', machine: () => local, lab: loadLab(found), paths, env: { ...process.env, ...env }, signal: new AbortController().signal };
});

afterEach(() => rmSync(home, { recursive: true }));

const find = async (name: string, from: Partial<DoctorPlace> = {}) => (await doctor({ ...place, ...from }, [])).findings.filter((finding) => finding.name === name);

describe('the doctor, on this very machine', () => {
  it('answers every question, with a fix beside whatever is not well', async () => {
    const { findings, level } = await doctor(place, []);
    expect(level).toBe('host');
    expect(findings.map(({ name }) => name)).toEqual(expect.arrayContaining(['platform', 'nested', 'kvm', 'memory', 'disk of the state', 'disk of the cache', 'tool qemu-img', 'ports', 'leftovers']));
    expect(findings.filter(({ verdict, fix }) => verdict !== 'ok' && fix === undefined)).toEqual([]);
    expect(findings.filter(({ verdict }) => verdict === 'unknown')).toEqual([]);
  });

  it('takes WSL from the environment of the host alone', async () => {
    const env = { ...place.env, WSL_DISTRO_NAME: 'Debian' };
    expect(await find('platform', { env })).toMatchObject([{ verdict: 'bad' }]);
    expect(await find('platform', { env, level: 'outer' })).toMatchObject([{ verdict: 'ok' }]);
  });

  it('finds what an earlier run left behind', async () => {
    const dead = join(paths.runtime, 'qmp.sock');
    const server = createServer().listen(dead);
    await new Promise((resolve) => server.once('listening', resolve));
    expect(await find('leftovers')).toMatchObject([{ verdict: 'ok' }]);
    await leaveBehind(dead, server);
    writeFileSync(paths.qemuPid, '999999999\n');
    writeFileSync(`${paths.overlay}.new`, '');
    mkdirSync(join(paths.home.cache, 'steps', '.building-x1'), { recursive: true });
    const said = await find('leftovers');
    expect(said.map(({ says }) => says)).toEqual([
      `sockets that nobody listens on: ${dead}`,
      'a pid file of a QEMU that is gone (pid 999999999)',
      `files that were never finished: ${paths.overlay}.new`,
      `scratch of a build that was killed: ${join(paths.home.cache, 'steps', '.building-x1')}`,
    ]);
  });
});

describe('a machine that does not answer', () => {
  const silent: Transport = {
    name: 'channel',
    machine: 'outer',
    spawn: () => {
      throw new LostError({ what: 'the lab is down', next: 'labdeck up' });
    },
    close: async () => undefined,
  };

  it('makes every answer unknown, with the reason and the next step', async () => {
    const { findings, holds } = await doctor({ ...place, level: 'outer', machine: () => silent }, []);
    expect(new Set(findings.map(({ verdict, says, fix }) => `${verdict}: ${says}: ${fix}`))).toEqual(new Set(['unknown: the lab is down: labdeck up']));
    expect(holds).toBe(true);
  });

  it('that was cancelled is no finding', async () => {
    const spawn = () => {
      throw new CancelledError({ what: 'taken back' });
    };
    await expect(doctor({ ...place, machine: () => ({ ...silent, spawn }) }, [])).rejects.toThrow(CancelledError);
  });
});

describe('the nodes', () => {
  it('are asked one by one, and none is an answer too', async () => {
    const { findings } = await doctor({ ...place, level: 'inner' }, ['n100-1', 'jetson-1']);
    expect(new Set(findings.map(({ machine }) => machine))).toEqual(new Set(['n100-1', 'jetson-1']));
    expect(await doctor({ ...place, level: 'inner' }, [])).toMatchObject({ findings: [{ verdict: 'unknown', fix: expect.stringContaining('labdeck up') as string }] });
  });
});

/** As if its process had died: the file stays, and nobody listens. Closing removes the file, so it is put aside meanwhile. */
async function leaveBehind(path: string, server: Server): Promise<void> {
  renameSync(path, `${path}.aside`);
  await new Promise((resolve) => server.close(resolve));
  renameSync(`${path}.aside`, path);
}
