import type { Monitor } from '../client/monitor.ts';
import { CancelledError, TimeoutError } from '../model/errors.ts';

export interface PowerDownOptions {
  /** How long the guest's own shutdown may take, milliseconds. */
  readonly limitMs: number;
  /** Cut the power when it does not go down by itself. Only when the operator said so. */
  readonly force: boolean;
  readonly signal: AbortSignal;
}

/**
 * Ends an outer VM in good order: the power button first, and the monitor's `quit`, which is a power cut, only when it was asked for. QEMU has ended when its
 * monitor has.
 * @throws TimeoutError when the guest does not go down and `force` is not set; CancelledError
 */
export async function powerDown(monitor: Monitor, { limitMs, force, signal }: PowerDownOptions): Promise<'powerdown' | 'quit'> {
  // A paused machine does not see its power button.
  if (!(await monitor.status()).running) await monitor.cont();
  await monitor.systemPowerdown();
  if (await within(monitor.closed, limitMs, signal)) return 'powerdown';
  if (signal.aborted) throw new CancelledError({ what: 'the wait for the shutdown was cancelled; the guest has been asked to go down' });
  if (!force) throw new TimeoutError({ what: `the outer VM did not go down within ${Math.round(limitMs / 1000)} s of its power button`, next: 'labdeck down --force cuts the power' });
  await monitor.quit();
  return 'quit';
}

async function within(done: Promise<unknown>, limitMs: number, signal: AbortSignal): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<false>();
  const giveUp = (): void => resolve(false);
  const timer = setTimeout(giveUp, limitMs);
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    return await Promise.race([done.then(() => true), promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
  }
}
