import { describe, expect, test } from 'vitest';
import { createAgeClock, nextStepMs, shownAgeMs } from '../../../src/ui/paint/clock.ts';
import { TurnedClock } from '../../probe/turned-clock.ts';

test.each([
  [0, 0, 1000],
  [999, 0, 1],
  [9_400, 9_000, 600],
  [10_000, 10_000, 10_000],
  [59_999, 50_000, 1],
  [61_000, 60_000, 59_000],
  [7_260_500, 7_260_000, 59_500],
  [-500, 0, 1500],
])('an age of %i ms is shown as %i, for %i more', (age, shown, more) => {
  expect([shownAgeMs(0, age), nextStepMs(0, age)]).toEqual([shown, more]);
});

describe('the clock of ages', () => {
  test('wakes at the nearest step of what the last frame showed', async () => {
    const turned = new TurnedClock();
    let steps = 0;
    const ages = createAgeClock(() => steps++, turned);
    ages.begin();
    ages.shows(turned.now() - 30_000);
    ages.shows(turned.now() - 4_400);
    ages.end();
    await turned.pass(599);
    expect(steps).toBe(0);
    await turned.pass(2);
    expect([steps, turned.waiting]).toEqual([1, 0]);
  });

  test('has no timer when no age is shown', () => {
    const turned = new TurnedClock();
    const ages = createAgeClock(() => undefined, turned);
    ages.begin();
    ages.shows(turned.now());
    ages.end();
    expect(turned.waiting).toBe(1);
    ages.begin();
    ages.end();
    expect(turned.waiting).toBe(0);
  });
});
