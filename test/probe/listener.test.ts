import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Listeners } from '../../src/probe/listener.ts';
import type { EventSource, News } from '../../src/probe/sources.ts';
import { Job } from '../../src/transport/job.ts';
import type { Exec, ExecRequest, Transport } from '../../src/transport/transport.ts';
import { settled, TurnedClock } from './turned-clock.ts';

/** A transport whose processes the test speaks for. */
class SpokenFor implements Transport {
  readonly name = 'channel';
  readonly machine = 'outer';
  readonly jobs: Job[] = [];
  readonly killed: Job[] = [];

  spawn(request: ExecRequest): Exec {
    const job = new Job(this.machine, request);
    job.onKill = () => {
      this.killed.push(job);
      job.succeed({ status: 143, signal: 'SIGTERM' });
    };
    this.jobs.push(job);
    return job;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async say(text: string): Promise<void> {
    this.jobs.at(-1)?.stdout.feed(Buffer.from(text));
    await settled();
    await settled();
  }

  async end(): Promise<void> {
    this.jobs.at(-1)?.succeed({ status: 1 });
    for (let turn = 0; turn < 5; turn += 1) await settled();
  }
}

const SOURCE: EventSource = { name: 'tc monitor', argv: ['tc', 'monitor'], feeds: ['tc'], read: (line) => (line.startsWith('qdisc') ? { wakes: ['tc'], event: { source: 'tc', what: line } } : undefined) };

describe('a source of events', () => {
  let way: SpokenFor;
  let clock: TurnedClock;
  let news: News[];
  let listeners: Listeners;

  beforeEach(() => {
    [way, clock, news] = [new SpokenFor(), new TurnedClock(), []];
    listeners = new Listeners([SOURCE], way, clock, (each) => news.push(each));
  });

  afterEach(() => listeners.follow([]));

  it('runs while somebody looks at what it feeds, and no longer', () => {
    listeners.follow(['links']);
    expect(way.jobs).toHaveLength(0);
    listeners.follow(['links', 'tc']);
    listeners.follow(['tc']);
    expect(way.jobs.map(({ request }) => request.argv)).toEqual([['tc', 'monitor']]);
    listeners.follow([]);
    expect(way.killed).toHaveLength(1);
    expect(clock.waiting).toBe(0);
  });

  it('tells what each line means, however the lines are cut', async () => {
    listeners.follow(['tc']);
    await way.say('qdisc netem 1d');
    expect(news).toEqual([]);
    await way.say('e7: dev vnet0\n ref 1\nqdisc htb');
    expect(news.map(({ event }) => event?.what)).toEqual(['qdisc netem 1de7: dev vnet0']);
  });

  it('is started again after it has ended, later each time, and what it would have told is read', async () => {
    listeners.follow(['tc']);
    const pauses: (number | undefined)[] = [];
    for (let turn = 0; turn < 8; turn += 1) {
      await way.end();
      pauses.push(clock.nextIn);
      await clock.pass(clock.nextIn ?? 0);
    }
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    expect(news).toEqual(pauses.map(() => ({ wakes: ['tc'] })));
    expect(way.jobs).toHaveLength(9);
  });

  it('that ran well for a while is not made to wait', async () => {
    listeners.follow(['tc']);
    await way.end();
    await clock.pass(1_000);
    await clock.pass(120_000);
    await way.end();
    expect(clock.nextIn).toBe(1_000);
  });

  it('is not started again when nobody looks any more', async () => {
    listeners.follow(['tc']);
    await way.end();
    listeners.follow([]);
    await clock.pass(100_000);
    expect(way.jobs).toHaveLength(1);
  });

  it('runs while somebody looks at what happens, whatever it feeds', () => {
    listeners.follow(['events']);
    expect(way.jobs).toHaveLength(1);
    listeners.follow(['leases']);
    expect(way.killed).toHaveLength(1);
  });

  it('has what it feeds read once it listens: what happened while it started is not lost', async () => {
    listeners.follow(['tc']);
    await clock.pass(2_999);
    expect(news).toEqual([]);
    await clock.pass(1);
    expect(news).toEqual([{ wakes: ['tc'] }]);
    await clock.pass(60_000);
    expect(news).toHaveLength(1);
  });
});
