import { describe, expect, it } from 'vitest';
import { LostError, toFailure } from '../../../src/model/errors.ts';
import type { LayerName } from '../../../src/model/layer.ts';
import { failed, fresh, UNKNOWN } from '../../../src/model/reading.ts';
import type { LabState } from '../../../src/store/state.ts';
import { emptyOf, headWords, showHead, waitWords } from '../../../src/ui/panes/lab-words.ts';
import { TextCanvas } from '../text-canvas.ts';
import { unreadState } from './recorded-state.ts';

const DOWN = toFailure(new LostError({ what: 'the lab is down', next: 'labdeck up' }));
const EMPTY = unreadState();
const BOOTING: LabState = { ...EMPTY, outer: fresh({ state: 'running', stage: 'qemu' }, 1000), layers: [layer('qemu', 'up', 1000), layer('kernel', 'starting', 2000), layer('systemd', 'starting', 2000)], bridges: failed(UNKNOWN, DOWN, 3000) };

function layer(name: LayerName, state: 'up' | 'starting', since: number) {
  return { name, state, says: '', since, at: since };
}

describe('words about what cannot be read yet', () => {
  it('name the outermost layer that starts, and since when', () => {
    expect(headWords(BOOTING, BOOTING.bridges, 42_500)).toBe('… starting: kernel, 40 s');
    expect(emptyOf(BOOTING, BOOTING.bridges, 'bridges', 42_500)).toEqual({ why: 'no bridges yet', press: '… starting: kernel, 40 s', ages: [2000] });
    const canvas = new TextCanvas(10, 1);
    showHead(canvas, BOOTING, BOOTING.bridges);
    expect(canvas.ages).toEqual([2000]);
  });

  it('name the step that is under way rather than a layer', () => {
    const state: LabState = { ...BOOTING, progress: [{ job: 'boot', step: 'disk', state: 'done', elapsedMs: 5 }, { job: 'boot', step: 'channels', state: 'running', elapsedMs: 5, since: 40_000 }] };
    expect(waitWords(state, 43_000)).toBe('… boot: channels, 3 s');
  });

  it('tell the reason once nothing is on its way any more', () => {
    const state: LabState = { ...EMPTY, outer: fresh({ state: 'running' }, 1), bridges: failed(UNKNOWN, DOWN, 3000) };
    expect([headWords(state, state.bridges, 4000), waitWords(state, 4000)]).toEqual(['! the lab is down', undefined]);
    expect(emptyOf(state, state.bridges, 'bridges', 4000).why).toContain('the lab is down');
  });

  it('leave it to the header that the lab is off', () => {
    expect(headWords({ ...EMPTY, outer: fresh({ state: 'off' }, 1) }, failed(UNKNOWN, DOWN, 3000), 4000)).toBeUndefined();
  });

  it('say nothing of a layer that starts in a machine that is off', () => {
    expect(waitWords({ ...BOOTING, outer: fresh({ state: 'off' }, 1) }, 5000)).toBeUndefined();
  });

  it('say nothing beside what is fresh', () => {
    expect(headWords(BOOTING, fresh([], 1), 5000)).toBeUndefined();
  });
});
