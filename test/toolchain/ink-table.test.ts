import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { inkTable, stubDevtools } from '../../scripts/steps/ink-plugins.ts';
import { inRoot } from '../../scripts/steps/root.ts';

const SCREEN = `
import { createElement } from 'react';
import { renderToString } from 'ink';
import Table from 'ink-table';
console.log(renderToString(createElement(Table, { data: [{ node: 'n100-1', kind: 'lxc' }, { node: 'jetson-1', kind: 'tcg' }] })));
`;

test('ink-table, bundled, draws with the Ink and React of the bundle', async () => {
  const outdir = mkdtempSync(inRoot('node_modules/.cache/labdeck-ink-table-'));
  try {
    await build({
      stdin: { contents: SCREEN, resolveDir: inRoot() },
      outfile: join(outdir, 'screen.mjs'),
      bundle: true,
      format: 'esm',
      platform: 'node',
      banner: { js: "import{createRequire as r}from'node:module';const require=r(import.meta.url);" },
      define: { 'process.env.NODE_ENV': '"production"' },
      plugins: [stubDevtools, inkTable],
      logLevel: 'silent',
    });
    const screen = execFileSync(process.execPath, [join(outdir, 'screen.mjs')], { encoding: 'utf8' });
    expect(screen).toContain('│ n100-1   │ lxc  │');
    expect(screen.match(/[┌├└]/g)).toHaveLength(4);
  } finally {
    rmSync(outdir, { recursive: true });
  }
});
