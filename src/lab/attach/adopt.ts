import { LabdeckError } from '../../model/errors.ts';
import { ChannelTransport } from '../../transport/channel/channel.ts';
import type { JournalContents } from './journal.ts';

/** A shell of ours that is there answers at once; one that is not will not come. */
const ADOPT_MS = 3_000;

/**
 * The channel that an earlier keeper left in place, if all of it is there and answers; undefined otherwise. Nothing is changed in the VM.
 * @param contents the earlier keeper's journal
 */
export async function adoptChannel(machine: string, contents: JournalContents): Promise<ChannelTransport | undefined> {
  const sockets = contents.steps.flatMap((step) => (step.step === 'chardev' ? [step.socket] : []));
  const lanes = contents.steps.flatMap((step) => (step.step === 'guest' ? step.lanes : []));
  if (lanes.length === 0 || lanes.length * 2 !== sockets.length) return undefined;
  const channel = new ChannelTransport({ machine, sockets });
  try {
    await channel.ready(ADOPT_MS);
    return channel;
  } catch (error) {
    await channel.close();
    if (error instanceof LabdeckError && error.kind === 'lost') return undefined;
    throw error;
  }
}
