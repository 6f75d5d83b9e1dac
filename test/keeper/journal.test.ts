import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createJournal } from '../../src/keeper/journal.ts';

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'labdeck-j-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

const request = (token: string) => ({ id: 'vm.start', args: { node: `a'"\n;` }, dryRun: false, token });
const ANSWER = { ok: true, result: { started: ['n1'] } } as const;

describe('createJournal', () => {
  it('tells what came of a command, to the next keeper too', () => {
    const dir = folder();
    const lines: string[] = [];
    const options = { dir, now: () => 5, log: (line: string) => lines.push(line) };
    const journal = createJournal(options);
    expect(journal.outcome('token-01')).toEqual({ state: 'unseen' });
    journal.begin(request('token-01'), 'ada', true);
    journal.begin(request('token-02'), 'ada', true);
    journal.begin(request('token-03'), 'ada', false);
    expect(journal.outcome('token-01')).toEqual({ state: 'running' });
    journal.answered('token-01', ANSWER);
    journal.answered('token-03', ANSWER);
    expect(journal.outcome('token-03')).toEqual({ state: 'answered', answer: ANSWER });
    const next = createJournal(options);
    expect(next.outcome('token-01')).toEqual({ state: 'answered', answer: ANSWER });
    expect(next.outcome('token-02')).toEqual({ state: 'lost', startedAt: 5 });
    expect(next.outcome('token-03')).toEqual({ state: 'unseen' });
    expect(lines).toEqual([]);
  });

  it('takes no token that could name another file', () => {
    const journal = createJournal({ dir: folder(), now: () => 0, log: () => undefined });
    for (const token of ['../../../etc/passwd', 'short', '', '.hidden-file', 'with/slash-in-it', 'new\nline-token', 'x'.repeat(65)]) {
      expect(() => journal.begin(request(token), 'ada', true)).toThrow('not a token');
      expect(journal.outcome(token)).toEqual({ state: 'unseen' });
    }
  });

  it('keeps the newest entries only', () => {
    const dir = folder();
    for (let at = 0; at < 20; at++) {
      writeFileSync(join(dir, `token-${at}.json`), '{}');
      utimesSync(join(dir, `token-${at}.json`), at, at);
    }
    createJournal({ dir, now: () => 0, log: () => undefined, keep: 3 });
    expect(readdirSync(dir).toSorted()).toEqual(['token-17.json', 'token-18.json', 'token-19.json']);
  });

  it('forgets old answers in memory, never what runs', () => {
    const journal = createJournal({ dir: folder(), now: () => 0, log: () => undefined, keep: 2 });
    journal.begin(request('token-running'), 'ada', false);
    for (let at = 0; at < 5; at++) {
      journal.begin(request(`token-${at}-x`), 'ada', false);
      journal.answered(`token-${at}-x`, ANSWER);
    }
    expect(journal.outcome('token-running')).toEqual({ state: 'running' });
    expect(journal.outcome('token-0-x')).toEqual({ state: 'unseen' });
    expect(journal.outcome('token-4-x').state).toBe('answered');
  });

  it('goes on, and says so, when the disk takes nothing', () => {
    const dir = folder();
    const lines: string[] = [];
    const journal = createJournal({ dir, now: () => 0, log: (line) => lines.push(line) });
    rmSync(dir, { recursive: true });
    journal.begin(request('token-01'), 'ada', true);
    journal.answered('token-01', ANSWER);
    expect(journal.outcome('token-01').state).toBe('answered');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^journal: .*ENOENT.*vm\.start goes on without an entry$/);
  });
});
