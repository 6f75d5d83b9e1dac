import { describe, expect, it } from 'vitest';
import { fakeHouse } from './fake-house.ts';
import { EVIL, upState } from './made-lab.ts';
import { labdeck, type Person } from './run.ts';

describe('exec', () => {
  it('hands streams and exit status through, and no shell reads the words', async () => {
    const script = 'cat; printf "%s|" "$@" >&2; exit 7';
    expect(await labdeck(['exec', 'host', '--', 'sh', '-c', script, 'sh', EVIL, '', '--json'], { stdin: 'in\u0000put' })).toEqual({ code: 7, stdout: 'in\u0000put', stderr: `${EVIL}||--json|` });
  });

  it('passes a long output unchanged', async () => {
    const { code, stdout } = await labdeck(['exec', 'host', '--', 'head', '-c', '3000000', '/dev/zero']);
    expect([code, stdout.length]).toEqual([0, 3_000_000]);
  });

  it('gives one document with --json', async () => {
    const { code, stdout } = await labdeck(['exec', '--json', 'host', '--', 'sh', '-c', 'echo out; echo err >&2; exit 3'], { stdin: '' });
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toEqual({ target: 'host', argv: ['sh', '-c', 'echo out; echo err >&2; exit 3'], status: 3, stdout: 'out\n', stderr: 'err\n' });
  });

  it('of a dry run prints the argv as it could be typed, and runs nothing', async () => {
    expect(await labdeck(['exec', '--dry-run', 'outer', '--', 'rm', '-rf', "it's"])).toEqual({ code: 0, stdout: "outer: rm -rf 'it'\\''s'\n", stderr: '' });
  });

  it('on a machine that is none, or with no command, is a usage error', async () => {
    expect(await labdeck(['exec', EVIL, '--', 'true'])).toMatchObject({ code: 2, stderr: expect.stringContaining('no machine') as string });
    expect(await labdeck(['exec', 'host'])).toMatchObject({ code: 2, stderr: expect.stringContaining("missing required argument 'command'") as string });
  });

  it('that takes too long ends with 3', async () => {
    expect(await labdeck(['exec', 'host', '--timeout', '100ms', '--', 'sleep', '600'])).toMatchObject({ code: 3 });
  });

  it('gives Ctrl-C to the command, whose status it then has', async () => {
    const script = 'trap "echo caught; exit 9" INT; echo set; while :; do sleep 0.1; done';
    const { code, stdout } = await labdeck(['exec', 'host', '--', 'sh', '-c', script], { house: fakeHouse(upState()), during: ({ press, sees }) => sees('set').then(press) });
    expect([code, stdout]).toEqual([9, 'set\ncaught\n']);
  });

  it('kills a command that does not heed it at the second Ctrl-C', async () => {
    const script = 'trap "echo heard" INT; echo set; while :; do sleep 0.1; done';
    const during = ({ press, sees }: Person) => sees('set').then(press).then(() => sees('heard')).then(press);
    expect(await labdeck(['exec', 'host', '--', 'sh', '-c', script], { during })).toMatchObject({ code: 137 });
  });
});
