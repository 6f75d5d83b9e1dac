import { describe, expect, it } from 'vitest';
import { fresh } from '../../src/model/reading.ts';
import type { Change } from '../../src/store/change.ts';
import { createLabStore, type LabStore } from '../../src/store/lab-store.ts';
import { createReplica } from '../../src/store/replica.ts';
import { EMPTY } from './empty.ts';

const event = (at: number) => [{ at, source: 'keeper' as const, what: 'x' }];

function eventful(count: number, remembered?: number): LabStore {
  const store = createLabStore(EMPTY, remembered);
  for (let at = 1; at <= count; at++) store.set('events', event(at));
  return store;
}

describe('createLabStore', () => {
  it('counts and tells a change, and nothing when the data is equal', () => {
    const store = createLabStore(EMPTY);
    const told: Change[] = [];
    const stop = store.subscribe((change) => told.push(change));
    expect(store.set('events', event(1))).toBe(true);
    expect(store.set('events', structuredClone(event(1)))).toBe(false);
    expect(store.update('events', (events) => [...events])).toBe(false);
    expect(told).toEqual([{ version: 1, slot: 'events', value: event(1) }]);
    stop();
    store.set('events', event(2));
    expect(told).toHaveLength(1);
    expect(store.version()).toBe(2);
  });

  it('has a change in the store before anybody is told of it', () => {
    const store = createLabStore(EMPTY);
    store.subscribe(({ version }) => expect([version, store.version(), store.get().events]).toEqual([1, 1, event(1)]));
    expect(store.set('events', event(1))).toBe(true);
  });

  it('keeps the identity of what stays the same inside a change', () => {
    const store = createLabStore(EMPTY);
    store.set('leases', fresh([{ mac: 'a', ip: '1', source: 'dhcp' }, { mac: 'b', ip: '2', source: 'dhcp' }], 1));
    const before = store.get();
    store.set('leases', fresh([{ mac: 'a', ip: '1', source: 'dhcp' }, { mac: 'b', ip: '3', source: 'dhcp' }], 2));
    const after = store.get();
    expect(after.units).toBe(before.units);
    if (before.leases.state !== 'fresh' || after.leases.state !== 'fresh') throw new Error('not read');
    expect(after.leases.value[0]).toBe(before.leases.value[0]);
    expect(after.leases.value[1]?.ip).toBe('3');
  });

  it('hands out what was missed, and nothing when it no longer has all of it', () => {
    const store = eventful(5, 3);
    expect(store.changesSince(5)).toEqual([]);
    expect(store.changesSince(2)?.map(({ version }) => version)).toEqual([3, 4, 5]);
    expect(store.changesSince(1)).toBeUndefined();
    expect(store.changesSince(6)).toBeUndefined();
  });
});

describe('createReplica', () => {
  it('follows changes in order and ends up equal', () => {
    const store = createLabStore(EMPTY);
    const replica = createReplica(EMPTY);
    replica.reset(JSON.parse(JSON.stringify(store.snapshot())) as ReturnType<LabStore['snapshot']>);
    store.subscribe((change) => expect(replica.apply(JSON.parse(JSON.stringify(change)) as Change)).toBe('applied'));
    for (let at = 1; at <= 300; at++) store.set(at % 2 === 0 ? 'events' : 'acts', at % 2 === 0 ? event(at) : ([] as never));
    store.set('outer', fresh({ state: 'running' }, 3));
    expect(replica.get()).toEqual(store.get());
    expect(replica.version()).toBe(store.version());
  });

  it('refuses a change with a gap before it, and one before any snapshot; knows an old one', () => {
    const replica = createReplica(EMPTY);
    const [first, second, third] = eventful(3).changesSince(0) ?? [];
    if (first === undefined || second === undefined || third === undefined) throw new Error('no changes');
    expect(replica.apply(first)).toBe('gap');
    replica.reset({ version: 1, state: EMPTY });
    expect(replica.apply(third)).toBe('gap');
    expect(replica.get().events).toEqual([]);
    expect(replica.apply(first)).toBe('old');
    expect(replica.apply(second)).toBe('applied');
    expect(replica.apply(third)).toBe('applied');
    expect(replica.get().events).toEqual(event(3));
  });

  it('tells its own listeners only of what is new to it', () => {
    const replica = createReplica(EMPTY);
    let told = 0;
    replica.api.subscribe(() => { told += 1; });
    replica.reset({ version: 9, state: structuredClone(EMPTY) });
    expect(told).toBe(0);
    replica.apply({ version: 10, slot: 'events', value: event(1) });
    replica.apply({ version: 11, slot: 'events', value: event(1) });
    expect(told).toBe(1);
  });
});
