import type { Duplex } from 'node:stream';
import { type CancellationToken, CancellationTokenSource, createMessageConnection, ErrorCodes, type MessageConnection, ResponseError, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { fromFailure, LostError, toFailure } from '../model/errors.ts';
import type { Failure } from '../model/failure.ts';
import { END, FrameReader } from './frame-reader.ts';
import type { Notifications, Requests } from './protocol.ts';

export type Method = keyof Requests;
export type Params<M extends Method> = Requests[M][0];
export type Result<M extends Method> = Requests[M][1];
export type Notice = keyof Notifications;

/** One end of a connection: JSON-RPC 2.0, each message behind a Content-Length header, over any duplex stream. */
export interface Rpc {
  /** @throws the error that the other end threw; LostError when the connection ends before the answer */
  request<M extends Method>(method: M, params: Params<M>, signal?: AbortSignal): Promise<Result<M>>;
  answer<M extends Method>(method: M, run: (params: Params<M>, signal: AbortSignal) => Promise<Result<M>>): void;
  /** Resolves once the bytes have left this process: a slow reader at the other end makes this slow. */
  notify<N extends Notice>(notice: N, params: Notifications[N]): Promise<void>;
  on<N extends Notice>(notice: N, heard: (params: Notifications[N]) => void): () => void;
  /** Starts to read. What is to be answered has to be said before. */
  listen(): void;
  close(): void;
  /** Resolves when the connection has ended, with what was wrong if something was. */
  readonly closed: Promise<Error | undefined>;
}

export function createRpc(duplex: Duplex): Rpc {
  let fault: Error | undefined;
  const fail = (error: Error): void => {
    fault ??= error;
    duplex.destroy();
  };
  const connection = connect(duplex, fail);
  const closed = new Promise<Error | undefined>((resolve) => connection.onNotification(END, () => resolve(fault)));
  void closed.then(() => connection.dispose());
  // A peer that ended its side has gone: nobody reads an answer any more.
  duplex.once('end', () => duplex.destroy());
  return {
    request: (method, params, signal) => request(connection, method, params, signal),
    answer: (method, run) => {
      connection.onRequest(method as string, (params: Params<typeof method>, token: CancellationToken) => answer(() => run(params, signalOf(token))));
    },
    // Async, so that a connection that is gone rejects and never throws into whoever reports progress.
    notify: async (notice, params) => connection.sendNotification(notice as string, params),
    on: (notice, heard) => {
      const listening = connection.onNotification(notice, heard);
      return () => listening.dispose();
    },
    listen: () => connection.listen(),
    close: () => void duplex.end(() => duplex.destroy()),
    closed,
  };
}

function connect(duplex: Duplex, fail: (error: Error) => void): MessageConnection {
  const log = { error: (text: string) => fail(new Error(text)), warn: () => undefined, info: () => undefined, log: () => undefined };
  const connection = createMessageConnection(new FrameReader(duplex), new StreamMessageWriter(duplex), log);
  connection.onError(([error]) => fail(error));
  return connection;
}

async function request<M extends Method>(connection: MessageConnection, method: M, params: Params<M>, signal?: AbortSignal): Promise<Result<M>> {
  const cancel = new CancellationTokenSource();
  const onAbort = (): void => cancel.cancel();
  if (signal?.aborted === true) onAbort();
  signal?.addEventListener('abort', onAbort);
  try {
    return await connection.sendRequest<Result<M>>(method, params, cancel.token);
  } catch (error) {
    throw fromRpc(error, method);
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}

/** An error crosses the wire as its `Failure`. */
async function answer<T>(run: () => Promise<T>): Promise<T | ResponseError<Failure>> {
  try {
    return await run();
  } catch (error) {
    const failure = toFailure(error);
    return new ResponseError(ErrorCodes.InternalError, failure.what, failure);
  }
}

/** Codes that the library gives on this side, when no answer can come any more. */
const OWN_CODES: ReadonlySet<number> = new Set([ErrorCodes.PendingResponseRejected, ErrorCodes.MessageWriteError]);

function fromRpc(error: unknown, method: string): Error {
  if (error instanceof ResponseError && isFailure(error.data)) return fromFailure(error.data);
  if (error instanceof ResponseError && !OWN_CODES.has(error.code)) return error;
  return new LostError({ what: `the keeper went away before it answered ${method}`, next: 'labdeck keeper log', detail: String(error), cause: error });
}

function isFailure(data: unknown): data is Failure {
  return typeof data === 'object' && data !== null && 'kind' in data && 'what' in data;
}

function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
