import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLab } from '../../src/config/dirs.ts';
import { labSchema } from '../../src/config/lab.ts';
import { connectMonitor } from '../../src/client/monitor.ts';
import { bringHere } from '../../src/keeper/remote-sockets.ts';
import { until } from '../transport/guest-ports.ts';
import { hasSshd, type RealSshd, startSshd } from '../transport/ssh/real-sshd.ts';

const QEMU = '/usr/bin/qemu-system-x86_64';

describe.skipIf(!hasSshd || !existsSync(QEMU))('a lab on another machine', () => {
  let sshd: RealSshd;
  let qemu: ReturnType<typeof spawn>;
  beforeAll(async () => {
    sshd = await startSshd();
    const monitor = join(sshd.dir, 'monitor.sock');
    qemu = spawn(QEMU, ['-S', '-M', 'none', '-nodefaults', '-display', 'none', '-monitor', `unix:${monitor},server=on,wait=off`], { stdio: 'ignore' });
    await until('the monitor listens', () => existsSync(monitor));
  });
  afterAll(async () => {
    qemu.kill('SIGKILL');
    await once(qemu, 'exit');
    await sshd.stop();
  });

  it('has its monitor here, by the operator’s own key, with the far machine’s variables', async () => {
    const { host, port, user, keyFiles } = sshd.target;
    const home = join(sshd.dir, 'home');
    mkdirSync(join(home, '.ssh'), { recursive: true, mode: 0o700 });
    copyFileSync(keyFiles[0] ?? '', join(home, '.ssh', 'id_ed25519'));
    const env = { HOME: home, XDG_STATE_HOME: join(home, 'state'), XDG_RUNTIME_DIR: join(home, 'run') };
    mkdirSync(env.XDG_RUNTIME_DIR, { mode: 0o700 });
    const paths = openLab('far', env, process.getuid?.() ?? 0);
    // $HOME and this test's are not the same: the path is expanded there.
    writeFileSync(join(sshd.dir, 'marker'), '');
    const lab = labSchema.parse({
      lab: 'far', host: `${user}@${host}:${port}`,
      outer: { source: { type: 'script', command: 'x' }, memory: 64, monitor: `\${LABDECK_NOT_SET_THERE:-${sshd.dir}}/monitor.sock` },
      network: { address: '10.0.0.1/24', dhcp: { from: '10.0.0.2', to: '10.0.0.3' } },
    });
    const remote = await bringHere(lab, paths, env, (line) => expect.unreachable(line));
    expect(remote.lab.outer.source.type).toBe('attach');
    const { monitor } = await connectMonitor(remote.lab.outer.monitor ?? '');
    expect(await monitor.status()).toEqual({ running: false, status: 'prelaunch' });
    await monitor.close();
    await remote.close();
  });
});
