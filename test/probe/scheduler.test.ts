import { describe, expect, it } from 'vitest';
import { CancelledError, ExitError, TimeoutError, UsageError } from '../../src/model/errors.ts';
import type { Unit } from '../../src/model/link.ts';
import { LONGEST_PAUSE_MS, SETTLE_MS } from '../../src/probe/cycle.ts';
import { ProbeScheduler } from '../../src/probe/scheduler.ts';
import { newStore } from './fake-store.ts';
import { settled, TurnedClock } from './turned-clock.ts';

const EVERY_MS = 10_000;
const LIMITS = { timeoutMs: 5_000 };

/** A probe of units whose reads the test ends by hand. */
function handProbe() {
  const clock = new TurnedClock();
  const store = newStore();
  const reads: { readonly end: (units: readonly Unit[]) => Promise<void>; readonly fail: (error: Error) => Promise<void> }[] = [];
  const read = () => {
    const { promise, resolve, reject } = Promise.withResolvers<readonly Unit[]>();
    const end = (settle: () => void) => (settle(), settled());
    reads.push({ end: (units) => end(() => resolve(units)), fail: (error) => end(() => reject(error)) });
    return promise;
  };
  const scheduler = new ProbeScheduler([{ slot: 'units', everyMs: EVERY_MS, read }], store, clock);
  return { clock, store, reads, scheduler, units: () => store.get().units };
}

const UNIT: Unit = { name: 'libvirtd.service', loadState: 'loaded', activeState: 'active', subState: 'running' };
const exit = () => new ExitError({ what: 'systemctl failed', argv: ['systemctl'], status: 1 });

describe('who looks', () => {
  it('reads at once for whoever begins to look, and then on its slow tick', async () => {
    const { clock, reads, scheduler, units } = handProbe();
    expect(clock.waiting).toBe(0);
    scheduler.show(['units', 'no slot of a probe']);
    await clock.pass(0);
    expect(reads).toHaveLength(1);
    await reads[0]?.end([UNIT]);
    expect(units()).toEqual({ state: 'fresh', value: [UNIT], at: clock.now() });
    await clock.pass(EVERY_MS - 1);
    expect(reads).toHaveLength(1);
    await clock.pass(1);
    expect(reads).toHaveLength(2);
  });

  it('leaves no timer when nobody looks any more', async () => {
    const { clock, reads, scheduler } = handProbe();
    scheduler.show(['units']);
    await clock.pass(0);
    scheduler.show([]);
    await reads[0]?.end([]);
    expect(clock.waiting).toBe(0);
    scheduler.wake(['units']);
    await clock.pass(EVERY_MS * 10);
    expect(reads).toHaveLength(1);
  });

  it('never reads twice at the same time', async () => {
    const { clock, reads, scheduler } = handProbe();
    scheduler.show(['units']);
    await clock.pass(EVERY_MS * 5);
    scheduler.wake(['units']);
    await clock.pass(EVERY_MS * 5);
    expect(reads).toHaveLength(1);
  });
});

describe('readings of a machine that is another now', () => {
  it('are nobody\'s any more: who asks next gets a new one', async () => {
    const { reads, scheduler, units } = handProbe();
    const asked = scheduler.refresh(['units'], LIMITS);
    await settled();
    await reads[0]?.end([UNIT]);
    await asked;
    scheduler.outdate(['units']);
    expect(units()).toEqual({ state: 'unknown' });
  });

  it('stay until the new one is there for whoever looks', async () => {
    const { clock, reads, scheduler, units } = handProbe();
    scheduler.show(['units']);
    await clock.pass(0);
    await reads[0]?.end([UNIT]);
    scheduler.outdate(['units']);
    expect(units()).toMatchObject({ state: 'fresh' });
    await clock.pass(SETTLE_MS);
    expect(reads).toHaveLength(2);
  });
});

describe('events', () => {
  it('wait for the rest of their kind', async () => {
    const { clock, reads, scheduler } = handProbe();
    scheduler.show(['units']);
    await clock.pass(0);
    await reads[0]?.end([]);
    for (let event = 0; event < 20; event += 1) scheduler.wake(['units']);
    await clock.pass(SETTLE_MS - 1);
    expect(reads).toHaveLength(1);
    await clock.pass(1);
    expect(reads).toHaveLength(2);
  });

  it('that come while it reads make it read once more, not at once', async () => {
    const { clock, reads, scheduler } = handProbe();
    scheduler.show(['units']);
    await clock.pass(0);
    scheduler.wake(['units']);
    scheduler.wake(['units']);
    await reads[0]?.end([]);
    expect(reads).toHaveLength(1);
    await clock.pass(SETTLE_MS);
    expect(reads).toHaveLength(2);
    await reads[1]?.end([]);
    await clock.pass(SETTLE_MS * 4);
    expect(reads).toHaveLength(2);
  });
});

describe('failures', () => {
  it('keep the last good value, and its time', async () => {
    const { clock, reads, scheduler, units } = handProbe();
    scheduler.show(['units']);
    await clock.pass(0);
    await reads[0]?.end([UNIT]);
    const good = clock.now();
    await clock.pass(EVERY_MS);
    await reads[1]?.fail(exit());
    expect(units()).toMatchObject({ state: 'failed', at: clock.now(), failure: { kind: 'exit', what: 'systemctl failed' }, last: { value: [UNIT], at: good } });
  });

  it('earn longer and longer pauses, up to a limit, until an event or a success', async () => {
    const { clock, reads, scheduler } = handProbe();
    scheduler.show(['units']);
    await clock.pass(0);
    const pauses: (number | undefined)[] = [];
    for (let turn = 0; turn < 6; turn += 1) {
      await reads.at(-1)?.fail(exit());
      pauses.push(clock.nextIn);
      await clock.pass(clock.nextIn ?? 0);
    }
    expect(pauses).toEqual([2 * EVERY_MS, 4 * EVERY_MS, 8 * EVERY_MS, LONGEST_PAUSE_MS, LONGEST_PAUSE_MS, LONGEST_PAUSE_MS]);
    await reads.at(-1)?.fail(exit());
    scheduler.wake(['units']);
    expect(clock.nextIn).toBe(SETTLE_MS);
    await clock.pass(SETTLE_MS);
    await reads.at(-1)?.end([]);
    expect(clock.nextIn).toBe(EVERY_MS);
  });
});

describe('refresh', () => {
  it('reads although nobody looks, and leaves no timer', async () => {
    const { clock, reads, scheduler, units } = handProbe();
    const done = scheduler.refresh(['units'], LIMITS);
    await settled();
    await reads[0]?.end([UNIT]);
    await done;
    expect(units()).toMatchObject({ state: 'fresh', value: [UNIT] });
    expect(clock.waiting).toBe(0);
  });

  it('does not count a read that had begun before', async () => {
    const { clock, reads, scheduler } = handProbe();
    scheduler.show(['units']);
    await clock.pass(0);
    let first = false;
    const done = Promise.all([scheduler.refresh(['units'], LIMITS), scheduler.refresh(['units'], LIMITS)]).then(() => (first = true));
    await reads[0]?.end([]);
    expect(first).toBe(false);
    expect(reads).toHaveLength(2);
    await reads[1]?.end([UNIT]);
    await done;
    expect(reads).toHaveLength(2);
  });

  it('counts a read that failed', async () => {
    const { reads, scheduler, units } = handProbe();
    const done = scheduler.refresh(['units'], LIMITS);
    await settled();
    await reads[0]?.fail(exit());
    await done;
    expect(units().state).toBe('failed');
  });

  it('ends at its limit, or when it is taken back', async () => {
    const { clock, scheduler } = handProbe();
    const late = scheduler.refresh(['units'], LIMITS);
    const caught = expect(late).rejects.toThrow(TimeoutError);
    await clock.pass(LIMITS.timeoutMs);
    await caught;
    const controller = new AbortController();
    const taken = expect(scheduler.refresh(['units'], { ...LIMITS, signal: controller.signal })).rejects.toThrow(CancelledError);
    controller.abort();
    await taken;
  });

  it('names what it does not know', async () => {
    const { scheduler } = handProbe();
    await expect(scheduler.refresh(['unit'], LIMITS)).rejects.toThrow(UsageError);
    await expect(scheduler.refresh(['unit'], LIMITS)).rejects.toThrow(/did you mean "units"/);
  });

  it('reads what others need first', async () => {
    const order: string[] = [];
    const store = newStore();
    const outer = async () => (order.push('outer'), await settled(), order.push('outer read'), { state: 'running' as const });
    const links = async () => (order.push('links'), await Promise.resolve([]));
    const scheduler = new ProbeScheduler([{ slot: 'links', everyMs: 1, needs: 'outer', read: links }, { slot: 'outer', everyMs: 1, read: outer }], store, new TurnedClock());
    await scheduler.refresh(['links'], LIMITS);
    expect(order).toEqual(['outer', 'outer read', 'links']);
  });
});
