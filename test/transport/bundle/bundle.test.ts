import { createHash, randomBytes } from 'node:crypto';
import { buffer, text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CancelledError, LostError, TimeoutError, UsageError } from '../../../src/model/errors.ts';
import { Bundle } from '../../../src/transport/bundle/bundle.ts';
import { LocalTransport } from '../../../src/transport/local.ts';
import { run } from '../../../src/transport/run.ts';
import type { Exec, ExecRequest, Transport } from '../../../src/transport/transport.ts';

/** The transport below, with a count of what it was asked for. */
class Counting implements Transport {
  readonly name = 'local';
  readonly machine = 'outer';
  readonly spawned: Exec[] = [];
  readonly asked: string[] = [];
  readonly #local = new LocalTransport('outer');
  readonly #rewrite: (request: ExecRequest) => ExecRequest;

  constructor(rewrite: (request: ExecRequest) => ExecRequest = (request) => request) {
    this.#rewrite = rewrite;
  }

  spawn(request: ExecRequest): Exec {
    this.asked.push(request.argv[0] ?? '');
    const exec = this.#local.spawn(this.#rewrite(request));
    this.spawned.push(exec);
    return exec;
  }

  close(): Promise<void> {
    return this.#local.close();
  }
}

let way: Counting;
let bundle: Bundle;

beforeEach(() => {
  way = new Counting();
  bundle = new Bundle(way);
});

afterEach(async () => {
  await bundle.close();
  await way.close();
});

const sh = (script: string, ...words: string[]) => ({ argv: ['sh', '-c', script, 'sh', ...words] });

describe('a bundle', () => {
  it('runs many processes over one', async () => {
    const results = await Promise.all(Array.from({ length: 20 }, (_, index) => run(bundle, sh('echo $1; echo err$1 >&2; exit $1', String(index)))));
    expect(results.map(({ status, stdout, stderr }) => [status, stdout.toString(), stderr.toString()])).toEqual(
      results.map((_, index) => [index, `${index}\n`, `err${index}\n`]),
    );
    expect(way.asked).toEqual(['perl']);
    expect(bundle.size).toBe(0);
  });

  it('passes every argument, variable and directory as it is', async () => {
    const odd = ['', ' ', "quo'te", '"dq"', 'new\nline', ';rm', '$HOME', '-x', 'é\u{1f600}', '\\', '*', ''];
    const result = await run(bundle, { argv: ['printf', '%s\\0', ...odd], cwd: '/', env: { LC_ALL: 'C.UTF-8' } });
    expect(result.stdout.toString('utf8')).toBe(odd.map((word) => `${word}\0`).join(''));
    const inside = await run(bundle, { ...sh('pwd; echo "$ODD"'), cwd: '/usr', env: { ODD: 'a=b\nc' } });
    expect(inside.stdout.toString()).toBe('/usr\na=b\nc\n');
  });

  it('refuses a NUL byte, and says what cannot be run', async () => {
    expect(() => bundle.spawn({ argv: ['echo', 'a\0b'] })).toThrow(UsageError);
    expect(await run(bundle, { argv: ['no-such-program-here'] })).toMatchObject({ status: 127 });
    expect(await run(bundle, { argv: ['true'], cwd: '/no/such/place' })).toMatchObject({ status: 126 });
  });

  it('carries megabytes both ways, unchanged', async () => {
    const input = randomBytes(8 << 20);
    const [echoed, summed] = await Promise.all([run(bundle, { argv: ['cat'], stdin: input }), run(bundle, { argv: ['sha256sum'], stdin: input })]);
    expect(echoed.stdout.equals(input)).toBe(true);
    expect(summed.stdout.toString().slice(0, 64)).toBe(createHash('sha256').update(input).digest('hex'));
  });

  it('lets others pass while one has no reader', async () => {
    const flood = bundle.spawn({ argv: ['sh', '-c', 'head -c 3000000 /dev/zero; echo done >&2'] });
    expect((await run(bundle, sh('echo by'))).stdout.toString()).toBe('by\n');
    let said = '';
    flood.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    // No more than two windows are ever on their way, so the process cannot have come to its end.
    for (let turn = 0; turn < 5; turn += 1) await run(bundle, { argv: ['true'] });
    expect(said).toBe('');
    expect(flood.stdout.readableLength).toBeLessThanOrEqual(2 * 256 * 1024);
    const [bytes, exit] = await Promise.all([buffer(flood.stdout), flood.exit]);
    expect([bytes.length, exit.status, said]).toEqual([3_000_000, 0, 'done\n']);
  });

  it('talks with a process that stays', async () => {
    const cat = bundle.spawn({ argv: ['cat'] });
    cat.stderr.resume();
    const heard: string[] = [];
    const answer = () => new Promise<string>((resolve) => cat.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString())));
    for (const word of ['one', 'two', 'three']) {
      cat.stdin.write(word);
      heard.push(await answer());
    }
    expect(heard).toEqual(['one', 'two', 'three']);
    cat.stdin.end();
    expect(await cat.exit).toEqual({ status: 0 });
  });

  it('needs no reader of the input', async () => {
    const result = await run(bundle, { ...sh('exec <&-; echo closed'), stdin: randomBytes(4 << 20) });
    expect([result.status, result.stdout.toString()]).toEqual([0, 'closed\n']);
  });
});

describe('the end of one process', () => {
  it('is told by its signal', async () => {
    const exec = bundle.spawn(sh('echo up; exec sleep 600'));
    await new Promise((resolve) => exec.stdout.once('data', resolve));
    exec.kill('SIGINT');
    exec.stdout.resume();
    exec.stderr.resume();
    expect(await exec.exit).toEqual({ status: 130, signal: 'SIGINT' });
  });

  it('comes with its limit, for its whole group, and the others go on', async () => {
    const other = bundle.spawn({ argv: ['cat'] });
    const late = bundle.spawn({ ...sh('sleep 600 & echo $!; wait'), timeoutMs: 300 });
    const pid = (await new Promise<Buffer>((resolve) => late.stdout.once('data', resolve))).toString().trim();
    await expect(late.exit).rejects.toThrow(TimeoutError);
    const gone = async (): Promise<void> => ((await run(bundle, { argv: ['kill', '-0', pid] })).status === 0 ? gone() : undefined);
    await gone();
    other.stdin.end('still here');
    expect(await text(other.stdout)).toBe('still here');
  });

  it('comes with cancellation', async () => {
    const controller = new AbortController();
    const exec = bundle.spawn({ ...sh('sleep 600'), signal: controller.signal });
    controller.abort();
    await expect(exec.exit).rejects.toThrow(CancelledError);
  });
});

describe('the end of the bundle', () => {
  it('is the end of every process in it, and the next one starts another', async () => {
    const exec = bundle.spawn(sh('echo $$; exec sleep 600'));
    const pid = (await new Promise<Buffer>((resolve) => exec.stdout.once('data', resolve))).toString().trim();
    way.spawned[0]?.kill('SIGTERM');
    await expect(exec.exit).rejects.toThrow(LostError);
    const local = new LocalTransport();
    const gone = async (): Promise<void> => ((await run(local, { argv: ['kill', '-0', pid] })).status === 0 ? gone() : undefined);
    await gone();
    expect((await run(bundle, sh('echo again'))).stdout.toString()).toBe('again\n');
    expect(way.asked).toEqual(['perl', 'perl']);
  });

  it('loses what runs when the far end is killed', async () => {
    const exec = bundle.spawn({ argv: ['cat'] });
    exec.stdin.write('x');
    await new Promise((resolve) => exec.stdout.once('data', resolve));
    way.spawned[0]?.kill('SIGKILL');
    await expect(exec.exit).rejects.toThrow(LostError);
  });
});

describe('a machine without perl', () => {
  it('lets every process go its own way', async () => {
    const bare = new Counting((request) => (request.argv[0] === 'perl' ? { argv: ['sh', '-c', 'exit 127'] } : request));
    const without = new Bundle(bare);
    const [one, two] = await Promise.all([run(without, { argv: ['cat'], stdin: 'in' }), run(without, sh('echo err >&2; exit 3'))]);
    expect([one.stdout.toString(), two.stderr.toString(), two.status]).toEqual(['in', 'err\n', 3]);
    expect((await run(without, sh('echo later'))).stdout.toString()).toBe('later\n');
    expect(bare.asked).toEqual(['perl', 'cat', 'sh', 'sh']);
    await bare.close();
  });
});
