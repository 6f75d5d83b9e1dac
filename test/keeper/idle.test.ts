import { describe, expect, it } from 'vitest';
import { fresh } from '../../src/model/reading.ts';
import { inProcess } from './in-process.ts';
import { until } from './until.ts';

const TEN_MINUTES = 600_000;

describe('a keeper that nobody needs', () => {
  it('ends ten minutes after the last front end left, and not a moment before', async () => {
    const { keeper, clock, connect } = await inProcess();
    const link = await connect();
    clock.advance(TEN_MINUTES * 3);
    link.close();
    await until(() => keeper.status().frontEnds.length === 0);
    clock.advance(TEN_MINUTES - 1);
    await (await connect()).request('command/outcome', { token: 'never-seen' });
    expect(keeper.status().frontEnds).toHaveLength(1);
  });

  it('ends when its time is over', async () => {
    const { keeper, clock, lines } = await inProcess();
    clock.advance(TEN_MINUTES);
    expect(await keeper.ending).toBe('the lab is down and nobody is here');
    await keeper.ended;
    expect(lines).toContain('ending: the lab is down and nobody is here');
  });

  it('stays while the lab is up, and counts from the moment it is down', async () => {
    const { keeper, parts, clock } = await inProcess();
    let over = false;
    void keeper.ending.then(() => { over = true; });
    parts.store.set('outer', fresh({ state: 'running' }, 0));
    clock.advance(TEN_MINUTES * 5);
    parts.store.set('outer', fresh({ state: 'off' }, 1));
    clock.advance(TEN_MINUTES - 1);
    await Promise.resolve();
    expect(over).toBe(false);
    clock.advance(1);
    expect(await keeper.ending).toBe('the lab is down and nobody is here');
  });

  it('stays while something runs in it', async () => {
    const done = Promise.withResolvers<void>();
    const { keeper, clock, connect } = await inProcess({
      survives: () => true,
      dispatch: async () => {
        await done.promise;
        return { ok: true, result: null };
      },
    });
    const link = await connect();
    const lost = expect(link.request('command/run', { id: 'up', args: {}, dryRun: false, token: 'token-up' })).rejects.toMatchObject({ kind: 'lost' });
    await until(() => keeper.status().running.length === 1);
    link.close();
    await lost;
    await until(() => keeper.status().frontEnds.length === 0);
    clock.advance(TEN_MINUTES * 2);
    expect(keeper.status().running).toEqual(['up, for ada (pid 1)']);
    done.resolve();
    await until(() => keeper.status().running.length === 0);
    clock.advance(TEN_MINUTES);
    expect(await keeper.ending).toBe('the lab is down and nobody is here');
  });

  it('does not wait for ever for work that does not obey', async () => {
    const { keeper, clock, connect } = await inProcess({ dispatch: () => new Promise(() => undefined) });
    const link = await connect();
    void link.request('command/run', { id: 'up', args: {}, dryRun: false, token: 'token-up' }).catch(() => undefined);
    await until(() => keeper.status().running.length === 1);
    keeper.stop('test');
    let over = false;
    void keeper.ended.then(() => { over = true; });
    await until(() => {
      clock.advance(1000);
      return over;
    });
    expect(await link.closed).toBe('test');
  });
});

describe('what front ends look at', () => {
  it('is told to the probes as one list, and forgotten with them', async () => {
    const told: (readonly string[])[] = [];
    const { connect, keeper } = await inProcess({ shows: (probes) => told.push(probes) });
    const [one, two] = [await connect(), await connect()];
    await one.request('store/show', { probes: ['tc', 'domains'] });
    await two.request('store/show', { probes: ['domains'] });
    await one.request('store/show', { probes: ['domains'] });
    expect(told).toEqual([['domains', 'tc'], ['domains']]);
    one.close();
    two.close();
    await until(() => keeper.status().frontEnds.length === 0);
    expect(told.at(-1)).toEqual([]);
  });
});
