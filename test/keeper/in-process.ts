import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Duplex, duplexPair } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { Clock } from '../../src/model/clock.ts';
import { createJournal } from '../../src/keeper/journal.ts';
import type { KeeperParts } from '../../src/keeper/parts.ts';
import { type Keeper, serveKeeper } from '../../src/keeper/serve.ts';
import { labPaths } from '../../src/config/paths.ts';
import { greet, type Link } from '../../src/wire/link.ts';
import { composeFake } from './fake-lab.ts';

const IDENTITY = { version: '1.0.0', build: 'b' };

/** A clock that stands still until a test moves it. */
export interface HandClock extends Clock {
  advance(ms: number): void;
}

export function handClock(): HandClock {
  let time = 0;
  const alarms = new Set<{ at: number; ring: () => void }>();
  return {
    now: () => time,
    after: (ms, ring) => {
      const alarm = { at: time + ms, ring };
      alarms.add(alarm);
      return () => void alarms.delete(alarm);
    },
    advance: (ms) => {
      time += ms;
      for (const alarm of alarms) {
        if (alarm.at > time) continue;
        alarms.delete(alarm);
        alarm.ring();
      }
    },
  };
}

export interface InProcess {
  readonly keeper: Keeper;
  readonly parts: KeeperParts;
  readonly clock: HandClock;
  readonly lines: string[];
  readonly dial: () => Promise<Duplex>;
  readonly connect: () => Promise<Link>;
}

/** A keeper over the fake lab, in this process, on a clock that the test turns. */
export async function inProcess(more: Partial<KeeperParts> = {}): Promise<InProcess> {
  const dir = mkdtempSync(join(tmpdir(), 'labdeck-p-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const clock = handClock();
  const lines: string[] = [];
  const log = (line: string): void => void lines.push(line);
  const paths = labPaths('test', { HOME: dir }, 0);
  const info = { pid: process.pid, version: IDENTITY.version, startedAt: 0, frontEnds: [] };
  const lab = await composeFake({ lab: 'test', file: 'fake.yaml', paths, env: {}, clock, log, keeper: info });
  const journal = createJournal({ dir: join(dir, 'journal'), now: clock.now, log });
  const parts = { ...lab, identity: IDENTITY, lab: 'test', clock, log, journal, idleMs: 600_000, ...more };
  const keeper = serveKeeper(parts);
  const dial = async (): Promise<Duplex> => {
    const [ours, theirs] = duplexPair();
    keeper.accept(theirs);
    return ours;
  };
  const connect = async (): Promise<Link> => {
    const greeting = await greet(await dial(), dial, { ...IDENTITY, lab: 'test', pid: 1, user: 'ada', tty: '' });
    if (!('link' in greeting)) throw new Error('turned away');
    return greeting.link;
  };
  return { keeper, parts, clock, lines, dial, connect };
}
