import { createInterface } from 'node:readline';
import { ExitError } from '../model/errors.ts';
import type { Transport } from '../transport/transport.ts';

/**
 * Tells the machine's time for each line `ask`, and steps the clock by any other line, seconds. No process is started between a question and its
 * answer (bash's EPOCHREALTIME), and a step is relative: neither depends on how long the way took. bash writes the locale's decimal point.
 */
const CLOCK = 'export LC_ALL=C; while read -r word; do if [ "$word" = ask ]; then echo "$EPOCHREALTIME"; else date --set="$word seconds" >/dev/null && echo done || exit; fi; done';

/** Of several answers the one that took least time is the truest. */
const ASKED = 5;
const STEP_LIMIT_MS = 60_000;

/**
 * Sets a machine's clock to the host's, as near as half of the quickest answer's way there and back.
 * @returns milliseconds that it was off: negative when it was behind
 * @throws ExitError with what the machine said; what the transport throws
 */
export async function stepClock(machine: Transport, now: () => number, signal: AbortSignal): Promise<number> {
  const argv = ['bash', '-c', CLOCK];
  const exec = machine.spawn({ argv, timeoutMs: STEP_LIMIT_MS, signal });
  const complaints: Buffer[] = [];
  exec.stderr.on('data', (bytes: Buffer) => complaints.push(bytes));
  const lines = createInterface({ input: exec.stdout })[Symbol.asyncIterator]();
  const say = async (word: string): Promise<string> => {
    exec.stdin.write(`${word}\n`);
    const { value, done } = await lines.next();
    if (done !== true) return value;
    const { status } = await exec.exit;
    throw new ExitError({ what: `the clock of ${machine.machine} could not be set`, argv, status, detail: Buffer.concat(complaints).toString('utf8') });
  };
  const offsetMs = await truest(() => say('ask'), now);
  await say((-offsetMs / 1000).toFixed(3));
  exec.stdin.end();
  await exec.exit;
  return offsetMs;
}

async function truest(ask: () => Promise<string>, now: () => number): Promise<number> {
  const answers: { readonly tookMs: number; readonly offsetMs: number }[] = [];
  for (let index = 0; index < ASKED; index++) {
    const before = now();
    const there = Number(await ask()) * 1000;
    const tookMs = now() - before;
    answers.push({ tookMs, offsetMs: there - (before + tookMs / 2) });
  }
  return answers.toSorted((a, b) => a.tookMs - b.tookMs)[0]?.offsetMs ?? 0;
}
