import { pause } from '../limits.ts';
import type { Lane } from './lane.ts';

/** First pause between two tries, and the longest. */
const PAUSES_MS = [50, 100, 250, 500, 1_000] as const;

/** Keeps lanes connected: from the first use until `stop`, again and again, whatever closes them. */
export class Connector {
  readonly #lanes: readonly Lane[];
  #stopping: AbortController | undefined;
  #stopped = false;
  /** Ends the pauses of this moment. */
  #hurry = new AbortController();
  /** Why a lane could not be connected, for whoever waits. */
  lastError: Error | undefined;

  constructor(lanes: readonly Lane[]) {
    this.#lanes = lanes;
  }

  start(): void {
    if (this.#stopping !== undefined || this.#stopped) return;
    this.#stopping = new AbortController();
    for (const lane of this.#lanes) void this.#keep(lane, this.#stopping.signal);
  }

  /** Tries at once what is not connected: the machine has just been started. */
  hurry(): void {
    this.#hurry.abort();
    this.#hurry = new AbortController();
  }

  stop(): void {
    this.#stopped = true;
    this.#stopping?.abort();
  }

  async #keep(lane: Lane, signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted; ) {
      if (await this.#try(lane)) failures = 0;
      else failures += 1;
      if (lane.state !== 'away') await lane.away;
      const hurry = this.#hurry.signal;
      await pause(PAUSES_MS[Math.min(failures, PAUSES_MS.length - 1)] ?? 1_000, AbortSignal.any([signal, hurry]));
      if (hurry.aborted) failures = 0;
    }
  }

  async #try(lane: Lane): Promise<boolean> {
    try {
      await lane.connect();
      return true;
    } catch (error) {
      this.lastError = error as Error;
      return false;
    }
  }
}
