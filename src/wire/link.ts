import type { Duplex } from 'node:stream';
import { LostError } from '../model/errors.ts';
import type { Dial } from './dial.ts';
import { streamLine } from './first-line.ts';
import type { Hello, HelloAnswer, Notifications, Welcome } from './protocol.ts';
import { createRpc, type Method, type Notice, type Params, type Result, type Rpc } from './rpc.ts';

/** A front end's connection to the keeper that welcomed it. */
export interface Link {
  readonly welcome: Welcome;
  /** @throws what the keeper threw; LostError when it goes away first */
  request<M extends Method>(method: M, params: Params<M>, signal?: AbortSignal): Promise<Result<M>>;
  on<N extends Notice>(notice: N, heard: (params: Notifications[N]) => void): () => void;
  /** One more connection to the same keeper, given out for `ticket`. */
  openStream(ticket: string): Promise<Duplex>;
  close(): void;
  /** Resolves when the keeper is gone: with its reason when it went on purpose, else with what happened. */
  readonly closed: Promise<string>;
}

export type Greeting = { readonly link: Link } | { readonly turnedAway: Exclude<HelloAnswer, Welcome>; readonly gone: Promise<unknown> };

/**
 * Says hello over a fresh connection.
 * @param dial opens further connections to the same keeper, for raw streams
 * @throws LostError when the keeper goes away first
 */
export async function greet(duplex: Duplex, dial: Dial, hello: Hello, signal?: AbortSignal): Promise<Greeting> {
  const rpc = createRpc(duplex);
  const closed = farewell(rpc);
  rpc.listen();
  const answer = await rpc.request('hello', hello, signal);
  if (answer.welcome) return { link: linkOf(rpc, dial, answer, closed) };
  rpc.close();
  return { turnedAway: answer, gone: rpc.closed };
}

/** One question to a keeper of any version, without a handshake. */
export async function ask<M extends 'keeper/status' | 'keeper/stop'>(duplex: Duplex, method: M, params: Params<M>, signal?: AbortSignal): Promise<Result<M>> {
  const rpc = createRpc(duplex);
  rpc.listen();
  try {
    return await rpc.request(method, params, signal);
  } finally {
    rpc.close();
  }
}

async function farewell(rpc: Rpc): Promise<string> {
  let said: string | undefined;
  rpc.on('keeper/goodbye', ({ why }) => {
    said = why;
  });
  const fault = await rpc.closed;
  return said ?? fault?.message ?? 'the keeper died';
}

function linkOf(rpc: Rpc, dial: Dial, welcome: Welcome, closed: Promise<string>): Link {
  return {
    welcome,
    request: (method, params, signal) => rpc.request(method, params, signal),
    on: (notice, heard) => rpc.on(notice, heard),
    openStream: async (ticket) => {
      const duplex = await dial();
      duplex.write(streamLine(ticket));
      return duplex;
    },
    close: () => rpc.close(),
    closed,
  };
}

/** A dial that says what happened when the keeper is no longer there. */
export function orLost(dial: () => Promise<Duplex | undefined>): Dial {
  return async () => {
    const duplex = await dial();
    if (duplex === undefined) throw new LostError({ what: 'the keeper is gone', next: 'labdeck keeper log' });
    return duplex;
  };
}
