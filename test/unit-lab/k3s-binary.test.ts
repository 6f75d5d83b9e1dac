import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { k3sBinary } from '../../src/lab/k3s-binary.ts';
import { placeK3s } from '../../src/lab/node/place-k3s.ts';
import { CheckError, LostError, UsageError } from '../../src/model/errors.ts';
import { ScriptedMachine } from './fakes/scripted-machine.ts';

const BODY = Buffer.from('\x7fELF a k3s');
const SHA256 = createHash('sha256').update(BODY).digest('hex');
const pinned = { k3s: { download: true, version: 'v1.35.0+k3s1', sha256: SHA256 } };

let dir: string;
let server: Server;
let asked: string[];
let options: { downloads: string; releases: string };

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'k3s-'));
  asked = [];
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(request.url?.includes('v1.35') === true ? 200 : 404).end(BODY);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  options = { downloads: path.join(dir, 'downloads'), releases: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
});

afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(dir, { recursive: true });
});

describe('k3sBinary', () => {
  it('is none where the lab has none', async () => {
    expect(await k3sBinary({ k3s: { download: false } }, options)).toBeUndefined();
  });

  it('is downloaded once, checked against its pin', async () => {
    const first = await k3sBinary(pinned, options);
    expect(first).toMatchObject({ bytes: BODY.length, sha256: SHA256 });
    expect(await readFile(first?.file ?? '')).toEqual(BODY);
    expect(await k3sBinary(pinned, options)).toEqual(first);
    expect(asked).toEqual(['/v1.35.0%2Bk3s1/k3s']);
  });

  it('keeps nothing of a download that is not what was pinned', async () => {
    const other = { k3s: { ...pinned.k3s, sha256: 'f'.repeat(64) } };
    await expect(k3sBinary(other, options)).rejects.toThrow(CheckError);
    expect(await readdir(options.downloads)).toEqual([]);
  });

  it('says when it cannot be fetched, or no longer', async () => {
    await expect(k3sBinary({ k3s: { ...pinned.k3s, version: 'v0' } }, options)).rejects.toThrow(/404/);
    await expect(k3sBinary(pinned, { ...options, releases: 'http://127.0.0.1:1' })).rejects.toThrow(LostError);
    expect(await readdir(options.downloads)).toEqual([]);
  });

  it('may be a file of the operator\'s', async () => {
    const file = path.join(dir, 'k3s');
    await writeFile(file, BODY);
    expect(await k3sBinary({ k3s: { download: false, binary: file } }, options)).toEqual({ file, bytes: BODY.length, sha256: SHA256 });
    await expect(k3sBinary({ k3s: { download: false, binary: `${file}2` } }, options)).rejects.toThrow(UsageError);
    await expect(k3sBinary({ k3s: { download: false, binary: file, sha256: '0'.repeat(64) } }, options)).rejects.toThrow(CheckError);
  });
});

describe('placeK3s', () => {
  const place = async (there: string, status = 0) => {
    const file = path.join(dir, 'k3s');
    await writeFile(file, BODY);
    const machine = new ScriptedMachine(([, , code]) => (code?.includes('sha256sum') === true ? { stdout: there } : { status, stderr: 'No space left on device' }));
    return { machine, placed: placeK3s(machine, { file, bytes: BODY.length, sha256: SHA256 }) };
  };

  it('sends the binary as it is', async () => {
    const { machine, placed } = await place('');
    expect(await placed).toBe(BODY.length);
    expect(machine.said[1]?.stdin).toEqual(BODY);
  });

  it('does not send what is there', async () => {
    const { machine, placed } = await place(`${SHA256}  -\n`);
    expect(await placed).toBe(BODY.length);
    expect(machine.said).toHaveLength(1);
  });

  it('fails with what the outer VM says', async () => {
    const { placed } = await place('', 1);
    await expect(placed).rejects.toMatchObject({ evidence: { detail: 'No space left on device' } });
  });

  it('is nothing to do without a binary', async () => {
    expect(await placeK3s(new ScriptedMachine(() => undefined), undefined)).toBe(0);
  });
});
