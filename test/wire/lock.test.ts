import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openLab } from '../../src/config/dirs.ts';
import type { LabPaths } from '../../src/config/paths.ts';
import { hold, holder, untilReleased } from '../../src/wire/lock.ts';

const UID = process.getuid?.() ?? 0;

function sandbox(): { readonly paths: LabPaths; readonly env: Record<string, string> } {
  const dir = mkdtempSync(join(tmpdir(), 'labdeck-w-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const env = { HOME: dir, XDG_RUNTIME_DIR: join(dir, 'run') };
  return { paths: openLab('test', env, UID), env };
}

const forever = new AbortController().signal;

describe('hold', () => {
  it('has one holder, who says who it is, until it lets go', async () => {
    const { paths } = sandbox();
    expect(await holder(paths, 'keeper')).toBeUndefined();
    const held = await hold(paths, 'keeper', 'pid 1');
    expect(held).toBeDefined();
    expect(await hold(paths, 'keeper', 'pid 2')).toBeUndefined();
    expect(await holder(paths, 'keeper')).toBe('pid 1');
    const released = untilReleased(paths, 'keeper', forever);
    await held?.release();
    await released;
    const next = await hold(paths, 'keeper', 'pid 2');
    expect(await holder(paths, 'keeper')).toBe('pid 2');
    await next?.release();
  });

  it('is another lock for another name and another lab', async () => {
    const [one, two] = [sandbox().paths, sandbox().paths];
    const held = await Promise.all([hold(one, 'keeper', ''), hold(one, 'start', ''), hold(two, 'keeper', '')]);
    expect(held.filter((each) => each !== undefined)).toHaveLength(3);
    await Promise.all(held.map((each) => each?.release()));
  });

  it('is free the moment its holder is killed', async () => {
    const { paths, env } = sandbox();
    const room = join(import.meta.dirname, '../../src');
    const code = `
      import { hold } from '${room}/wire/lock.ts';
      import { openLab } from '${room}/config/dirs.ts';
      await hold(openLab('test', ${JSON.stringify(env)}, ${UID}), 'keeper', 'pid ' + process.pid);
      process.stdout.write('held');
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    expect(await holder(paths, 'keeper')).toBe(`pid ${child.pid}`);
    expect(await hold(paths, 'keeper', '')).toBeUndefined();
    const released = untilReleased(paths, 'keeper', forever);
    child.kill('SIGKILL');
    await released;
    const held = await hold(paths, 'keeper', '');
    expect(held).toBeDefined();
    await held?.release();
  });

  it("takes over a dead holder's file where names cannot be abstract", async () => {
    const { paths } = sandbox();
    const platform = Object.getOwnPropertyDescriptor(process, 'platform') as PropertyDescriptor;
    Object.defineProperty(process, 'platform', { ...platform, value: 'darwin' });
    onTestFinished(() => void Object.defineProperty(process, 'platform', platform));
    const dies = "const [path] = process.argv.slice(1); require('net').createServer().listen(path, () => process.kill(process.pid, 'SIGKILL'))";
    const file = join(paths.runtime, 'keeper.lock');
    expect(spawnSync(process.execPath, ['-e', dies, file]).signal).toBe('SIGKILL');
    expect(statSync(file).isSocket()).toBe(true);
    const held = await hold(paths, 'keeper', 'pid 1');
    expect(await hold(paths, 'keeper', 'pid 2')).toBeUndefined();
    expect(await holder(paths, 'keeper')).toBe('pid 1');
    await held?.release();
  });

  it('waits no longer than it is told to', async () => {
    const { paths } = sandbox();
    const held = await hold(paths, 'keeper', '');
    await untilReleased(paths, 'keeper', AbortSignal.timeout(20));
    expect(await hold(paths, 'keeper', '')).toBeUndefined();
    await held?.release();
    await untilReleased(paths, 'keeper', forever);
  });

  it('of many at once has one winner', async () => {
    const { paths } = sandbox();
    const held = await Promise.all(Array.from({ length: 50 }, (_, at) => hold(paths, 'keeper', String(at))));
    const winners = held.filter((each) => each !== undefined);
    expect(winners).toHaveLength(1);
    await winners[0]?.release();
  });
});
