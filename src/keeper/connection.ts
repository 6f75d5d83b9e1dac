import type { Duplex } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { RefusedError } from '../model/errors.ts';
import type { FrontEnd } from '../store/state.ts';
import type { Hello, HelloAnswer } from '../wire/protocol.ts';
import { createRpc, type Method, type Params, type Result, type Rpc } from '../wire/rpc.ts';
import { createFeed } from './feed.ts';
import { byLine } from './front-ends.ts';
import { judge } from './handshake.ts';
import type { House } from './house.ts';

/** The end of a connection that the keeper holds. */
export interface Connection {
  /** Says why it ends, once everything that was asked is answered, and hangs up. */
  goodbye(why: string): void;
  /** The same at once, whatever is still unanswered. */
  hangUp(why: string): void;
  readonly closed: Promise<unknown>;
}

type Methods = { readonly [M in Method]: (params: Params<M>, signal: AbortSignal) => Promise<Result<M>> };

/** What is answered before the handshake, to any version. */
const OPEN_TO_ALL: ReadonlySet<Method> = new Set(['hello', 'keeper/status', 'keeper/stop']);

/** Serves one front end for as long as it stays. */
export function serveConnection(duplex: Duplex, house: House): Connection {
  const rpc = createRpc(duplex);
  const gone = new AbortController();
  let frontEnd: FrontEnd | undefined;

  async function hello(said: Hello): Promise<HelloAnswer> {
    const { parts, epoch } = house;
    const verdict = judge(house, said);
    if (verdict !== 'welcome') {
      if (verdict.goNow) setImmediate(() => house.stop(`replaced by labdeck ${said.version} (${said.build})`));
      return verdict.turnAway;
    }
    frontEnd ??= house.frontEnds.join(said, parts.clock.now());
    parts.log(`front end ${frontEnd.id} joined: ${byLine(frontEnd)}`);
    return { welcome: true, frontEnd: frontEnd.id, keeperVersion: parts.identity.version, keeperPid: process.pid, build: parts.identity.build, epoch };
  }

  function present(): FrontEnd {
    if (frontEnd === undefined) throw new RefusedError({ what: 'say hello first' });
    return frontEnd;
  }

  const feed = createFeed(rpc, house.parts.store, house.epoch);
  const methods = methodsOf(house, { rpc, gone: gone.signal, feed, hello, present, joined: () => frontEnd !== undefined });
  const answering = new Set<Promise<unknown>>();
  for (const method of Object.keys(methods) as Method[]) serve(rpc, method, methods, present, answering);
  const closed = rpc.closed.then((fault) => {
    feed.stop();
    gone.abort();
    if (fault !== undefined) house.parts.log(`connection closed: ${fault.message}`);
    if (frontEnd === undefined) return;
    house.frontEnds.leave(frontEnd.id);
    house.parts.log(`front end ${frontEnd.id} left`);
  });
  rpc.listen();
  const goodbye = async (why: string): Promise<void> => {
    await Promise.allSettled(answering);
    // The last answer is handed to the socket in this turn.
    await turn();
    await hangUp(rpc, why);
  };
  return { goodbye: (why) => void goodbye(why), hangUp: (why) => void hangUp(rpc, why), closed };
}

function serve<M extends Method>(rpc: Rpc, method: M, methods: Methods, present: () => FrontEnd, answering: Set<Promise<unknown>>): void {
  rpc.answer(method, (params, signal) => {
    const answer = (async () => {
      if (!OPEN_TO_ALL.has(method)) present();
      return methods[method](params, signal);
    })();
    answering.add(answer);
    const done = (): boolean => answering.delete(answer);
    answer.then(done, done);
    return answer;
  });
}

/** Who does not listen any more needs no reason. */
async function hangUp(rpc: Rpc, why: string): Promise<void> {
  await rpc.notify('keeper/goodbye', { why }).catch(() => undefined);
  rpc.close();
}

interface Caller {
  readonly rpc: Rpc;
  readonly gone: AbortSignal;
  readonly feed: ReturnType<typeof createFeed>;
  readonly hello: (said: Hello) => Promise<HelloAnswer>;
  readonly present: () => FrontEnd;
  readonly joined: () => boolean;
}

/** One row per method of the protocol. */
function methodsOf(house: House, { rpc, gone, feed, hello, present, joined }: Caller): Methods {
  const { parts, processes, running } = house;
  const mayAct = (what: string): void => {
    if (present().readonly === true) throw new RefusedError({ what: `${what}: this front end is read-only`, next: 'start it without --readonly' });
  };
  const over = AbortSignal.any([gone, house.ending]);
  return {
    hello,
    'keeper/status': async () => house.status(),
    'keeper/stop': async ({ force }) => {
      // Who has not said hello is a verb of the command line, of any version.
      if (joined()) mayAct('keeper stop');
      const busy = running.lines()[0];
      if (busy !== undefined && !force) return { stopped: false, busy };
      setImmediate(() => house.stop('stopped by an operator'));
      return { stopped: true };
    },
    'store/follow': async (since) => feed.follow(since),
    'store/show': async ({ probes }) => {
      house.frontEnds.show(present().id, probes);
      return null;
    },
    'store/refresh': async ({ probes, timeoutMs }, signal) => {
      await parts.refresh(probes, { timeoutMs, signal: AbortSignal.any([signal, over]) });
      return { version: parts.store.version() };
    },
    'command/run': async (request, cancelled) => {
      if (parts.mutates(request.id) && !request.dryRun) mayAct(request.id);
      return house.runCommand(request, {
        by: byLine(present()),
        cancelled,
        gone,
        ending: house.ending,
        // A front end that is gone hears no progress; the command's own end decides what becomes of it.
        progress: (progress) => void rpc.notify('command/progress', { token: request.token, progress }).catch(() => undefined),
      });
    },
    'command/outcome': async ({ token }) => parts.journal.outcome(token),
    'window/rows': (request, signal) => parts.windows(request, AbortSignal.any([signal, over])),
    'stream/open': async (request) => {
      mayAct(request.argv[0] ?? request.target);
      return processes.open(request, byLine(present()), over);
    },
    'stream/exit': ({ process }) => processes.exit(process),
    'stream/kill': async ({ process, signal }) => {
      processes.kill(process, signal);
      return null;
    },
  };
}
