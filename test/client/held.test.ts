import { afterEach, describe, expect, it } from 'vitest';
import { Held } from '../../src/client/held.ts';
import { LostError, TimeoutError } from '../../src/model/errors.ts';
import { LocalTransport } from '../../src/transport/local.ts';

const local = new LocalTransport('outer');
const line = (text: string) => (text.includes('\n') ? text.indexOf('\n') + 1 : undefined);
const held = (script: string) => new Held(local, { argv: ['sh', '-c', script] }, 'the tool');

afterEach(() => local.close());

describe('a process that stays', () => {
  it('keeps what comes after an answer for the next one', async () => {
    const one = held(`read -r a; printf 'first\\nsec'; read -r b; printf 'ond\\n'; read -r c`);
    expect(await one.ask('a\n', line, 5_000)).toBe('first\n');
    expect(await one.ask('b\n', line, 5_000)).toBe('second\n');
    one.close();
  });

  it('is ended when it does not answer in time, and the next question has a new one', async () => {
    const one = held('echo $$ >&2; while read -r word; do [ "$word" = hang ] || echo "$word"; done');
    expect(await one.ask('hello\n', line, 5_000)).toBe('hello\n');
    const [late, next] = [one.ask('hang\n', line, 50), one.ask('again\n', line, 5_000)];
    await expect(late).rejects.toThrow(TimeoutError);
    expect(await next).toBe('again\n');
    one.close();
  });

  it('tells what it said last when it ends', async () => {
    const error = await held('read -r a; echo half; echo why >&2; exit 4').ask('a\n', (text) => (text.includes('never') ? 1 : undefined), 5_000).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(LostError);
    expect(error).toMatchObject({ message: 'the tool on outer ended with status 4', evidence: { detail: 'half\nwhy' } });
  });

  it('fails every question that waits when it is closed', async () => {
    const one = held('cat >/dev/null');
    const questions = [one.ask('a\n', line, 5_000), one.ask('b\n', line, 5_000)];
    one.close();
    for (const question of questions) await expect(question).rejects.toThrow(LostError);
  });

  it('puts characters together that were cut in two', async () => {
    const one = held(String.raw`read -r a; printf '\303'; sleep 0.05; printf '\251\n'`);
    expect(await one.ask('a\n', line, 5_000)).toBe('é\n');
    one.close();
  });
});
