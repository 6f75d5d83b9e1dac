import { describe, expect, it } from 'vitest';
import { fresh } from '../../src/model/reading.ts';
import { createLabStore } from '../../src/store/lab-store.ts';
import { createReplica } from '../../src/store/replica.ts';
import { follow } from '../../src/wire/follow.ts';
import { inProcess } from '../keeper/in-process.ts';
import { until } from '../keeper/until.ts';
import { EMPTY } from '../store/empty.ts';

const event = (at: number) => [{ at, source: 'keeper' as const, what: 'x' }];

describe('follow', () => {
  it('fills a replica and keeps it equal, whatever happens while it does', async () => {
    const { connect, parts } = await inProcess();
    const replica = createReplica(EMPTY);
    const link = await connect();
    const filled = follow(link, replica);
    for (let at = 1; at <= 50; at++) parts.store.set('events', event(at));
    await filled;
    for (let at = 51; at <= 100; at++) parts.store.set('events', event(at));
    await until(() => replica.version() === parts.store.version());
    expect(replica.get()).toEqual(parts.store.get());
  });

  it('sends only what was missed to a replica of the same run', async () => {
    const { connect, parts } = await inProcess();
    const replica = createReplica(EMPTY);
    const first = await connect();
    await follow(first, replica);
    first.close();
    await first.closed;
    parts.store.set('leases', fresh([], 1));
    const second = await connect();
    const answer = await second.request('store/follow', { epoch: first.welcome.epoch, version: replica.version() });
    expect('changes' in answer && answer.changes.map(({ slot }) => slot)).toContain('leases');
    await follow(second, replica, first.welcome.epoch);
    await until(() => replica.version() === parts.store.version());
    expect(replica.get()).toEqual(parts.store.get());
  });

  it('sends a snapshot to a replica of another run, and to one that missed too much', async () => {
    const { connect, parts } = await inProcess();
    const link = await connect();
    for (let at = 1; at <= 300; at++) parts.store.set('events', event(at));
    const { version } = parts.store.snapshot();
    expect(await link.request('store/follow', { epoch: 'another', version: version - 1 })).toMatchObject({ version });
    expect(await link.request('store/follow', { epoch: link.welcome.epoch, version: 1 })).toMatchObject({ version });
    expect(await link.request('store/follow', { epoch: link.welcome.epoch, version })).toEqual({ changes: [] });
  });

  it('asks again when it sees a gap', async () => {
    const { connect, parts } = await inProcess();
    const link = await connect();
    const replica = createReplica(EMPTY);
    let asked = 0;
    const forgetful = {
      ...link,
      request: ((method, params, signal) => {
        asked += 1;
        return link.request(method, params, signal);
      }) satisfies typeof link.request as typeof link.request,
      on: ((notice, heard) => link.on(notice, (params) => {
        // One change is lost on the way.
        if (notice === 'store/change' && (params as { version: number }).version === lost) return;
        heard(params);
      })) satisfies typeof link.on as typeof link.on,
    };
    await follow(forgetful, replica);
    const lost = parts.store.version() + 1;
    parts.store.set('events', event(1));
    parts.store.set('leases', fresh([], 1));
    await until(() => replica.version() === parts.store.version());
    expect(replica.get()).toEqual(parts.store.get());
    expect(asked).toBe(2);
  });

  it('gives a snapshot, once, to a front end that falls behind what is remembered', async () => {
    const store = createLabStore(EMPTY, 10);
    const { connect } = await inProcess({ store });
    const link = await connect();
    const replica = createReplica(EMPTY);
    await follow(link, replica);
    const snapshots: number[] = [];
    link.on('store/snapshot', (snapshot) => {
      snapshots.push(snapshot.version);
      replica.reset(snapshot);
    });
    for (let at = 1; at <= 500; at++) store.set('events', event(at));
    await until(() => replica.version() === store.version());
    expect(snapshots).toEqual([store.version()]);
    expect(replica.get()).toEqual(store.get());
  });
});
