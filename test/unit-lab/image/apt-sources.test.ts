import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { hostSources } from '../../../src/lab/image/apt-sources.ts';

function apt(files: Readonly<Record<string, string>>): string {
  const dir = mkdtempSync(join(tmpdir(), 'labdeck-apt-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  mkdirSync(join(dir, 'sources.list.d'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
  return dir;
}

const DEBIAN = `Types: deb deb-src
# a comment
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
`;

test("the host's own mirror, main only", async () => {
  const dir = apt({ 'sources.list.d/debian.sources': `${DEBIAN}\n${DEBIAN.replaceAll('bookworm bookworm-updates', 'bookworm-security')}` });
  const sources = await hostSources('bookworm', dir);
  expect(sources?.match(/URIs: http:\/\/mirror\.example\/debian/g)).toHaveLength(2);
  expect(sources).toContain('Suites: bookworm bookworm-updates');
  expect(sources).toContain('Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg');
  expect(sources).not.toContain('contrib');
  expect(sources).not.toContain('deb-src');
});

test('the one-line format, with options and comments', async () => {
  const dir = apt({ 'sources.list': '# deb http://no.example/ bookworm main\ndeb [arch=amd64 signed-by=/k.gpg] http://m.example/debian bookworm main non-free # ours\ndeb-src http://m.example/debian bookworm main\n' });
  expect(await hostSources('bookworm', dir)).toBe('Types: deb\nURIs: http://m.example/debian\nSuites: bookworm\nComponents: main\nSigned-By: /k.gpg\n');
});

const OTHERS: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['no sources at all', {}],
  ['another suite', { 'sources.list': 'deb http://m.example/debian trixie main\n' }],
  ["somebody else's archive for the suite", { 'sources.list.d/d.list': 'deb http://docker.example/debian bookworm stable\n' }],
  ['updates without the suite itself', { 'sources.list': 'deb http://m.example/debian bookworm-updates main\n' }],
  ['a stanza switched off', { 'sources.list.d/debian.sources': `Enabled: no\n${DEBIAN}` }],
  ['a file apt does not read', { 'sources.list.d/debian.sources.disabled': DEBIAN }],
];

test.each(OTHERS)('%s: nothing to copy', async (_what, files) => {
  expect(await hostSources('bookworm', apt(files))).toBeUndefined();
});
