import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRoot } from '../../scripts/steps/root.ts';

/** What the launcher may use of a system. */
const TOOLS = ['sh', 'ls', 'mkdir', 'mv', 'head', 'tail', 'uname', 'readlink'];

export interface Started {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * A machine with a copy of the launcher, a PATH of its own, and programs that record how they were called. `node` and what `npm`
 * fetches are scripts: asked with -p they tell version and path as Node does, else they print what they were given.
 */
export class FakeMachine {
  readonly root = mkdtempSync(join(tmpdir(), 'labdeck-launcher-'));
  readonly node = join(this.root, 'path/node');
  readonly fetched = join(this.root, 'npx/node_modules/node-fetched/bin/node');
  home = join(this.root, 'home');

  constructor() {
    for (const dir of ['path', 'tools', 'home', 'npx/node_modules/node-fetched/bin', 'package/bin', 'package/dist', 'package/node_modules']) mkdirSync(join(this.root, dir), { recursive: true });
    for (const tool of TOOLS) symlinkSync(spawnSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).stdout.trim(), join(this.root, 'tools', tool));
    for (const script of ['labdeck', 'with-node']) copyFileSync(inRoot('bin', script), join(this.root, 'package/bin', script));
    writeFileSync(join(this.root, 'package/dist/main.cjs'), '');
  }

  installNode(version: string, path: string = this.node): void {
    this.install(path, `if [ "$1" = -p ]; then echo "${version} ${path}"; else printf 'ran ${version}'; printf ' <%s>' "$@"; exit "\${STATUS:-0}"; fi`);
  }

  /** npm that fetches a Node of this version; without one, npm that finds no registry. */
  installNpm(version?: string): void {
    if (version !== undefined) this.installNode(version, this.fetched);
    this.install(join(this.root, 'path/npm'), version === undefined ? 'echo "npm error network" >&2; exit 1' : `echo ${this.fetched}`);
  }

  install(path: string, body: string): void {
    rmSync(path, { force: true });
    writeFileSync(path, `#!/bin/sh\nprintf '%s\\n' "\${0##*/} $*" >>'${join(this.root, 'calls')}'\n${body}\n`);
    chmodSync(path, 0o755);
  }

  /** Programs called since the last time this was asked: name and words. */
  calls(): string[] {
    const file = join(this.root, 'calls');
    const calls = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
    rmSync(file, { force: true });
    return calls;
  }

  start(args: readonly string[] = [], launcher = join(this.root, 'package/bin/labdeck'), env: Readonly<Record<string, string>> = {}): Started {
    const PATH = `${join(this.root, 'path')}:${join(this.root, 'tools')}`;
    return spawnSync('/bin/sh', [launcher, ...args], { encoding: 'utf8', env: { PATH, HOME: this.home, ...env } });
  }

  remove(): void {
    rmSync(this.root, { recursive: true });
  }
}
