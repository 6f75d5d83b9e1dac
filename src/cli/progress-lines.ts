import type { Progress } from '../model/progress.ts';
import { durationText } from '../model/duration.ts';
import type { OutputStream } from './io.ts';
import { printable } from './printable.ts';

const SIGN: Readonly<Record<Progress['state'], string>> = { running: '…', done: '✓', skipped: '·', failed: '✗' };

/** `✓ packages: 58 s`, `… boot, kernel  12 s, about 20 s to go` */
export function progressLine({ step, state, elapsedMs, etaMs, says }: Progress): string {
  const eta = state === 'running' && etaMs !== undefined ? `, about ${durationText(etaMs)} to go` : '';
  const time = state === 'skipped' ? '' : ` ${durationText(elapsedMs)}${eta}`;
  return printable(`${SIGN[state]} ${step}${time}${says === undefined || says === '' ? '' : ` - ${says}`}`);
}

export interface ProgressLines {
  readonly show: (progress: Progress) => void;
  /** Leaves the cursor on a line of its own. */
  readonly end: () => void;
}

/** Progress on standard error: one line that is kept up to date on a terminal, elsewhere a line per step begun and ended. */
export function progressLines(out: OutputStream, now: () => number): ProgressLines {
  return out.isTTY === true ? liveLine(out, now) : plainLines(out);
}

function plainLines(out: OutputStream): ProgressLines {
  let last = '';
  const show = (progress: Progress): void => {
    const key = `${progress.job} ${progress.step} ${progress.state}`;
    if (key !== last) out.write(`${progressLine(progress)}\n`);
    last = key;
  };
  return { show, end: () => undefined };
}

const TICK_MS = 1000;

function liveLine(out: OutputStream, now: () => number): ProgressLines {
  let current: { readonly progress: Progress; readonly at: number } | undefined;
  const paint = (progress: Progress, end = ''): void => void out.write(`\r\u001b[2K${cut(progressLine(progress), (out.columns ?? 80) - 1)}${end}`);
  const tick = setInterval(() => {
    if (current !== undefined) paint(later(current.progress, now() - current.at));
  }, TICK_MS);
  tick.unref();
  const show = (progress: Progress): void => {
    if (current !== undefined && current.progress.step !== progress.step) out.write('\n');
    current = progress.state === 'running' ? { progress, at: now() } : undefined;
    paint(progress, progress.state === 'running' ? '' : '\n');
  };
  const end = (): void => {
    clearInterval(tick);
    if (current !== undefined) out.write('\n');
  };
  return { show, end };
}

function later(progress: Progress, ms: number): Progress {
  const { etaMs } = progress;
  return { ...progress, elapsedMs: progress.elapsedMs + ms, ...(etaMs === undefined ? {} : { etaMs: Math.max(0, etaMs - ms) }) };
}

function cut(line: string, width: number): string {
  return line.length <= width ? line : `${line.slice(0, width - 1)}…`;
}
