import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run, runOk } from '../../src/transport/run.ts';
import type { Transport } from '../../src/transport/transport.ts';
import { until } from './guest-ports.ts';

/** What a slow way cannot do in a test's time, or does in its own manner. */
export interface Manner {
  /** Bytes of the large streams. */
  readonly largeBytes?: number;
  /** A program that is not there is a status, as a shell says it, or an error of its own. */
  readonly missing?: 'status' | 'error';
}

export const ODD_WORDS = ['', ' ', "it's", '"double"', 'a\nb', 'c;touch /tmp/x', '$HOME', '`id`', '*', '\\', '\\n', 'é ü 語', '\t\r', '-n', '--', '!!', '{a,b}', '~', '#no', '\x1b[31m', "'\\''"];

/** What every transport owes, on a far end that is this very machine. */
export function contract(of: () => Transport, { largeBytes = 4_000_000, missing = 'status' }: Manner = {}): void {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'labdeck-contract-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));
  const isGone = (pid: number): boolean => !existsSync(`/proc/${pid}`) || /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));

  describe('keeps the contract', () => {
    it('passes every word as it is', async () => {
      const { stdout } = await runOk(of(), { argv: ['printf', '%s\\0', ...ODD_WORDS] });
      expect(stdout.toString().split('\0').slice(0, -1)).toEqual(ODD_WORDS);
    });

    it('tells exact statuses', async () => {
      for (const status of [0, 1, 2, 42, 127, 255]) expect((await run(of(), { argv: ['sh', '-c', `exit ${status}`] })).status).toBe(status);
    });

    it('keeps output and error output apart, bytes unchanged', async () => {
      const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
      const { stdout, stderr } = await run(of(), { argv: ['sh', '-c', 'cat >bytes; cat bytes; cat bytes >&2'], cwd: dir, stdin: all });
      expect(stdout.equals(all)).toBe(true);
      expect(stderr.equals(all)).toBe(true);
    });

    it('sets directory and environment', async () => {
      const odd = 'a b\'c"$(id)\nd';
      const { stdout } = await runOk(of(), { argv: ['sh', '-c', 'pwd; printf %s "$ODD"'], cwd: dir, env: { ODD: odd } });
      expect(stdout.toString()).toBe(`${dir}\n${odd}`);
    });

    it('gives end of input to a process that has none', async () => {
      expect((await runOk(of(), { argv: ['cat'] })).stdout.length).toBe(0);
    });

    it('carries long streams both ways', async () => {
      const bytes = randomBytes(largeBytes);
      const { stdout } = await runOk(of(), { argv: ['cat'], stdin: bytes });
      expect(stdout.equals(bytes)).toBe(true);
    });

    it('lets a process leave its input unread', async () => {
      expect((await run(of(), { argv: ['sh', '-c', 'exit 3'], stdin: randomBytes(largeBytes) })).status).toBe(3);
      expect((await run(of(), { argv: ['echo', 'next'] })).stdout.toString()).toBe('next\n');
    });

    it('answers while its input is still open', async () => {
      const exec = of().spawn({ argv: ['cat'] });
      exec.stderr.resume();
      exec.stdin.write('one\n');
      const first = await new Promise<Buffer>((resolve) => exec.stdout.once('data', resolve));
      expect(first.toString()).toBe('one\n');
      exec.stdin.end();
      await expect(exec.exit).resolves.toEqual({ status: 0 });
    });

    it('does not read ahead of whoever reads', async () => {
      const done = join(dir, 'done');
      const size = Math.max(largeBytes, 1_000_000) * 2;
      const exec = of().spawn({ argv: ['sh', '-c', `head -c ${size} /dev/zero; touch ${done}`] });
      exec.stdin.end();
      exec.stderr.resume();
      await new Promise<void>((resolve) => exec.stdout.once('readable', resolve));
      expect(existsSync(done)).toBe(false);
      let length = 0;
      for await (const chunk of exec.stdout) length += (chunk as Buffer).length;
      await exec.exit;
      expect(length).toBe(size);
      expect(existsSync(done)).toBe(true);
    });

    it('kills the process and its children at the limit', async () => {
      const pids = join(dir, 'pids');
      const argv = ['sh', '-c', `sleep 1000 & echo $! $$ >${pids}; wait`];
      const running = expect(run(of(), { argv, timeoutMs: 3_000 })).rejects.toMatchObject({ kind: 'timeout', message: expect.stringContaining('3000 ms') });
      await until('it runs', () => existsSync(pids) && readFileSync(pids, 'utf8').endsWith('\n'));
      await running;
      for (const pid of readFileSync(pids, 'utf8').trim().split(' ')) await until(`${pid} is gone`, () => isGone(Number(pid)));
    });

    it('cancels', async () => {
      const pids = join(dir, 'pids');
      const cancel = new AbortController();
      const running = expect(run(of(), { argv: ['sh', '-c', `echo $$ >${pids}; exec sleep 1000`], signal: cancel.signal })).rejects.toMatchObject({ kind: 'cancelled' });
      await until('it runs', () => existsSync(pids) && readFileSync(pids, 'utf8').endsWith('\n'));
      cancel.abort();
      await running;
      await until('it is gone', () => isGone(Number(readFileSync(pids, 'utf8'))));
      expect((await run(of(), { argv: ['echo', 'next'] })).stdout.toString()).toBe('next\n');
    });

    it('kills on request and says by which signal', async () => {
      const exec = of().spawn({ argv: ['sh', '-c', 'echo up; exec sleep 1000'] });
      exec.stdin.end();
      exec.stderr.resume();
      await new Promise((resolve) => exec.stdout.once('data', resolve));
      exec.kill('SIGTERM');
      await expect(exec.exit).resolves.toEqual({ status: 143, signal: 'SIGTERM' });
    });

    it('says so when there is no such program', async () => {
      const missingRun = run(of(), { argv: ['labdeck-no-such-program'] });
      if (missing === 'error') await expect(missingRun).rejects.toMatchObject({ kind: 'unsupported', message: expect.stringContaining('labdeck-no-such-program') });
      else await expect(missingRun).resolves.toMatchObject({ status: 127, stderr: expect.objectContaining({ length: expect.any(Number) }) });
    });

    it('refuses what no process can be given', async () => {
      await expect(Promise.resolve().then(() => run(of(), { argv: [] }))).rejects.toMatchObject({ kind: 'usage' });
      await expect(Promise.resolve().then(() => run(of(), { argv: ['echo', 'a\0b'] }))).rejects.toMatchObject({ kind: 'usage' });
    });
  });
}
