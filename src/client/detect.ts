import type { Duplex } from 'node:stream';
import { LostError, ParseError } from '../model/errors.ts';
import { type Limits, limited } from './limits.ts';

export type MonitorProtocol = 'qmp' | 'hmp';

const GREETINGS: readonly { readonly protocol: MonitorProtocol; readonly begins: string }[] = [
  { protocol: 'qmp', begins: '{' },
  { protocol: 'hmp', begins: 'QEMU ' },
];

/** Tells a monitor's protocol from the first bytes it sends by itself; undefined while they may become either. */
export function protocolOf(first: string): MonitorProtocol | 'neither' | undefined {
  const text = first.trimStart();
  const found = GREETINGS.find(({ begins }) => text.startsWith(begins));
  if (found !== undefined) return found.protocol;
  return GREETINGS.some(({ begins }) => begins.startsWith(text)) ? undefined : 'neither';
}

/**
 * Waits for the greeting and tells the protocol; the bytes are put back into the stream, which is left paused.
 * @throws ParseError for something that is no monitor, LostError, TimeoutError when it says nothing
 */
export function detectProtocol(name: string, stream: Duplex, limits: Limits): Promise<MonitorProtocol> {
  return limited<MonitorProtocol>(`the greeting of ${name}`, limits, ({ resolve, reject }) => {
    let seen = Buffer.alloc(0);
    const done = (): void => {
      stream.off('readable', look).off('error', lost).off('end', ended).off('close', ended);
    };
    const lost = (cause?: Error): void => {
      done();
      reject(new LostError({ what: `${name} closed the connection before it greeted`, detail: cause?.message ?? 'end of stream', ...(cause === undefined ? {} : { cause }) }));
    };
    const ended = (): void => lost();
    const look = (): void => {
      for (let chunk = stream.read() as Buffer | null; chunk !== null; chunk = stream.read() as Buffer | null) seen = Buffer.concat([seen, chunk]);
      const protocol = protocolOf(seen.toString('latin1'));
      if (protocol === undefined) return;
      done();
      stream.unshift(seen);
      if (protocol === 'neither') reject(new ParseError({ what: `${name} is neither a QMP nor a human monitor`, detail: seen.toString('latin1').slice(0, 2000) }));
      else resolve(protocol);
    };
    stream.on('readable', look).on('error', lost).on('end', ended).on('close', ended);
    return done;
  });
}
