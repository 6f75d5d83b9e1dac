import type { LabStore } from '../store/lab-store.ts';
import type { FrontEnd } from '../store/state.ts';
import type { Hello } from '../wire/protocol.ts';

/** Who is attached, and what they look at. */
export interface FrontEnds {
  join(hello: Hello, now: number): FrontEnd;
  leave(id: number): void;
  show(id: number, probes: readonly string[]): void;
  count(): number;
}

/** @param shows told the union of what is looked at, whenever it changes */
export function createFrontEnds(store: LabStore, shows: (probes: readonly string[]) => void): FrontEnds {
  const present = new Map<number, FrontEnd>();
  const looks = new Map<number, readonly string[]>();
  let lastId = 0;
  let told = '';

  function publish(): void {
    store.update('keeper', (keeper) => ({ ...keeper, frontEnds: [...present.values()] }));
    const all = [...new Set([...looks.values()].flat())].toSorted();
    if (all.join('\n') === told) return;
    told = all.join('\n');
    shows(all);
  }

  return {
    join: ({ pid, user, tty, readonly }, now) => {
      lastId += 1;
      const frontEnd = { id: lastId, pid, user, tty, since: now, ...(readonly === true ? { readonly } : {}) };
      present.set(lastId, frontEnd);
      publish();
      return frontEnd;
    },
    leave: (id) => {
      present.delete(id);
      looks.delete(id);
      publish();
    },
    show: (id, probes) => {
      looks.set(id, probes);
      publish();
    },
    count: () => present.size,
  };
}

/** Who asked for something, for the command log. */
export function byLine({ user, tty, pid }: FrontEnd): string {
  return `${user}${tty === '' ? '' : ` on ${tty}`} (pid ${pid})`;
}
