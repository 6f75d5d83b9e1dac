import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { progressLine, progressLines } from '../../src/cli/progress-lines.ts';
import type { Progress } from '../../src/model/progress.ts';

const step = (name: string, state: Progress['state'], elapsedMs: number, more: Partial<Progress> = {}): Progress => ({ job: 'build', step: name, state, elapsedMs, ...more });

function shown(steps: readonly Progress[], isTTY: boolean, columns = 80): string {
  const out = Object.assign(new PassThrough(), { isTTY, columns });
  const lines = progressLines(out, () => 0);
  steps.forEach(lines.show);
  lines.end();
  return String(out.read() ?? '');
}

const STEPS = [step('packages', 'running', 0, { etaMs: 58_000 }), step('packages', 'running', 2000, { etaMs: 56_000 }), step('packages', 'done', 60_000), step('tree', 'skipped', 0, { says: 'unchanged' })];

describe('progress', () => {
  it('has name, elapsed and what is left', () => {
    expect(progressLine(step('packages', 'running', 12_000, { etaMs: 48_000, says: 'libvirt0' }))).toBe('… packages 12 s, about 48 s to go - libvirt0');
    expect(progressLine(step('packages', 'failed', 500, { says: 'see a\u001b[2Jb' }))).toBe('✗ packages 500 ms - see a\\x1b[2Jb');
  });

  it('off a terminal is a line per step begun and ended', () => {
    expect(shown(STEPS, false)).toBe('… packages 0 ms, about 58 s to go\n✓ packages 1 min\n· tree - unchanged\n');
  });

  it('on a terminal is one line that is kept up to date, not wider than the terminal', () => {
    expect(shown(STEPS, true)).toBe('\r\u001b[2K… packages 0 ms, about 58 s to go\r\u001b[2K… packages 2.0 s, about 56 s to go\r\u001b[2K✓ packages 1 min\n\r\u001b[2K· tree - unchanged\n');
    expect(shown([step('x'.repeat(100), 'done', 1)], true, 20)).toBe(`\r\u001b[2K✓ ${'x'.repeat(16)}…\n`);
  });

  it('that stops in the middle leaves the cursor on a line of its own', () => {
    expect(shown([step('boot', 'running', 0)], true).endsWith('0 ms\n')).toBe(true);
  });
});
