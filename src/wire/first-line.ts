import type { Duplex } from 'node:stream';

const STREAM = 'labdeck-stream ';
/** `labdeck-stream ` and a ticket, with room to spare. */
const LONGEST = 128;

/** What a new connection wants: to talk JSON-RPC, or to be one of a process's streams. */
export type Purpose = { readonly kind: 'rpc' } | { readonly kind: 'stream'; readonly ticket: string } | { readonly kind: 'stranger'; readonly said: string };

/** The first line of a stream connection. */
export function streamLine(ticket: string): string {
  return `${STREAM}${ticket}\n`;
}

/** Reads as much of a new connection as tells what it wants; what follows is left in it. Undefined when it ended before. */
export function readPurpose(duplex: Duplex): Promise<Purpose | undefined> {
  return new Promise((resolve) => {
    let bytes = Buffer.alloc(0);
    const settle = (value: Purpose | undefined): void => {
      duplex.off('readable', onReadable).off('end', onGone).off('close', onGone);
      resolve(value);
    };
    const onGone = (): void => settle(undefined);
    const onReadable = (): void => {
      for (let chunk: Buffer | null; (chunk = duplex.read() as Buffer | null) !== null; ) bytes = Buffer.concat([bytes, chunk]);
      if (!bytes.includes('\n') && bytes.length < LONGEST) return;
      const { purpose, rest } = cut(bytes);
      // In this very turn: a stream that has ended by the next one takes nothing back.
      if (rest.length > 0) duplex.unshift(rest);
      settle(purpose);
    };
    duplex.on('readable', onReadable).on('end', onGone).on('close', onGone);
  });
}

/** What the bytes mean, and those that come after it. */
function cut(bytes: Buffer): { readonly purpose: Purpose; readonly rest: Buffer } {
  const end = bytes.indexOf('\n');
  const line = bytes.toString('latin1', 0, end === -1 ? LONGEST : end);
  if (line.startsWith('Content-')) return { purpose: { kind: 'rpc' }, rest: bytes };
  if (line.startsWith(STREAM) && end !== -1) return { purpose: { kind: 'stream', ticket: line.slice(STREAM.length) }, rest: bytes.subarray(end + 1) };
  return { purpose: { kind: 'stranger', said: line }, rest: Buffer.alloc(0) };
}
