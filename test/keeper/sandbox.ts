import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findLab } from '../../src/config/dirs.ts';
import type { LabPaths } from '../../src/config/paths.ts';
import { connectOrStart } from '../../src/wire/connect.ts';
import { IDENTITY } from '../../src/wire/identity.ts';
import { stopKeeper } from '../../src/wire/keeper-control.ts';
import { keeperProgram } from '../../src/wire/keeper-process.ts';
import type { Link } from '../../src/wire/link.ts';
import type { Hello } from '../../src/wire/protocol.ts';

export const UID = process.getuid?.() ?? 0;
const MAIN = join(import.meta.dirname, 'keeper-main.ts');

/** Directories, keepers and links of one test; all gone with it. */
export interface Sandbox {
  readonly dir: string;
  readonly lab: string;
  readonly env: Record<string, string>;
  readonly paths: () => LabPaths;
  readonly options: (more?: { hello?: Partial<Hello>; env?: Record<string, string>; file?: string; limitMs?: number }) => Parameters<typeof connectOrStart>[0];
  readonly connect: (more?: Parameters<Sandbox['options']>[0]) => Promise<Link>;
  readonly log: () => string;
  readonly end: () => Promise<void>;
}

export function makeSandbox(lab = 'test'): Sandbox {
  const dir = mkdtempSync(join(tmpdir(), 'labdeck-k-'));
  const env = { PATH: process.env['PATH'] ?? '', HOME: dir, XDG_RUNTIME_DIR: join(dir, 'run') };
  const links: Link[] = [];
  const paths = (): LabPaths => findLab(lab, env, UID);
  const options: Sandbox['options'] = (more = {}) => ({
    lab,
    env,
    uid: UID,
    hello: { ...IDENTITY, lab, pid: process.pid, user: 'ada', tty: '/dev/pts/3', ...more.hello },
    program: keeperProgram(MAIN, { ...env, ...more.env }, lab, more.file ?? 'fake.yaml'),
    ...(more.limitMs === undefined ? {} : { limitMs: more.limitMs }),
  });
  return {
    dir,
    lab,
    env,
    paths,
    options,
    connect: async (more) => {
      const link = await connectOrStart(options(more));
      links.push(link);
      return link;
    },
    log: () => readFileSync(paths().keeperLog, 'utf8'),
    end: async () => {
      for (const link of links) link.close();
      await stopKeeper(paths(), UID, { force: true });
      const crash = existsSync(paths().keeperLog) ? /(?:.*\n){0,20}^Node\.js v.*$/m.exec(readFileSync(paths().keeperLog, 'utf8')) : null;
      rmSync(dir, { recursive: true });
      if (crash !== null) throw new Error(`a keeper crashed:\n${crash[0]}`);
    },
  };
}
