import { rmSync } from 'node:fs';
import type { Monitor } from '../../client/monitor.ts';
import { LostError } from '../../model/errors.ts';
import type { Transport } from '../../transport/transport.ts';
import { removeModule, unbindLanes } from './bind.ts';
import type { AttachJournal, AttachStep, Before } from './journal.ts';
import { removeChardev, unplugDevice } from './plug.ts';

/** What an undo needs: the monitor, and the console for what lies in the guest. */
export interface UndoWith {
  readonly monitor: Monitor;
  readonly shell: Transport | undefined;
}

/** How a VM stands after a detach. */
export interface DetachReport {
  /** `info qtree` and `info chardev` are word for word what they were. */
  readonly asFound: boolean;
  /** Lines that differ: `-` was there before, `+` is there now. */
  readonly differences: readonly string[];
}

const GUEST_LIMIT_MS = 20_000;

type Undo<S extends AttachStep['step']> = (step: Extract<AttachStep, { step: S }>, using: UndoWith) => Promise<void>;

const UNDO: { readonly [S in AttachStep['step']]: Undo<S> } = {
  chardev: async ({ id, socket }, { monitor }) => {
    await removeChardev(monitor, id, GUEST_LIMIT_MS);
    rmSync(socket, { force: true });
  },
  device: ({ id }, { monitor }) => unplugDevice(monitor, id, GUEST_LIMIT_MS),
  guest: ({ dir }, { shell }) => unbindLanes(needed(shell), dir),
  module: ({ name }, { shell }) => removeModule(needed(shell), name),
};

/**
 * Undoes what the journal tells, the last first, and closes it. Every undo may be run again: what is gone already is no error.
 * @throws what the first undo that fails throws; the journal then keeps everything
 */
export async function undoAll(journal: AttachJournal, using: UndoWith): Promise<DetachReport> {
  const contents = journal.read();
  if (contents === undefined) return { asFound: true, differences: [] };
  for (const step of contents.steps.toReversed()) await (UNDO[step.step] as Undo<AttachStep['step']>)(step, using);
  const report = compare(contents.before, await look(using.monitor));
  journal.clear();
  return report;
}

/** `info qtree` and `info chardev` now. */
export async function look(monitor: Monitor): Promise<Pick<Before, 'qtree' | 'chardev'>> {
  return { qtree: await monitor.hmp('info qtree'), chardev: await monitor.hmp('info chardev') };
}

function compare(before: Pick<Before, 'qtree' | 'chardev'>, now: Pick<Before, 'qtree' | 'chardev'>): DetachReport {
  const differences = [...difference(before.qtree.split('\n'), now.qtree.split('\n')), ...difference(chardevs(before.chardev), chardevs(now.chardev))];
  return { asFound: differences.length === 0, differences };
}

/**
 * QEMU lists chardevs in the order of a hash table, which changes when the table grows and shrinks; and whether somebody is on a line just now is not a matter of what
 * the VM is.
 */
function chardevs(text: string): string[] {
  return text.replaceAll('filename=disconnected:', 'filename=').split('\n').toSorted();
}

function difference(before: readonly string[], now: readonly string[]): string[] {
  if (before.join('\n') === now.join('\n')) return [];
  const lines = [...beyond(before, now).map((line) => `- ${line}`), ...beyond(now, before).map((line) => `+ ${line}`)];
  return lines.length > 0 ? lines : ['the same lines in another order'];
}

/** What `lines` has more of than `others`. */
function beyond(lines: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}

function needed(shell: Transport | undefined): Transport {
  if (shell !== undefined) return shell;
  throw new LostError({ what: 'what lies in the guest cannot be removed without its serial line', next: 'labdeck attach --detach --serial PATH' });
}
