import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { sshArgv } from '../../src/cli/front/ssh-argv.ts';
import type { SshAccess } from '../../src/command/context.ts';
import { shellLine, shellWord } from '../../src/command/shell-word.ts';
import { fakeHouse } from './fake-house.ts';
import { downState, EVIL } from './made-lab.ts';
import { labdeck } from './run.ts';

const run = promisify(execFile);
const ACCESS: SshAccess = { host: '127.0.0.1', port: 2222, user: 'root', identityFile: `/k/it's "my" 100% key`, knownHostsFile: '/k/known hosts', nodeUser: 'admin' };

/** What the real ssh makes of an argv: its configuration, name by name. */
async function configOf(argv: readonly string[]): Promise<Map<string, string>> {
  const [program = '', ...words] = argv;
  const { stdout } = await run(program, ['-G', ...words]);
  return new Map(stdout.trim().split('\n').map((line) => [line.split(' ', 1)[0] ?? '', line.slice(line.indexOf(' ') + 1)]));
}

describe('the argv of ssh', () => {
  it('is taken by the real ssh: to the outer VM by the forwarded port, with the lab\'s key alone', async () => {
    const config = await configOf(sshArgv(ACCESS, 'outer', []));
    expect(Object.fromEntries(config)).toMatchObject({ host: '127.0.0.1', port: '2222', user: 'root', identitiesonly: 'yes', stricthostkeychecking: 'accept-new', userknownhostsfile: ACCESS.knownHostsFile });
    expect(config.get('identityfile')).toBe(ACCESS.identityFile.replaceAll('%', '%%'));
  });

  it('is taken by the real ssh: to a node by its address, through the outer VM', async () => {
    const config = await configOf(sshArgv(ACCESS, { node: 'n100-1', ip: '192.168.100.10' }, []));
    expect(Object.fromEntries(config)).toMatchObject({ hostname: '192.168.100.10', user: 'admin', hostkeyalias: '127.0.0.1-2222-n100-1' });
    expect(config.get('proxycommand')).toMatch(/^ssh -F none .* -p 2222 -l root -W %h:%p 127\.0\.0\.1$/);
  });

  it('has a hop whose words a shell reads back as they are', async () => {
    const bin = mkdtempSync(join(tmpdir(), 'labdeck-bin-'));
    writeFileSync(join(bin, 'ssh'), "#!/bin/sh\nprintf '%s\\0' \"$@\"\n", { mode: 0o755 });
    const hop = sshArgv(ACCESS, { node: 'n', ip: '10.0.0.1' }, []).find((word) => word.startsWith('ProxyCommand=')) ?? '';
    // ssh takes %% for a percent sign, and puts `exec` before the line (ssh_config(5)).
    const line = hop.slice('ProxyCommand='.length).replaceAll('%%', '%');
    const { stdout } = await run('sh', ['-c', `exec ${line}`], { env: { PATH: `${bin}:${process.env['PATH'] ?? ''}` } });
    expect(stdout.split('\0').slice(0, -1)).toEqual([...sshArgv(ACCESS, 'outer', []).slice(1, -1), '-W', '%h:%p', '127.0.0.1']);
  });

  it('gives a command to the far shell quoted', async () => {
    const argv = sshArgv(ACCESS, 'outer', ['printf', '%s|', EVIL, '', '~', '$HOME']);
    const { stdout } = await run('sh', ['-c', argv.at(-1) ?? '']);
    expect(stdout).toBe(`${EVIL}||~|$HOME|`);
  });

  it('is printed by a dry run', async () => {
    const { code, stdout } = await labdeck(['ssh', 'n100-1', '--dry-run', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ planned: [{ machine: 'host', argv: expect.arrayContaining(['192.168.100.10']) as string[] }] });
    expect(await labdeck(['ssh', 'jetson-1', '--dry-run'])).toMatchObject({ stdout: expect.stringContaining('192.168.100.20') as string });
  });

  it('is not made for a lab that is down', async () => {
    expect(await labdeck(['ssh'], { house: fakeHouse(downState()) })).toMatchObject({ code: 3, stderr: 'labdeck: lab embedded is down\n  next: labdeck up\n' });
  });

  it.each([[EVIL], ['-oProxyCommand=reboot'], ['host']])('goes to no machine that is none: %j', async (target) => {
    const { code } = await labdeck(['ssh', '--dry-run', target]);
    expect(code).toBe(target === 'host' ? 1 : 2);
  });
});

describe('a word for a shell', () => {
  it.each(['a', '', ' ', EVIL, "'", "''", '-n', '--', '~', '*', '#x', 'a=b', '\\', 'é', '!!', '{a,b}'])('%j is read back as it is', async (word) => {
    const { stdout } = await run('sh', ['-c', `printf '%s|' ${shellWord(word)}`]);
    expect(stdout).toBe(`${word}|`);
  });

  it('is left as it is where it can be', () => {
    expect(shellLine(['virsh', '-c', 'lxc:///', '--domain=x', 'n100-1'])).toBe('virsh -c lxc:/// --domain=x n100-1');
  });
});
