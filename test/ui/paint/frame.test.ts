import { beforeEach, describe, expect, test } from 'vitest';
import { createFrames, type Frames } from '../../../src/ui/paint/frame.ts';
import { TurnedClock } from '../../probe/turned-clock.ts';

let clock: TurnedClock;
let frames: Frames;
let painted: number;
let written: string[];
let next: string;
/** What the terminal has not taken yet. */
let taking: (() => void)[];
let slow: boolean;

beforeEach(async () => {
  clock = new TurnedClock();
  [painted, written, taking, slow, next] = [0, [], [], false, ''];
  const write = (frame: string, taken: () => void): void => {
    written.push(frame);
    if (slow) taking.push(taken);
    else taken();
  };
  frames = createFrames({ paint: () => (painted++, next), write, clock });
  next = 'first';
  frames.invalidate();
  await clock.pass(0);
});

describe('a frame', () => {
  test('is painted at once when none was for a while, and not again by itself', async () => {
    expect([painted, written, clock.waiting]).toEqual([1, ['first'], 0]);
    await clock.pass(10_000);
    expect([painted, clock.waiting]).toEqual([1, 0]);
  });

  test('comes at most every 33 ms, whatever happens in between', async () => {
    for (let at = 0; at < 32; at++) {
      frames.invalidate();
      await clock.pass(1);
    }
    expect([painted, clock.waiting]).toEqual([1, 1]);
    await clock.pass(1);
    expect(painted).toBe(2);
  });

  test('of a key comes in the same turn, though one was planned for later', async () => {
    frames.invalidate();
    frames.urgent();
    frames.invalidate();
    await clock.pass(0);
    expect([painted, clock.waiting]).toEqual([2, 0]);
  });

  test('of a key has what microtasks of the key changed', async () => {
    frames.urgent();
    frames.invalidate();
    next = 'before';
    queueMicrotask(() => void (next = 'after'));
    await clock.pass(0);
    expect(written).toEqual(['first', 'after']);
  });

  test('without a change writes nothing', async () => {
    next = '';
    await clock.pass(40);
    frames.invalidate();
    await clock.pass(0);
    expect([painted, written]).toEqual([2, ['first']]);
  });

  test('waits until a slow terminal took the one before; then comes the newest alone', async () => {
    slow = true;
    await clock.pass(40);
    next = 'second';
    frames.invalidate();
    await clock.pass(40);
    for (const name of ['third', 'fourth']) {
      next = name;
      frames.urgent();
      frames.invalidate();
      await clock.pass(40);
    }
    expect(written).toEqual(['first', 'second']);
    taking.shift()?.();
    await clock.pass(0);
    expect(written).toEqual(['first', 'second', 'fourth']);
  });

  test('is not painted while the terminal is somebody else\'s, and comes afterwards', async () => {
    frames.invalidate();
    frames.pause();
    await clock.pass(40);
    frames.invalidate();
    await clock.pass(40);
    expect([painted, clock.waiting]).toEqual([1, 0]);
    frames.resume();
    await clock.pass(0);
    expect(painted).toBe(2);
  });

  test('is not held up by a clock that is set back', async () => {
    await clock.pass(-3_600_000);
    frames.invalidate();
    await clock.pass(33);
    expect(painted).toBe(2);
  });
});
