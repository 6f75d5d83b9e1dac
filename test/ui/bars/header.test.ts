import { describe, expect, it } from 'vitest';
import { fresh } from '../../../src/model/reading.ts';
import type { LabState } from '../../../src/store/state.ts';
import { drawHeader, type HeaderView } from '../../../src/ui/bars/header.ts';
import { LAYOUTS } from '../../../src/ui/built-in.ts';
import { firstScreen } from '../../../src/ui/screen/state.ts';
import { EMPTY } from '../../store/empty.ts';
import { TextCanvas } from '../text-canvas.ts';

const NOW = 10_000_000;
const screen = firstScreen({ size: { width: 120, height: 40 }, layouts: LAYOUTS });
const wanted: LabState['wanted'] = { ...EMPTY.wanted, name: 'embedded', nodes: [{ name: 'n1', role: 'server', arch: 'x86_64', kind: 'auto', autostart: true, nics: [] }], k3s: 'no k3s in this lab: no binary' };
const running: LabState = { ...EMPTY, wanted, outer: fresh({ state: 'running', accelerator: 'tcg', startedAt: NOW - 134 * 60_000 }, NOW) };
const up = { state: 'up', since: NOW - 5000, keeperPid: 1, frontEnd: 1 } as const;

function header(more: Partial<HeaderView>, width = 120): string {
  const canvas = new TextCanvas(width, 1);
  drawHeader(canvas, { state: running, screen, connection: up, now: NOW, ...more });
  return canvas.toString();
}

describe('the header', () => {
  it('says which lab it is and how it is', () => {
    expect(header({})).toBe(' labdeck embedded  ● outer running 2h14m tcg   nodes –/1   k3s: not in this lab');
    expect(header({ state: { ...EMPTY, wanted } })).toBe(' labdeck embedded  – outer not read yet   nodes –/1   k3s: not in this lab');
  });

  it('counts the nodes that run, and none of a lab that is off', () => {
    const domain = { driver: 'lxc', kind: 'lxc', name: 'n1', uuid: 'u', state: 'running', interfaces: [], blocks: [], unsupported: [] } as const;
    const read = { ...running, domains: fresh([domain], NOW) };
    expect(header({ state: read })).toContain('nodes 1/1');
    expect(header({ state: { ...read, outer: fresh({ state: 'off' }, NOW) } })).toContain('· outer down   nodes –/1');
  });

  it('says what is not as usual, at the right edge', () => {
    expect(header({ connection: { state: 'lost', since: NOW - 4000, why: 'it died', retryAt: NOW } })).toMatch(/ {3}✗ keeper lost 4 s: all of this is old$/);
    expect(header({ state: { ...running, keeper: { ...running.keeper, pid: 0 } }, connection: { state: 'lost', since: NOW - 4000, why: 'it died', retryAt: NOW } })).toMatch(/✗ no keeper 4 s$/);
    expect(header({ screen: { ...screen, readonly: true, armed: 'dry-run', frozen: { state: running, at: NOW - 3000 } } })).toMatch(/read-only {2}D dry run next {2}paused 3 s$/);
  });

  it('leaves out the least on a narrow screen, and never what is wrong', () => {
    const narrow = header({ connection: { state: 'lost', since: NOW - 4000, why: 'it died', retryAt: NOW } }, 66);
    expect(narrow).toMatch(/^ {2}● outer running 2h14m +✗ keeper lost 4 s: all of this is old$/);
    for (const width of [10, 20, 40, 80]) expect(header({}, width).length).toBeLessThan(width + 1);
  });

  it('shows what is under way with what is left of it', () => {
    const building = { ...running, progress: [{ job: 'build', step: 'outer packages', state: 'running', elapsedMs: 42_000, etaMs: 95_000 } as const] };
    expect(header({ state: building })).toMatch(/… build: outer packages 40 s ~1m left$/);
  });
});
