import type { Foreign } from '../lab/attach/foreign.ts';
import type { WaysIn } from '../probe/layers.ts';
import type { OuterSide } from './outer-side.ts';

type Way = NonNullable<WaysIn['channels']>;

/** What the keeper knows of the ways into the VM at hand, without asking anybody. */
export function waysIn({ channel, foreign, serial, isForeign }: OuterSide): WaysIn {
  const people = serial.people === 0 ? 'nobody is on it' : `${serial.people} on it`;
  if (isForeign()) return foreignWays(foreign.served, people);
  // QEMU itself captures the line of a VM that labdeck started.
  return { channels: lanes(channel.lanesUp), serial: { state: 'up', says: `captured; ${people}` } };
}

/** One that an earlier keeper attached to is taken over at the first command. */
function foreignWays(served: Foreign | undefined, people: string): WaysIn {
  if (served === undefined) return {};
  return {
    channels: served.channel === undefined ? { state: 'absent', says: served.why ?? 'none was plugged in' } : lanes(served.channel.lanesUp),
    serial: served.shell === undefined ? { state: 'absent', says: 'no serial socket was named' } : { state: 'up', says: people },
  };
}

function lanes(up: number): Way {
  return up > 0 ? { state: 'up', says: `${up} lane${up === 1 ? '' : 's'} answer` } : { state: 'down', says: 'no shell answers' };
}
