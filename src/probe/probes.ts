import { MAX_EVENTS } from './limits.ts';
import type { LabStore } from '../store/lab-store.ts';
import type { Transport } from '../transport/transport.ts';
import type { Clock } from './clock.ts';
import { deriveLayers, LAYER_READS, outerIsOff, type WaysIn } from './layers.ts';
import { Listener } from './listener.ts';
import { type OutsideReads, probesOf } from './readers.ts';
import { ProbeScheduler, type RefreshLimits } from './scheduler.ts';
import { EVENT_SOURCES, type News } from './sources.ts';
import { toolsOn } from './tools.ts';

export interface ProbesOptions {
  readonly store: LabStore;
  readonly clock: Clock;
  /** The way into the outer VM that probes use. */
  readonly outer: Transport;
  readonly outside: OutsideReads;
  /** Processes that stay (two virsh, six event streams): only where the transport has lanes for them. */
  readonly hold: boolean;
  /** What serial line and channels say of themselves. */
  readonly ways?: () => WaysIn;
}

/** All that is read of a lab, and the only polling timers of the keeper. */
export interface Probes {
  /** What all front ends together look at. */
  readonly show: (names: readonly string[]) => void;
  /** @throws UsageError, TimeoutError, CancelledError; see {@link ProbeScheduler.refresh} */
  readonly refresh: (names: readonly string[], limits: RefreshLimits) => Promise<void>;
  readonly wake: (names: readonly string[]) => void;
  readonly close: () => void;
}

/** Names that are no slot of one probe but rest on several. */
const MADE_FROM: Readonly<Record<string, readonly string[]>> = { layers: LAYER_READS, wanted: [], nodes: ['domains', 'bridges', 'tc', 'leases'] };

export function createProbes({ store, clock, outer, outside, hold, ways = () => ({}) }: ProbesOptions): Probes {
  const tools = toolsOn(outer, { hold });
  const scheduler = new ProbeScheduler(probesOf(tools, outside, store.get), store, clock);
  const tell = ({ wakes, event }: News): void => {
    scheduler.wake(wakes);
    if (event !== undefined) store.update('events', (events) => [...events, { ...event, at: event.at ?? clock.now() }].slice(-MAX_EVENTS));
  };
  const listeners = hold ? EVENT_SOURCES.map((source) => ({ source, listener: new Listener(source, outer, clock, tell) })) : [];
  let shown: readonly string[] = [];

  const listen = (): void => {
    const off = outerIsOff(store.get()) || store.get().outer.state === 'unknown';
    for (const { source, listener } of listeners) listener.want(!off && source.feeds.some((slot) => shown.includes(slot)));
  };
  let wasOff = true;
  const forget = store.subscribe(({ slot }) => {
    if (slot === 'outer') {
      listen();
      const off = outerIsOff(store.get());
      // It has come up: what has failed so far need not wait for the end of its pause.
      if (wasOff && !off) scheduler.wake(shown);
      wasOff = off;
    }
    if (RESTS_ON.has(slot)) store.set('layers', deriveLayers(store.get(), ways(), clock.now()));
  });

  return {
    show: (names) => {
      shown = [...new Set(names.flatMap((name) => MADE_FROM[name] ?? [name]))];
      scheduler.show(shown);
      listen();
    },
    refresh: (names, limits) => scheduler.refresh([...new Set(names.flatMap((name) => MADE_FROM[name] ?? [name]))], limits),
    wake: (names) => scheduler.wake(names),
    close: () => {
      forget();
      scheduler.close();
      for (const { listener } of listeners) listener.want(false);
      tools.close();
    },
  };
}

const RESTS_ON: ReadonlySet<string> = new Set(LAYER_READS);
