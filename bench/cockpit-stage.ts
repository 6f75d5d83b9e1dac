import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { FakeLab } from '../test/fakes/fake-lab.ts';
import { openCockpit } from '../test/stories/stage.ts';
import { StoryTerminal } from '../test/stories/terminal.ts';

export const SIZE = { columns: 200, rows: 50 } as const;

/** Between two keys: a person's, quick as they are, and out of step with any frame timer. */
const BETWEEN_KEYS_MS = 41;

/** Whether a text that was written is the frame that shows what a key did. */
export type Shows = (text: string) => boolean;

/** The cockpit on a lab, its nodes on the screen and everything at rest. */
export async function openAtRest(lab: FakeLab, words: readonly string[] = []): Promise<StoryTerminal> {
  const terminal = openCockpit(lab, { ...SIZE, words });
  await terminal.until((each) => /n100-2 .*running/.test(each.screen()));
  return terminal.idle(500);
}

/** Plain Ink with as many panes. */
export async function openPlain(linesPerSec: number): Promise<StoryTerminal> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '/', LANG: 'C.UTF-8', NODE_ENV: 'production' };
  const terminal = new StoryTerminal({ argv: [process.execPath, join(import.meta.dirname, 'plain-ink.ts'), String(linesPerSec)], env, ...SIZE });
  return terminal.until('row-19');
}

/** From key to the bytes of its frame, in milliseconds, for each of the keys. A key without a frame throws. */
export async function keyLatencies(terminal: StoryTerminal, keys: readonly { readonly key: string; readonly shows: Shows }[]): Promise<number[]> {
  const taken: number[] = [];
  for (const { key, shows } of keys) {
    await pause(BETWEEN_KEYS_MS);
    taken.push(await keyLatency(terminal, key, shows));
  }
  return taken;
}

const NO_FRAME_MS = 10_000;

function keyLatency(terminal: StoryTerminal, key: string, shows: Shows): Promise<number> {
  return new Promise((resolve, reject) => {
    const since = performance.now();
    let text = '';
    const timer = setTimeout(() => reject(new Error(`no frame for ${key}\n${terminal.dump()}`)), NO_FRAME_MS);
    const stop = terminal.onText((more) => {
      text += more;
      if (!shows(text)) return;
      stop();
      clearTimeout(timer);
      resolve(performance.now() - since);
    });
    terminal.press(key);
  });
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
