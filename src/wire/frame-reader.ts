import type { Duplex } from 'node:stream';
import { AbstractMessageReader, type DataCallback, Disposable, type Message } from 'vscode-jsonrpc/node';

/** A header is `Content-Length: N` and at most one other line. */
const HEADER_BYTES = 256;
/** The longest message that is taken: what asks for more is no front end of ours. */
const BODY_BYTES = 512 * 1024 * 1024;
const HEADER_END = '\r\n\r\n';

/** Comes after the last message of a connection, so that nothing that was said before the end is lost. */
export const END = 'wire/end';

/**
 * Cuts a stream into JSON-RPC messages. Differs from the library's own reader in three ways: what is no frame is an error at
 * once, however long it gets; a message is handed on before the next event; and the end of the stream is a message itself.
 */
export class FrameReader extends AbstractMessageReader {
  private readonly duplex: Duplex;
  private chunks: Buffer[] = [];
  private bytes = 0;
  private bodyBytes: number | undefined;
  private broken = false;

  constructor(duplex: Duplex) {
    super();
    this.duplex = duplex;
  }

  override listen(callback: DataCallback): Disposable {
    const onData = (chunk: Buffer): void => this.take(chunk, callback);
    const onError = (error: Error): void => this.fireError(error);
    this.duplex.on('data', onData).on('error', onError);
    const onClose = (): void => callback({ jsonrpc: '2.0', method: END, params: {} } as Message);
    if (this.duplex.closed) queueMicrotask(onClose);
    else this.duplex.once('close', onClose);
    return Disposable.create(() => this.duplex.off('data', onData));
  }

  private take(chunk: Buffer, callback: DataCallback): void {
    if (this.broken) return;
    this.chunks.push(chunk);
    this.bytes += chunk.length;
    try {
      for (let message = this.next(); message !== undefined; message = this.next()) callback(message);
    } catch (error) {
      this.broken = true;
      this.chunks = [];
      this.fireError(error);
    }
  }

  private next(): Message | undefined {
    this.bodyBytes ??= this.readHeader();
    if (this.bodyBytes === undefined || this.bytes < this.bodyBytes) return undefined;
    const body = this.cut(this.bodyBytes);
    this.bodyBytes = undefined;
    return JSON.parse(body.toString('utf8')) as Message;
  }

  private readHeader(): number | undefined {
    if (this.bytes === 0) return undefined;
    const start = this.joined();
    const end = start.indexOf(HEADER_END);
    if (end > HEADER_BYTES || (end === -1 && this.bytes > HEADER_BYTES)) throw new Error(`no header in ${JSON.stringify(start.toString('latin1', 0, 40))}`);
    if (end === -1) return undefined;
    return lengthIn(this.cut(end + HEADER_END.length).toString('latin1'));
  }

  private joined(): Buffer {
    if (this.chunks.length > 1) this.chunks = [Buffer.concat(this.chunks)];
    return this.chunks[0] ?? Buffer.alloc(0);
  }

  private cut(length: number): Buffer {
    const all = this.joined();
    this.chunks = length < all.length ? [all.subarray(length)] : [];
    this.bytes -= length;
    return all.subarray(0, length);
  }
}

function lengthIn(header: string): number {
  const match = /^Content-Length: *(\d{1,12})\r$/im.exec(header);
  const length = Number(match?.[1] ?? Number.NaN);
  if (Number.isNaN(length)) throw new Error(`no Content-Length in the header ${JSON.stringify(header)}`);
  if (length > BODY_BYTES) throw new Error(`a message of ${length} bytes is too long`);
  return length;
}
