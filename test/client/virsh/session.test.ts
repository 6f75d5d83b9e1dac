import { afterEach, describe, expect, it } from 'vitest';
import { virshHeld, type VirshSession } from '../../../src/client/virsh/session.ts';
import { LostError } from '../../../src/model/errors.ts';
import { LocalTransport } from '../../../src/transport/local.ts';
import type { Exec, ExecRequest, Transport } from '../../../src/transport/transport.ts';

/**
 * A virsh without a terminal, as recorded in debian12-host/virsh/interactive-lxc.txt: a prompt, the echo of readline, the answer. `crash` ends it,
 * `restart` is a libvirtd that was restarted in between.
 */
const FAKE = String.raw`
printf 'Welcome to virsh, the virtualization interactive terminal.\n\nType:  '"'help'"' for help\n\nvirsh # '
news=
while IFS= read -r line; do
  if [ "$news" = lost ]; then printf 'error: Disconnected from lxc:///system due to end of file\n'; news=told; fi
  printf '%s\n' "$line"
  case $line in 'echo '*) printf '%s\nvirsh # ' "$(printf '%s' "$line" | cut -c6-)"; continue ;; esac
  if [ -n "$news" ]; then printf 'error: Reconnected to the hypervisor\n'; news=; fi
  case $line in
    crash) echo 'error: out of memory' >&2; exit 3 ;;
    restart) news=lost; echo ;;
    bad) printf "error: unknown command: 'bad'\n\n" ;;
    *) printf 'answer to %s in %s\n\n' "$line" "$$" ;;
  esac
  printf 'virsh # '
done`;

class FakeVirsh implements Transport {
  readonly name = 'local';
  readonly machine = 'outer';
  readonly started: Exec[] = [];
  readonly #local = new LocalTransport('outer');

  spawn(request: ExecRequest): Exec {
    expect(request.argv.slice(-1)).toEqual(['lxc:///system']);
    const exec = this.#local.spawn({ ...request, argv: ['sh', '-c', FAKE] });
    this.started.push(exec);
    return exec;
  }

  close(): Promise<void> {
    return this.#local.close();
  }
}

const fake = new FakeVirsh();
let session: VirshSession = virshHeld(fake, 'lxc:///system');

afterEach(async () => {
  session.close();
  await fake.close();
  fake.started.length = 0;
  session = virshHeld(fake, 'lxc:///system');
});

const text = async (...commands: string[]) => (await session.ask(commands)).map((answer) => (answer.ok ? answer.text : answer.error));

describe('a virsh that stays', () => {
  it('is asked again and again', async () => {
    const [one, two] = [await text('list', 'domstats'), await text('list')];
    expect(one).toEqual([expect.stringMatching(/^answer to list in \d+\n\n$/), expect.stringMatching(/^answer to domstats in \d+\n\n$/)]);
    expect(two).toEqual([one[0]]);
    expect(fake.started).toHaveLength(1);
  });

  it('answers in turn when several ask at once', async () => {
    const all = await Promise.all(['a', 'b', 'c'].map((word) => text(word)));
    expect(all.map(([answer]) => answer?.slice(0, 11))).toEqual(['answer to a', 'answer to b', 'answer to c']);
  });

  it('gives an error as the answer to its own command, and only to that', async () => {
    expect(await session.ask(['bad', 'list'])).toMatchObject([{ ok: false, error: "error: unknown command: 'bad'" }, { ok: true }]);
  });

  it('keeps news of its connection out of the answers', async () => {
    expect(await text('restart')).toEqual(['\n']);
    expect((await text('list'))[0]).toMatch(/^answer to list/);
  });

  it('is started again after it has ended', async () => {
    const answers = await session.ask(['crash']).catch((error: unknown) => error);
    expect(answers).toMatchObject([{ ok: false }]);
    expect((await text('list'))[0]).toMatch(/^answer to list/);
    expect(fake.started).toHaveLength(2);
  });

  it('loses the question that was open when it was closed', async () => {
    const open = session.ask(['list']);
    session.close();
    await expect(open).rejects.toThrow(LostError);
  });

  it('asks nothing for nothing', async () => {
    expect(await session.ask([])).toEqual([]);
    expect(fake.started).toHaveLength(0);
  });
});
