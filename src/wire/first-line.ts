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
export async function readPurpose(duplex: Duplex): Promise<Purpose | undefined> {
  const line = await readFirstLine(duplex);
  if (line === undefined) return undefined;
  const purpose = purposeOf(line);
  if (purpose.kind === 'rpc') duplex.unshift(line);
  if (purpose.kind === 'stream') duplex.unshift(line.subarray(line.indexOf('\n') + 1));
  return purpose;
}

function purposeOf(bytes: Buffer): Purpose {
  const end = bytes.indexOf('\n');
  const line = bytes.toString('latin1', 0, end === -1 ? LONGEST : end);
  if (line.startsWith('Content-')) return { kind: 'rpc' };
  return line.startsWith(STREAM) && end !== -1 ? { kind: 'stream', ticket: line.slice(STREAM.length) } : { kind: 'stranger', said: line };
}

/** Bytes up to at least the first line feed, or as many as a first line may have. */
function readFirstLine(duplex: Duplex): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    let bytes = Buffer.alloc(0);
    const settle = (value: Buffer | undefined): void => {
      duplex.off('readable', onReadable).off('end', onGone).off('close', onGone);
      resolve(value);
    };
    const onGone = (): void => settle(undefined);
    const onReadable = (): void => {
      for (let chunk: Buffer | null; (chunk = duplex.read() as Buffer | null) !== null; ) bytes = Buffer.concat([bytes, chunk]);
      if (bytes.includes('\n') || bytes.length >= LONGEST) settle(bytes);
    };
    duplex.on('readable', onReadable).on('end', onGone).on('close', onGone);
  });
}
