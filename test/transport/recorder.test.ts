import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LocalTransport } from '../../src/transport/local.ts';
import { type Heard, keepIn, Recorder, recordingName } from '../../src/transport/recorder.ts';
import { Replay } from '../../src/transport/replay.ts';
import { run } from '../../src/transport/run.ts';
import { contract } from './contract.ts';

let dir: string;
let recorder: Recorder;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'labdeck-recorder-'));
  recorder = new Recorder(new LocalTransport(), keepIn(dir));
});
afterEach(async () => {
  await recorder.close();
  rmSync(dir, { recursive: true });
});

describe('a recorder', () => {
  contract(() => recorder, { missing: 'error' });

  it('plays back what it recorded, bytes and status', async () => {
    const requests = [['printf', '\\000\\377'], ['sh', '-c', 'echo out; echo err >&2; exit 3'], ['sh', '-c', 'kill -TERM $$']].map((argv) => ({ argv }));
    const recorded = await Promise.all(requests.map((request) => run(recorder, request)));
    const replay = new Replay(dir, 'host', 'local');
    const played = await Promise.all(requests.map((request) => run(replay, { ...request, stdin: 'for nobody' })));
    const plain = (results: typeof played) => results.map(({ durationMs: _, ...rest }) => rest);
    expect(plain(played)).toEqual(plain(recorded));
  });

  it('hands on what a process was given, however it was written', async () => {
    const heard: Heard[] = [];
    const other = new Recorder(new LocalTransport(), async (each) => void heard.push(each));
    const exec = other.spawn({ argv: ['cat'] });
    exec.stdin.write('one ');
    exec.stdin.end(Buffer.from('two'));
    exec.stdout.resume();
    exec.stderr.resume();
    await exec.exit;
    await other.close();
    expect(heard.map(({ argv, stdin, stdout, status }) => [argv, String(stdin), String(stdout), status])).toEqual([[['cat'], 'one two', 'one two', 0]]);
  });

  it('says what was not recorded', async () => {
    await expect(run(new Replay(dir), { argv: ['virsh', 'list'] })).rejects.toMatchObject({ kind: 'lost', message: 'virsh was not recorded', evidence: { argv: ['virsh', 'list'] } });
  });

  it('records nothing of what did not end by itself', async () => {
    await expect(run(recorder, { argv: ['sleep', '1000'], timeoutMs: 10 })).rejects.toMatchObject({ kind: 'timeout' });
    await recorder.close();
    expect(readdirSync(dir)).toEqual([]);
  });

  it('keeps argv that differ only in what a file name cannot hold apart', async () => {
    expect(recordingName(['echo', 'a/b'])).not.toBe(recordingName(['echo', 'a b']));
    await run(recorder, { argv: ['echo', 'a/b\n;'] });
    const [folder = ''] = readdirSync(dir);
    expect(folder).toMatch(/^echo-a-b-[0-9a-f]{8}$/);
    expect(JSON.parse(readFileSync(join(dir, folder, 'process.json'), 'utf8'))).toEqual({ machine: 'host', argv: ['echo', 'a/b\n;'], status: 0 });
  });
});
