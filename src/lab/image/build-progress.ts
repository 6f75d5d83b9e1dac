import { renameSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ifAbsent } from '../../model/absent.ts';
import type { OnProgress, Progress } from '../../model/progress.ts';

type Times = Readonly<Record<string, number>>;

const timesFile = (cache: string): string => join(cache, 'step-times.json');
const nowFile = (cache: string): string => join(cache, 'building.json');

/** Milliseconds that each step took when it last ran here. */
export async function readTimes(cache: string): Promise<Times> {
  return (await readJson<Times>(timesFile(cache))) ?? {};
}

export async function recordTime(cache: string, step: string, elapsedMs: number): Promise<void> {
  writeJson(timesFile(cache), { ...(await readTimes(cache)), [step]: Math.round(elapsedMs) });
}

/** What the labdeck that holds the lock does right now, for those that wait for it. */
export interface Building {
  readonly pid: number;
  readonly progress: Progress;
}

export const readBuilding = (cache: string): Promise<Building | undefined> => readJson<Building>(nowFile(cache));
export const writeBuilding = (cache: string, building: Building): void => writeJson(nowFile(cache), building);

const TICK_MS = 500;

/** A step's progress line: said when its state changes and twice a second in between. */
export class StepLine {
  readonly #step: string;
  readonly #expectedMs: number | undefined;
  readonly #startedAt = performance.now();
  readonly #tell: OnProgress;
  #ticks: NodeJS.Timeout | undefined;
  #says: string | undefined;

  constructor(step: string, expectedMs: number | undefined, tell: OnProgress) {
    this.#step = step;
    this.#expectedMs = expectedMs;
    this.#tell = tell;
  }

  get elapsedMs(): number {
    return performance.now() - this.#startedAt;
  }

  begin(): void {
    this.#ticks = setInterval(() => this.#say('running'), TICK_MS).unref();
    this.#say('running');
  }

  /** Detail for the next line; a tool says more than anybody can read. */
  says(text: string): void {
    this.#says = text;
  }

  end(state: 'done' | 'skipped' | 'failed', says?: string): void {
    clearInterval(this.#ticks);
    this.#says = says;
    this.#say(state);
  }

  #say(state: Progress['state']): void {
    const { elapsedMs } = this;
    const etaMs = state === 'running' && this.#expectedMs !== undefined ? Math.max(0, this.#expectedMs - elapsedMs) : undefined;
    this.#tell({
      job: 'build',
      step: this.#step,
      state,
      elapsedMs,
      ...(etaMs === undefined ? {} : { etaMs }),
      ...(this.#says === undefined ? {} : { says: this.#says }),
    });
  }
}

async function readJson<T>(path: string): Promise<T | undefined> {
  const text = await readFile(path, 'utf8').catch(ifAbsent(undefined));
  return text === undefined ? undefined : (JSON.parse(text) as T);
}

function writeJson(path: string, value: unknown): void {
  writeFileSync(`${path}.${process.pid}`, JSON.stringify(value), { mode: 0o600 });
  renameSync(`${path}.${process.pid}`, path);
}
