import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { FakeLab } from '../test/fakes/fake-lab.ts';
import { openCockpit } from '../test/stories/stage.ts';
import { StoryTerminal } from '../test/stories/terminal.ts';

export const SIZE = { columns: 200, rows: 50 } as const;

/** Between two keys: a person's, quick as they are, and out of step with any frame timer. */
const BETWEEN_KEYS_MS = 41;

/** 500 domains are read for the first time, on a machine that is busy. */
const FIRST_READING_MS = 60_000;

export interface Key {
  readonly key: string;
  /** Whether what it does is on the screen. */
  readonly shows: (terminal: StoryTerminal) => boolean;
}

/** The cockpit on a lab, its nodes on the screen and everything at rest. */
export async function openAtRest(lab: FakeLab, words: readonly string[] = []): Promise<StoryTerminal> {
  const terminal = openCockpit(lab, { ...SIZE, words });
  await terminal.until((each) => /n100-2 .*running/.test(each.screen()), FIRST_READING_MS);
  // Rates step every second: there is no longer rest than this.
  return terminal.idle(250);
}

/** Plain Ink with as many panes. */
export async function openPlain(linesPerSec: number): Promise<StoryTerminal> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '/', LANG: 'C.UTF-8', NODE_ENV: 'production' };
  const terminal = new StoryTerminal({ argv: [process.execPath, join(import.meta.dirname, 'plain-ink.ts'), String(linesPerSec)], env, ...SIZE });
  return terminal.until('row-19');
}

/** From key to the bytes that bring its frame, in milliseconds, for each of the keys. A key without a frame throws, with the screen. */
export async function keyLatencies(terminal: StoryTerminal, keys: readonly Key[]): Promise<number[]> {
  const taken: number[] = [];
  for (const { key, shows } of keys) {
    await pause(BETWEEN_KEYS_MS);
    const pressedAt = performance.now();
    terminal.press(key);
    taken.push((await terminal.seenAt(shows)) - pressedAt);
  }
  return taken;
}

/** CPU time that a process has used, milliseconds: utime and stime of proc(5), in ticks of 10 ms. */
export function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const words = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(words[11]) + Number(words[12])) * 10;
}

/** Resident memory, MB. */
export function residentMB(pid: number): number {
  return (Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024) / 1e6;
}
