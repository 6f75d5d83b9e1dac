import { Scanner } from './scanner.ts';
import type { Port } from './port.ts';
import { type Greeting, RECORD, greetLine, greetingOf, newNonce } from './words.ts';

const AGAIN_MS = 250;

/**
 * Greets the shell of a lane until it answers, and flushes everything it, or a shell before it, had still to say.
 * The first greeting is repeated, since a busy or starting shell may lose it; the second is sent once, and what comes
 * before its answer is stale. Ends with undefined when `signal` aborts.
 */
export async function greet(io: Port, errors: Port, signal: AbortSignal): Promise<Greeting | undefined> {
  const first = newNonce();
  const heard = answer(io, errors, first, signal);
  const again = setInterval(() => io.write(greetLine(first)), AGAIN_MS);
  io.write(greetLine(first));
  const shell = await heard.finally(() => clearInterval(again));
  if (shell === undefined) return undefined;
  const second = newNonce();
  const settled = answer(io, errors, second, AbortSignal.any([signal, AbortSignal.timeout(AGAIN_MS * 8)]));
  io.write(greetLine(second));
  return (await settled) ?? (signal.aborted ? undefined : greet(io, errors, signal));
}

/** Waits for the answer to one greeting, on both ports. */
function answer(io: Port, errors: Port, nonce: string, signal: AbortSignal): Promise<Greeting | undefined> {
  return new Promise((resolve) => {
    let greeting: Greeting | undefined;
    let flushed = false;
    const settle = (value: Greeting | undefined): void => {
      signal.removeEventListener('abort', abort);
      resolve(value);
    };
    const check = (): void => {
      if (greeting !== undefined && flushed) settle(greeting);
    };
    const abort = (): void => settle(undefined);
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) return abort();
    take(io, nonce, (record) => {
      greeting = greetingOf(record) ?? greeting;
      check();
    });
    take(errors, nonce, () => {
      flushed = true;
      check();
    });
  });
}

function take(port: Port, nonce: string, record: (text: string) => void): void {
  const scanner = new Scanner(RECORD + nonce, { bytes: () => undefined, record });
  port.give((chunk) => {
    scanner.feed(chunk);
    return true;
  });
}
