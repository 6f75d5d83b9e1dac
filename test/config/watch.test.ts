import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { networkProfileSchema, type NetworkProfile } from '../../src/config/network-profile.ts';
import { type ConfigWatch, watchConfig } from '../../src/config/watch.ts';
import { readYamlFile } from '../../src/config/yaml-file.ts';
import type { Failure } from '../../src/model/failure.ts';

type News = { readonly good: NetworkProfile } | { readonly bad: Failure };

let file: string;
let watching: ConfigWatch;
let queue: News[];
let wake: () => void;

async function next(): Promise<News> {
  while (queue.length === 0) await new Promise<void>((resolve) => (wake = resolve));
  return queue.shift() as News;
}

function tell(news: News): void {
  queue.push(news);
  wake();
}

beforeEach(async () => {
  file = join(mkdtempSync(join(tmpdir(), 'labdeck-watch-')), "it's; mine.yaml");
  writeFileSync(file, 'profile: a\ntitle: A\n');
  queue = [];
  wake = () => undefined;
  watching = watchConfig(file, (path) => readYamlFile(path, networkProfileSchema), { good: (good) => tell({ good }), bad: (bad) => tell({ bad }) });
  await watching.ready;
});

afterEach(() => watching.close());

describe('a watched configuration file', () => {
  it('is read again when it changes', async () => {
    writeFileSync(file, 'profile: b\ntitle: B\n');
    expect(await next()).toMatchObject({ good: { profile: 'b' } });
  });

  it('has its faults reported, and is taken again once it is mended', async () => {
    writeFileSync(file, 'profile: b\ntitel: B\n');
    expect(await next()).toMatchObject({ bad: { kind: 'usage', what: expect.stringContaining('has no key "titel"; did you mean "title"?') as string } });
    writeFileSync(file, 'profile: c\ntitle: C\n');
    expect(await next()).toMatchObject({ good: { profile: 'c' } });
  });

  it('is followed through an editor that replaces it', async () => {
    writeFileSync(`${file}.new`, 'profile: d\ntitle: D\n');
    renameSync(`${file}.new`, file);
    expect(await next()).toMatchObject({ good: { profile: 'd' } });
  });

  it('is reported when it is gone', async () => {
    rmSync(file);
    expect(await next()).toMatchObject({ bad: { what: expect.stringContaining('cannot read') as string } });
  });
});
