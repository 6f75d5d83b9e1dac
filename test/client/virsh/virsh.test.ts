import { describe, expect, it } from 'vitest';
import { runnerOn } from '../../../src/client/run.ts';
import { Virsh } from '../../../src/client/virsh/virsh.ts';
import { ExitError, LostError, UnsupportedError, UsageError } from '../../../src/model/errors.ts';
import { momentAnswers } from '../../fakes/moment.ts';
import { recorded, RecordedOuter, type Said } from '../../fakes/recorded-outer.ts';

const LXC = 'lxc:///system';
const ODD = `odd name 'q' "dq"; &<é 5`;

/** A virsh that says what one recording says, whatever it is asked; `list` answers with the recorded list. */
function virshThatSays(said: Said, uri = LXC) {
  const outer = new RecordedOuter((argv) => (argv.includes('list') && argv.includes('--name') ? { stdout: recorded('virsh/list-uuid-lxc.txt') } : said));
  const runner = runnerOn(outer);
  return { virsh: new Virsh({ uri, read: runner, act: runner }), asked: outer.asked };
}

const says = (name: string): Said => ({ stderr: recorded(`virsh/${name}.txt.stderr`), status: 1 });

describe('a name on the command line', () => {
  it.each([
    ['n100-1', '--domain=n100-1'],
    ['-x', '--domain=-x'],
    [ODD, `--domain=${ODD}`],
    ['a; reboot', '--domain=a; reboot'],
    ['$(reboot)', '--domain=$(reboot)'],
  ])('%s is one word, and no option', async (name, word) => {
    const { virsh, asked } = virshThatSays({});
    await virsh.start(name);
    expect(asked).toEqual([['virsh', '-c', LXC, 'start', word]]);
  });

  it('that looks like an id is looked up, so that it means the name', async () => {
    const { virsh, asked } = virshThatSays({});
    await virsh.destroy('5');
    expect(asked.at(-1)).toEqual(['virsh', '-c', LXC, 'destroy', '--domain=d40bbcd4-44ce-4cad-b67e-e05fb26188e8']);
  });

  it('that looks like an id and is none is nobody, whatever domain has that id', async () => {
    const { virsh, asked } = virshThatSays({});
    await expect(virsh.destroy('564')).rejects.toThrow(UsageError);
    expect(asked.flat()).not.toContain('destroy');
  });

  it('may be a UUID', async () => {
    const { virsh, asked } = virshThatSays({});
    await virsh.suspend('28E32570-6947-4C05-9555-CA7B1E22D3EB');
    expect(asked.at(-1)?.at(-1)).toBe('--domain=28e32570-6947-4c05-9555-ca7b1e22d3eb');
  });

  it.each(['', 'a\nb', 'a/b', 'a\0b'])('%j is refused before anything is asked', async (name) => {
    const { virsh, asked } = virshThatSays({});
    await expect(virsh.start(name)).rejects.toThrow(UsageError);
    expect(asked).toEqual([]);
  });
});

describe('what virsh refuses', () => {
  it('is an unknown domain', async () => {
    const unknown = virshThatSays(says('domstate-missing')).virsh.domstate('nosuch');
    await expect(unknown).rejects.toThrow(UsageError);
    await expect(unknown).rejects.toThrow(/^lxc:\/\/\/system knows no domain 'nosuch'$/);
  });

  it('is a call that the driver does not have, by name', async () => {
    const error = await virshThatSays(says('reset-lxc')).virsh.reset('n100-1').catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(UnsupportedError);
    expect(error).toMatchObject({ message: 'reset is not supported by the lxc driver (virDomainReset)' });
  });

  it('is a container that cannot be frozen, by name', async () => {
    const error = await virshThatSays(says('suspend-lxc')).virsh.suspend('n100-1').catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(UnsupportedError);
    expect(error).toMatchObject({ message: 'suspend is not supported by the lxc driver (it knows the freezer of cgroup v1 only)' });
  });

  it('is a libvirtd that is away', async () => {
    const error = await virshThatSays(says('refused')).virsh.list().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(LostError);
    expect(error).toMatchObject({ message: 'libvirtd on outer does not answer (lxc:///system)', evidence: { next: 'labdeck exec outer -- systemctl status libvirtd' } });
  });

  it('is a domain in the wrong state', async () => {
    const running = virshThatSays(says('start-running')).virsh.start('n100-1');
    await expect(running).rejects.toThrow(ExitError);
    await expect(running).rejects.toThrow(/n100-1 runs already/);
    await expect(virshThatSays(says('destroy-off')).virsh.destroy('n100-1')).rejects.toThrow(/n100-1 is not running/);
  });

  it('keeps argv and words as evidence', async () => {
    const error = await virshThatSays(says('save-lxc')).virsh.start('n100-1').catch((caught: unknown) => caught);
    expect(error).toMatchObject({ evidence: { argv: ['virsh', '-c', LXC, 'start', '--domain=n100-1'], detail: expect.stringContaining('virDomainSave') as string } });
  });
});

describe('readings of one domain', () => {
  it.each([
    ['dominfo', 'dominfo-lxc.txt', { name: 'n100-1', state: 'running' }],
    ['domstate', 'domstate-running.txt', { state: 'running', reason: 'booted' }],
    ['domiflist', 'domiflist-qemu.txt', [{ target: 'vnet8' }, { target: 'vnet9' }]],
    ['domblklist', 'domblklist-qemu.txt', [{ target: 'vda' }]],
    ['domifaddr', 'domifaddr-lxc.txt', [{ address: '192.168.100.10' }]],
    ['vcpuinfo', 'vcpuinfo-qemu.txt', [{ state: 'running' }]],
    ['snapshotList', 'snapshot-list-one.txt', [{ name: 'first snap' }]],
  ] as const)('%s', async (verb, file, value) => {
    const { virsh } = virshThatSays({ stdout: recorded(`virsh/${file}`) });
    expect(await virsh[verb]('n100-1')).toMatchObject(value);
  });

  it('knows the console of a domain that runs, and that one that is off has none', async () => {
    expect(await virshThatSays({ stdout: recorded('virsh/ttyconsole-lxc.txt') }).virsh.ttyconsole('n100-1')).toBe('/dev/pts/0');
    expect(await virshThatSays({ stdout: recorded('virsh/ttyconsole-off.txt'), status: 1 }).virsh.ttyconsole('n100-1')).toBeUndefined();
    await expect(virshThatSays(says('domstate-missing')).virsh.ttyconsole('nosuch')).rejects.toThrow(UsageError);
  });
});

describe('all domains', () => {
  const read = (answers = momentAnswers('debian12-host')) => {
    const outer = new RecordedOuter(answers);
    const runner = runnerOn(outer);
    return { outer, virsh: new Virsh({ uri: LXC, read: runner, act: runner }) };
  };

  it('cost two processes at first, then one, whatever their number', async () => {
    const { outer, virsh } = read();
    expect(await virsh.domains()).toHaveLength(4);
    expect(outer.asked).toHaveLength(2);
    await virsh.domains();
    expect(outer.asked).toHaveLength(3);
  });

  it('are without one that went away in between', async () => {
    const answers = momentAnswers('debian12-host');
    const gone = "error: failed to get domain '94d7964c-07e0-48ef-ae7e-3d0b0ea2b523'\n\n";
    const { virsh } = read((argv, stdin) => {
      const said = answers(argv, stdin);
      return { ...said, stdout: said?.stdout?.replace(/(# dumpxml --domain 94d7964c-07e0-48ef-ae7e-3d0b0ea2b523\n)<domain[^]*?<\/domain>\n\n/, `$1${gone}`) ?? '' };
    });
    expect((await virsh.domains()).map(({ name }) => name)).toEqual(['n100-2', 'n100-3', ODD]);
  });
});
