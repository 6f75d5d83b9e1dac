import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LostError, RefusedError } from '../../src/model/errors.ts';
import { fresh } from '../../src/model/reading.ts';
import { createReplica, type Replica } from '../../src/store/replica.ts';
import { WALL_CLOCK } from '../../src/model/clock.ts';
import { connectOrStart } from '../../src/wire/connect.ts';
import type { Link } from '../../src/wire/link.ts';
import { type Connection, Stay } from '../../src/wire/stay.ts';
import { handClock, inProcess } from '../keeper/in-process.ts';
import { makeSandbox } from '../keeper/sandbox.ts';
import { until } from '../keeper/until.ts';
import { EMPTY } from '../store/empty.ts';

/** A front end that stays with whatever `connect` gives, on a clock that the test turns. */
function front(connect: (says: (line: string) => void) => Promise<Link>) {
  const clock = handClock();
  const told: Connection[] = [];
  const replica: Replica = createReplica(EMPTY);
  const stay = new Stay({ connect, replica, clock, told: (connection) => told.push(connection) });
  onTestFinished(() => stay.close());
  return { stay, replica, clock, told, states: () => told.map(({ state }) => state) };
}

describe('a front end that stays', () => {
  it('fills its replica, follows, and says what it shows', async () => {
    const { connect, parts, lines } = await inProcess();
    const { stay, replica, states } = front(connect);
    stay.show(['domains', 'rates']);
    await until(() => stay.connection.state === 'up');
    expect(states()).toEqual(['up']);
    expect(lines).toContain('shows: domains rates');
    parts.store.set('leases', fresh([], 1));
    await until(() => replica.get().leases.state === 'fresh');
    stay.show(['leases']);
    await until(() => lines.includes('shows: leases'));
  });

  it('passes on what takes time while it connects', async () => {
    const { connect } = await inProcess();
    const { stay, told } = front(async (says) => (says('starting the keeper of test'), connect()));
    await until(() => stay.connection.state === 'up');
    expect(told[0]).toMatchObject({ state: 'connecting', says: 'starting the keeper of test' });
  });

  it('comes back to the same keeper, and only what it missed travels', async () => {
    const { connect, parts, lines } = await inProcess();
    const links: Link[] = [];
    const answers: string[][] = [];
    const { stay, replica, clock } = front(async () => {
      const link = await connect();
      links.push(link);
      const request = (async (method, params, signal) => {
        const answer = await link.request(method, params, signal);
        if (method === 'store/follow') answers.push(Object.keys(answer as object));
        return answer;
      }) satisfies Link['request'] as Link['request'];
      return { ...link, request };
    });
    stay.show(['units']);
    await until(() => stay.connection.state === 'up');
    links[0]?.close();
    await until(() => stay.connection.state === 'lost');
    await until(() => lines.includes('shows: '));
    parts.store.set('leases', fresh([], 1));
    clock.advance(50);
    await until(() => stay.connection.state === 'up');
    await until(() => replica.version() === parts.store.version());
    expect(answers).toEqual([['version', 'state'], ['changes']]);
    expect(replica.get()).toEqual(parts.store.get());
    expect(lines.filter((line) => line === 'shows: units')).toHaveLength(2);
  });

  it('says why the keeper went, tries again by itself, later each time, and keeps what it last saw', async () => {
    const [first, second] = [await inProcess(), await inProcess()];
    first.parts.store.set('leases', fresh([], 1));
    let open: () => Promise<Link> = first.connect;
    const { stay, replica, clock } = front(() => open());
    await until(() => stay.connection.state === 'up');
    open = () => Promise.reject(new RefusedError({ what: 'nobody is here', next: 'wait' }));
    first.keeper.stop('replaced by labdeck 2.0.0');
    await until(() => stay.connection.state === 'lost');
    expect(stay.connection).toMatchObject({ why: 'replaced by labdeck 2.0.0', since: 0, retryAt: 50 });
    clock.advance(50);
    await until(() => stay.connection.state === 'lost' && stay.connection.why === 'nobody is here');
    expect(stay.connection).toMatchObject({ since: 0, next: 'wait', retryAt: 150 });
    expect(replica.get().leases).toEqual(fresh([], 1));
    open = second.connect;
    clock.advance(100);
    await until(() => stay.connection.state === 'up');
    // The new keeper has not read yet: what the one before had read is still there, with its age.
    expect(replica.get().leases).toEqual(fresh([], 1));
    second.parts.store.set('leases', fresh([], 7));
    await until(() => replica.get().leases.state === 'fresh' && replica.version() === second.parts.store.version());
    expect(replica.get().leases).toEqual(fresh([], 7));
  });

  it('never waits longer than five seconds, and begins anew after a link that lasted', async () => {
    const { connect } = await inProcess();
    let open: () => Promise<Link> = () => Promise.reject(new Error('no'));
    const { stay, clock, states } = front(() => open());
    const waits: number[] = [];
    for (let count = 1; count <= 9; count++) {
      await until(() => states().filter((state) => state === 'lost').length === count);
      if (stay.connection.state !== 'lost') throw new Error('not lost');
      waits.push(stay.connection.retryAt - clock.now());
      if (count === 9) open = connect;
      clock.advance(waits.at(-1) ?? 0);
    }
    expect(waits).toEqual([50, 100, 200, 400, 800, 1600, 3200, 5000, 5000]);
    await until(() => stay.connection.state === 'up');
    clock.advance(11_000);
    stay.link?.close();
    await until(() => stay.connection.state === 'lost');
    expect(stay.connection.state === 'lost' && stay.connection.retryAt - clock.now()).toBe(50);
  });

  it('says that a keeper does not answer, and that it does again', async () => {
    const { connect } = await inProcess();
    const answer = Promise.withResolvers<void>();
    let asked = 0;
    const { stay, clock, states } = front(async () => {
      const link = await connect();
      const request = (async (method, params, signal) => {
        if (method === 'keeper/status' && asked++ === 0) await answer.promise;
        return link.request(method, params, signal);
      }) satisfies Link['request'] as Link['request'];
      return { ...link, request };
    });
    await until(() => stay.connection.state === 'up');
    clock.advance(2_000);
    await until(() => asked === 1);
    clock.advance(3_000);
    expect(stay.connection).toMatchObject({ state: 'silent', since: 2_000, why: expect.stringMatching(/^keeper \d+ is there and does not answer$/) as string });
    answer.resolve();
    await until(() => stay.connection.state === 'up');
    expect(states()).toEqual(['up', 'silent', 'up']);
  });

  it('sends no command while nobody is there', async () => {
    const { stay } = front(() => Promise.reject(new LostError({ what: 'the keeper did not start' })));
    await until(() => stay.connection.state === 'lost');
    const sent = stay.run({ id: 'do.count', args: {}, dryRun: false }, { mutates: true });
    await expect(sent).rejects.toThrow('no keeper is there to run do.count: it was not sent');
  });

  it('runs commands, with their progress', async () => {
    const { connect } = await inProcess();
    const { stay } = front(connect);
    await until(() => stay.connection.state === 'up');
    const steps: string[] = [];
    const answer = await stay.run({ id: 'do.progress', args: {}, dryRun: false }, { mutates: true, progress: ({ step }) => steps.push(step) });
    expect(answer).toEqual({ ok: true, result: 'both' });
    expect(steps).toEqual(['one', 'two']);
  });

  it('does not wait for ever for a keeper that ignores a cancellation', async () => {
    const { connect } = await inProcess({ dispatch: () => new Promise(() => undefined) });
    const { stay, clock } = front(connect);
    await until(() => stay.connection.state === 'up');
    const cancel = new AbortController();
    const answer = stay.run({ id: 'look.slow', args: {}, dryRun: false }, { mutates: false, signal: cancel.signal });
    cancel.abort();
    clock.advance(3_000);
    await expect(answer).rejects.toThrow('the keeper has not said what came of it');
  });
});

describe('a real keeper that is killed', () => {
  it('is replaced, asked what came of the command it died over, and followed', async () => {
    const box = makeSandbox();
    onTestFinished(box.end);
    const told: Connection[] = [];
    const replica = createReplica(EMPTY);
    const stay = new Stay({ connect: () => connectOrStart(box.options()), replica, clock: WALL_CLOCK, told: (connection) => told.push(connection) });
    onTestFinished(() => stay.close());
    await until(() => stay.connection.state === 'up');
    const [first] = told;
    const file = join(box.dir, 'ran');
    writeFileSync(file, '');
    const died = stay.run({ id: 'do.die', args: { file }, dryRun: false }, { mutates: true });
    await expect(died).rejects.toThrow('the keeper died while do.die ran: how far it came is not known');
    expect(told.map(({ state }) => state)).toEqual(['up', 'lost', 'up']);
    expect(told[2]).not.toMatchObject({ keeperPid: first?.state === 'up' ? first.keeperPid : 0 });
    // The link that answered is still there for the next command.
    expect(await stay.run({ id: 'look.echo', args: { a: 1 }, dryRun: false }, { mutates: false })).toEqual({ ok: true, result: { a: 1 } });
    expect(replica.get().keeper.frontEnds).toHaveLength(1);
  }, 30_000);
});
