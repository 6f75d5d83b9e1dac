import { MAX_EVENTS } from './limits.ts';
import type { LabStore } from '../store/lab-store.ts';
import { Bundle } from '../transport/bundle/bundle.ts';
import type { Transport } from '../transport/transport.ts';
import type { Clock } from '../model/clock.ts';
import { deriveLayers, LAYER_READS, outerIsOff, type WaysIn } from './layers.ts';
import { Listeners } from './listener.ts';
import { type OutsideReads, probesOf } from './readers.ts';
import { ProbeScheduler, type RefreshLimits } from './scheduler.ts';
import { eventSources, type News } from './sources.ts';
import { toolsOn } from './tools.ts';

export interface ProbesOptions {
  readonly store: LabStore;
  readonly clock: Clock;
  /** The way into the outer VM that probes use. */
  readonly outer: Transport;
  readonly outside: OutsideReads;
  /**
   * Clients that stay and event streams, all of them in one lane of the transport ({@link Bundle}). Not over a transport that does one thing at a
   * time: there each reading is a process, and nothing pushes. Default: whether the transport is none of that kind.
   */
  readonly hold?: boolean;
  /** What serial line and channels say of themselves. */
  readonly ways?: () => WaysIn;
  /** Units beside the usual ones that this lab rests on. */
  readonly units?: readonly string[];
}

/** All that is read of a lab, and the only polling timers of the keeper. */
export interface Probes {
  /** What all front ends together look at. */
  readonly show: (names: readonly string[]) => void;
  /** @throws UsageError, TimeoutError, CancelledError; see {@link ProbeScheduler.refresh} */
  readonly refresh: (names: readonly string[], limits: RefreshLimits) => Promise<void>;
  readonly wake: (names: readonly string[]) => void;
  /** Everything inside the outer VM is another than what was read. */
  readonly outdate: () => void;
  /** Ends every process that stays inside the outer VM, as before a snapshot is saved; the next reading starts what it needs. */
  readonly rest: () => void;
  readonly close: () => void;
}

/** When nobody looked and nobody asked for this long, what stays inside the outer VM is ended. */
const IDLE_MS = 120_000;

/** Names that are no slot of one probe but rest on several. */
const MADE_FROM: Readonly<Record<string, readonly string[]>> = { layers: LAYER_READS, wanted: [], nodes: ['domains', 'bridges', 'tc', 'leases'] };

export function createProbes({ store, clock, outer, outside, hold = outer.name !== 'serial', ways = () => ({}), units }: ProbesOptions): Probes {
  const way = hold && !(outer instanceof Bundle) ? new Bundle(outer) : outer;
  const tools = toolsOn(way, { hold });
  const scheduler = new ProbeScheduler(probesOf(tools, outside, store.get, { hold, ...(units === undefined ? {} : { units }) }), store, clock);
  const tell = ({ wakes, event }: News): void => {
    scheduler.wake(wakes);
    if (event !== undefined) store.update('events', (events) => [...events, { ...event, at: event.at ?? clock.now() }].slice(-MAX_EVENTS));
  };
  const listeners = new Listeners(hold ? eventSources() : [], way, clock, tell);
  let shown: readonly string[] = [];
  let wasOff = true;

  const outerRead = (): void => {
    const off = store.get().outer.state === 'unknown' || outerIsOff(store.get());
    listeners.follow(off ? [] : shown);
    // It has come up: what has failed so far need not wait for the end of its pause.
    if (wasOff && !off) scheduler.wake(shown);
    wasOff = off;
  };
  const forget = store.subscribe(({ slot }) => {
    if (slot === 'outer') outerRead();
    if (RESTS_ON.has(slot)) store.set('layers', deriveLayers(store.get(), ways(), clock.now()));
  });

  const rest = (): void => {
    listeners.follow([]);
    tools.close();
    if (way instanceof Bundle) void way.close();
  };
  let idle: (() => void) | undefined;
  const used = (): void => {
    idle?.();
    idle = undefined;
    if (shown.length === 0) idle = clock.after(IDLE_MS, rest);
  };

  return {
    show: (names) => {
      // What happens inside is heard only once the outer VM is known to run.
      shown = [...expand(names), ...(names.includes('events') ? ['outer'] : [])];
      scheduler.show(shown);
      outerRead();
      used();
    },
    refresh: async (names, limits) => {
      await scheduler.refresh(expand(names), limits).finally(used);
    },
    wake: (names) => scheduler.wake(names),
    outdate: () => scheduler.outdate(scheduler.names.filter((name) => name !== 'outer')),
    rest,
    close: () => {
      forget();
      idle?.();
      scheduler.close();
      rest();
    },
  };
}

function expand(names: readonly string[]): string[] {
  return [...new Set(names.flatMap((name) => MADE_FROM[name] ?? [name]))];
}

const RESTS_ON: ReadonlySet<string> = new Set(LAYER_READS);
