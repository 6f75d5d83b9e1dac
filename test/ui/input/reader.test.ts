import { describe, expect, it } from 'vitest';
import type { InputEvent } from '../../../src/ui/input/events.ts';
import { type InputClock, Reader } from '../../../src/ui/input/reader.ts';
import { bytesOf } from './corpus.ts';

/** Time that stands still until a test turns it. */
class HandClock implements InputClock {
  #now = 0;
  #rings: { at: number; ring: () => void }[] = [];
  #soon: (() => void)[] = [];
  /** What one look at the clock costs: a slow machine. */
  step = 0;

  now(): number {
    this.#now += this.step;
    return this.#now;
  }

  after(ms: number, ring: () => void): () => void {
    const row = { at: this.#now + ms, ring };
    this.#rings.push(row);
    return () => {
      this.#rings = this.#rings.filter((each) => each !== row);
    };
  }

  soon(go: () => void): void {
    this.#soon.push(go);
  }

  get timers(): number {
    return this.#rings.length;
  }

  /** One turn of the event loop: timers that are due, then what `meanwhile` reads, then what was put off. */
  pass(ms: number, meanwhile: () => void = () => undefined): void {
    this.#now += ms;
    const due = this.#rings.filter(({ at }) => at <= this.#now);
    this.#rings = this.#rings.filter(({ at }) => at > this.#now);
    for (const { ring } of due) ring();
    meanwhile();
    this.turn();
  }

  turn(): number {
    const now = this.#soon;
    this.#soon = [];
    for (const go of now) go();
    return now.length;
  }
}

function opened() {
  const clock = new HandClock();
  const events: InputEvent[] = [];
  const reader = new Reader((event) => events.push(event), clock);
  const names = (): readonly string[] => events.map((event) => (event.kind === 'key' ? `${event.alt ? 'alt-' : ''}${event.name}` : event.kind === 'mouse' ? event.what : event.kind));
  return { clock, reader, names, feed: (latin1: string) => reader.feed(bytesOf(latin1)) };
}

describe('the one keyboard', () => {
  it('tells a lone ESC as Escape once nothing follows, and sets no other timer', () => {
    const { clock, feed, names } = opened();
    feed('j');
    expect(clock.timers).toBe(0);
    feed('\x1b');
    clock.pass(49);
    expect(names()).toEqual(['j']);
    clock.pass(1);
    expect([names(), clock.timers]).toEqual([['j', 'esc'], 0]);
  });

  it('waits longer for the rest of a sequence, and makes no text of it', () => {
    const { clock, feed, names } = opened();
    feed('\x1b[');
    clock.pass(400);
    feed('1;5');
    clock.pass(400);
    feed('A');
    expect(names()).toEqual(['up']);
  });

  it('reads what came in while it was held up before it says that an ESC was alone', () => {
    const { clock, feed, names } = opened();
    feed('\x1b');
    clock.pass(10_000, () => feed('[A'));
    clock.pass(10_000);
    expect(names()).toEqual(['up']);
  });

  it('reads long input in turns and in order', () => {
    const { clock, feed, names } = opened();
    clock.step = 3;
    const text = Array.from({ length: 20_000 }, (_, index) => 'abcdefghij'[index % 10]).join('');
    feed(text);
    feed('z');
    expect(names().length).toBe(4096);
    let turns = 0;
    while (clock.turn() > 0) turns += 1;
    expect([turns, names().join('')]).toEqual([5, `${text}z`]);
  });

  it('tells the second click at a cell as a double one, in time and in place', () => {
    const { clock, feed, names } = opened();
    const click = '\x1b[<0;5;5M\x1b[<0;5;5m';
    feed(click + click + click);
    clock.pass(401);
    feed(click);
    feed('\x1b[<0;6;5M\x1b[<2;6;5M');
    expect(names().filter((name) => name !== 'release')).toEqual(['click', 'double', 'click', 'click', 'click', 'click']);
  });

  it('tells nothing after it was closed, not even the rest of a read', () => {
    const { clock, feed, names, reader } = opened();
    feed('\x1b');
    reader.close();
    feed('q');
    clock.pass(1_000);
    expect([names(), clock.timers]).toEqual([[], 0]);
  });
});
