import { Decoder } from './decoder.ts';
import type { InputEvent } from './events.ts';
import { counted, type LastClick } from './mouse.ts';

/** Time as the reader needs it; tests turn it by hand. */
export interface InputClock {
  /** Milliseconds; never goes back. */
  now(): number;
  /** Runs `ring` once, `ms` from now; what comes back takes it back. */
  after(ms: number, ring: () => void): () => void;
  /** Runs `go` once everything that has come in by now was read. */
  soon(go: () => void): void;
}

export const INPUT_CLOCK: InputClock = {
  now: () => performance.now(),
  after: (ms, ring) => {
    const timer = setTimeout(ring, ms);
    return () => clearTimeout(timer);
  },
  soon: (go) => void setImmediate(go),
};

/** A terminal writes a sequence at once: what follows an ESC later than this is another key. */
const ESCAPE_MS = 50;
/** The rest of a sequence that was cut on a slow line. */
const PART_MS = 500;
/** Bytes read at one go, and how long that may take before the screen has its turn. */
const SLICE = 4096;
const TURN_MS = 2;

/**
 * The one keyboard: bytes as they came from the terminal, in order, told as events. Long input is read in turns, so that the screen is painted
 * between them. One timer: it says that an ESC was the key and not the beginning of another.
 */
export class Reader {
  readonly #tell: (event: InputEvent) => void;
  readonly #clock: InputClock;
  readonly #decoder = new Decoder();
  #queue: Uint8Array[] = [];
  #turn = false;
  #click: LastClick | undefined;
  #cancel: (() => void) | undefined;
  /** Counts reads: an ESC that was followed by anything is not alone. */
  #reads = 0;
  #closed = false;

  constructor(tell: (event: InputEvent) => void, clock: InputClock = INPUT_CLOCK) {
    this.#tell = tell;
    this.#clock = clock;
  }

  /** Bytes of one read. The caller may not write into them any more. */
  feed(bytes: Uint8Array): void {
    if (this.#closed) return;
    this.#reads += 1;
    this.#queue.push(bytes);
    if (!this.#turn) this.#go();
  }

  /** Nothing is told from now on. */
  close(): void {
    this.#closed = true;
    this.#queue = [];
    this.#cancel?.();
  }

  #go(): void {
    this.#cancel?.();
    this.#turn = false;
    const until = this.#clock.now() + TURN_MS;
    while (this.#queue.length > 0 && !this.#closed) {
      this.#give(this.#decoder.push(this.#slice()));
      if (this.#queue.length > 0 && this.#clock.now() >= until) return this.#later();
    }
    this.#watch();
  }

  #later(): void {
    this.#turn = true;
    this.#clock.soon(() => this.#go());
  }

  #slice(): Uint8Array {
    const [first = new Uint8Array(0), ...rest] = this.#queue;
    this.#queue = first.length > SLICE ? [first.subarray(SLICE), ...rest] : rest;
    return first.subarray(0, SLICE);
  }

  #give(events: readonly InputEvent[]): void {
    for (const event of events) if (!this.#closed) this.#tell(this.#counted(event));
  }

  #counted(event: InputEvent): InputEvent {
    if (event.kind !== 'mouse') return event;
    const { mouse, last } = counted(event, this.#click, this.#clock.now());
    this.#click = last;
    return mouse;
  }

  #watch(): void {
    const { waiting } = this.#decoder;
    if (waiting === undefined || this.#closed) return;
    this.#cancel = this.#clock.after(waiting === 'escape' ? ESCAPE_MS : PART_MS, () => this.#ring(this.#reads));
  }

  /** A process that was held up finds its timer due before it has read what came meanwhile: that is read first. */
  #ring(reads: number): void {
    this.#clock.soon(() => {
      if (reads === this.#reads && !this.#turn) this.#give(this.#decoder.settle());
    });
  }
}
