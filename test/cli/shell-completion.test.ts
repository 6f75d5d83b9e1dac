import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/config/package-root.ts';
import { StoryTerminal } from '../stories/terminal.ts';

const script = (shell: string): string => join(packageRoot(), 'assets', 'completions', `labdeck.${shell}`);
const isHere = (program: string): boolean => spawnSync(program, ['--version']).status === 0;

/** How each shell is started without anybody's settings, and what it is told first. */
const SHELLS = [
  { shell: 'bash', argv: ['bash', '--norc', '--noprofile', '-i'], begin: `. '${script('bash')}'` },
  // As a person has it: found in $fpath by its name.
  { shell: 'zsh', argv: ['zsh', '-f', '-i'], begin: 'fpath=(~/functions $fpath); autoload -U compinit; compinit -u -D' },
  { shell: 'zsh', argv: ['zsh', '-f', '-i'], begin: `autoload -U compinit; compinit -u -D; . '${script('zsh')}'` },
  { shell: 'fish', argv: ['fish', '--no-config', '-i'], begin: `source '${script('fish')}'` },
] as const;

/** What is typed up to the TAB, and the words that labdeck then gets. */
const TYPED = [
  ['snapshot rest', 'snapshot restore'],
  ['vm sta', 'vm start'],
  ['up --co', 'up --cold'],
  ['doctor --level out', 'doctor --level outer'],
  ['status --lab emb', 'status --lab embedded'],
  ['attach --monitor mon', 'attach --monitor monitor.sock'],
  ['vm start jet', 'vm start jetson-1'],
  ['vm start n100-1 n100-2 jet', 'vm start n100-1 n100-2 jetson-1'],
  ['ssh out', 'ssh outer'],
] as const;

let home: string;
let env: Record<string, string>;

/** `labdeck` on PATH is the real one for what a completion asks and for setting up; what a person runs is written down. */
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'labdeck-tab-'));
  env = { HOME: home, XDG_RUNTIME_DIR: join(home, 'run'), PATH: `${join(home, 'bin')}:${process.env['PATH'] ?? ''}`, RAN: join(home, 'ran'), INPUTRC: '/dev/null', LC_ALL: 'C.UTF-8' };
  for (const dir of ['bin', 'functions', 'run']) mkdirSync(join(home, dir), { mode: 0o700 });
  symlinkSync(script('zsh'), join(home, 'functions', '_labdeck'));
  writeFileSync(join(home, 'monitor.sock'), '');
  const real = `exec '${process.execPath}' '${join(packageRoot(), 'src/main.ts')}' "$@"`;
  writeFileSync(join(home, 'bin/labdeck'), `#!/bin/sh\ncase $1 in __complete | keeper) ${real} ;; esac\n[ -z "$REAL" ] || ${real}\nprintf '%s\\n' "$*" >>"$RAN"\n`, { mode: 0o755 });
  // A keeper that runs is what live names come from.
  execFileSync('labdeck', ['status'], { env: { ...env, REAL: 'yes' }, stdio: 'ignore' });
});

afterAll(() => {
  execFileSync('labdeck', ['keeper', 'stop'], { env, stdio: 'ignore' });
  rmSync(home, { recursive: true });
});

describe.each(SHELLS)('$shell, told: $begin', ({ shell, argv, begin }) => {
  it.skipIf(!isHere(shell))(`completes verbs, options, choices, labs, files and live nodes${isHere(shell) ? '' : ` (SKIPPED: there is no ${shell} here)`}`, async () => {
    rmSync(env['RAN'] ?? '', { force: true });
    const terminal = new StoryTerminal({ argv: [...argv], env, cwd: home });
    terminal.type(`${begin}\r`);
    for (const [typed] of TYPED) terminal.type(`labdeck ${typed}\t\r`);
    terminal.type('exit\r');
    await terminal.ended;
    expect(readFileSync(env['RAN'] ?? '', 'utf8').trimEnd().split('\n').map((line) => line.trimEnd())).toEqual(TYPED.map(([, words]) => words));
  }, 60_000);
});
