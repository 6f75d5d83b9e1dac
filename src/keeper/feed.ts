import type { LabStore } from '../store/lab-store.ts';
import type { Params, Result, Rpc } from '../wire/rpc.ts';

/** Store changes for one front end. */
export interface Feed {
  follow(since: Params<'store/follow'>): Result<'store/follow'>;
  stop(): void;
}

/**
 * Sends each change when the one before it has left: what a slow front end did not take waits in the store's ring, once for all,
 * and who falls behind the ring gets a snapshot instead. So a stopped front end costs no memory.
 */
export function createFeed(rpc: Rpc, store: LabStore, epoch: string): Feed {
  let sent = 0;
  let pumping = false;
  let unsubscribe: (() => void) | undefined;

  async function pump(): Promise<void> {
    if (pumping) return;
    pumping = true;
    while (unsubscribe !== undefined && sent < store.version()) await sendNext();
    pumping = false;
  }

  async function sendNext(): Promise<void> {
    const [change] = store.changesSince(sent) ?? [];
    if (change === undefined) {
      const snapshot = store.snapshot();
      sent = snapshot.version;
      return rpc.notify('store/snapshot', snapshot);
    }
    sent = change.version;
    return rpc.notify('store/change', change);
  }

  /** A connection that broke ends the feed; that it broke is seen and logged where it is served. */
  const stop = (): void => {
    unsubscribe?.();
    unsubscribe = undefined;
  };
  const wake = (): void => void pump().catch(stop);

  function follow({ epoch: known, version }: Params<'store/follow'>): Result<'store/follow'> {
    sent = store.version();
    unsubscribe ??= store.subscribe(wake);
    const missed = version === undefined || known !== epoch ? undefined : store.changesSince(version);
    return missed === undefined ? store.snapshot() : { changes: missed };
  }

  return { follow, stop };
}
