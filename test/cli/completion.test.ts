import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { VERBS } from '../../src/command/registry.ts';
import { packageRoot } from '../../src/config/package-root.ts';
import { labdeck } from './run.ts';

const run = promisify(execFile);
const offered = async (...words: string[]) => (await labdeck(['__complete', ...words])).stdout.split('\n').slice(0, -1).map((line) => line.split('\t')[0]);

describe('completion', () => {
  it('offers every verb', async () => {
    expect(await offered('')).toEqual([...new Set([...VERBS.filter(({ cli }) => !cli.includes(' ')).map(({ cli }) => cli), ...VERBS.filter(({ cli }) => cli.includes(' ')).map(({ cli }) => cli.split(' ')[0]), 'help'])]);
    expect(await offered('sna')).toEqual(['snapshot']);
    expect(await offered('vm', 's')).toEqual(['show', 'start', 'shutdown', 'suspend', 'save', 'snapshots', 'snapshot-save', 'snapshot-restore', 'snapshot-delete']);
    expect(await offered('help', 'fab')).toEqual(['fabric']);
  });

  it('offers options, their choices, labs and files', async () => {
    expect(await offered('up', '--')).toEqual(['--all', '--cold', '--lab', '--json', '--dry-run', '--timeout', '--readonly', '--standalone', '--help']);
    expect(await offered('doctor', '--level', '')).toEqual(['host', 'outer', 'inner']);
    expect(await offered('status', '--lab', 'emb')).toEqual(['embedded', ':files']);
    expect(await offered('attach', '--monitor', './')).toEqual([':files']);
    expect(await offered('completion', '')).toEqual(['bash', 'zsh', 'fish']);
  });

  it('offers live names, each once', async () => {
    expect(await offered('vm', 'start', '')).toEqual(['n100-1', 'jetson-1']);
    expect(await offered('vm', 'start', 'n100-1', '')).toEqual(['jetson-1']);
    expect(await offered('vm', 'xml', 'n100-1', '')).toEqual([]);
    expect(await offered('exec', 'o')).toEqual(['outer']);
    expect(await offered('ssh', '')).toEqual(['outer', 'host', 'n100-1', 'jetson-1']);
    expect(await offered('snapshot', 'restore', '--timeout', '3s', '')).toEqual(['ready']);
  });

  it('offers nothing after --, nor for a lab that is none', async () => {
    expect(await offered('exec', 'outer', '--', '')).toEqual([]);
    expect(await offered('--lab', 'nope', 'vm', 'start', '')).toEqual([]);
  });

  it('has a bash script that fills in what is offered, quoted for the shell', async () => {
    const bin = mkdtempSync(join(tmpdir(), 'labdeck-bin-'));
    writeFileSync(join(bin, 'labdeck'), `#!/bin/sh\nprintf '%s\\n' "$@" >'${bin}/asked'\nprintf 'ready\\ta snapshot\\nit is\\ta snapshot\\n'\n`);
    chmodSync(join(bin, 'labdeck'), 0o755);
    const script = join(packageRoot(), 'assets', 'completions', 'labdeck.bash');
    const { stdout } = await run('bash', ['-c', `PATH="$1:$PATH"; . "$2"; COMP_WORDS=(labdeck snapshot restore 're q'); COMP_CWORD=3; _labdeck; printf '%s\\n' "\${COMPREPLY[@]}"; cat "$1/asked"`, 'bash', bin, script]);
    expect(stdout.split('\n').slice(0, -1)).toEqual(['ready', 'it\\ is', '__complete', 'snapshot', 'restore', 're q']);
  });

  it('prints the scripts that ship', async () => {
    for (const shell of ['bash', 'zsh', 'fish']) expect(await labdeck(['completion', shell])).toMatchObject({ code: 0, stdout: expect.stringContaining(`labdeck completion for ${shell}`) as string });
    expect(await labdeck(['completion', 'fisch'])).toMatchObject({ code: 2, stderr: expect.stringContaining('did you mean "fish"?') as string });
  });
});
