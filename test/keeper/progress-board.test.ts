import { describe, expect, it } from 'vitest';
import { progressBoard } from '../../src/keeper/progress-board.ts';
import { createLabStore } from '../../src/store/lab-store.ts';
import { EMPTY } from '../store/empty.ts';

describe('the progress of a command', () => {
  const lines = (store: ReturnType<typeof createLabStore>) => store.get().progress.map(({ job, step, state, since }) => `${job} ${step} ${state} ${since ?? '?'}`);

  it('is one line per step, with the moment it began', () => {
    const store = createLabStore(EMPTY);
    let now = 1000;
    const board = progressBoard(store, () => now);
    board.show({ job: 'boot', step: 'kernel', state: 'running', elapsedMs: 0 });
    now = 1500;
    board.show({ job: 'boot', step: 'kernel', state: 'done', elapsedMs: 499.6 });
    board.show({ job: 'boot', step: 'systemd', state: 'running', elapsedMs: 0 });
    expect(lines(store)).toEqual(['boot kernel done 1000', 'boot systemd running 1500']);
  });

  it('of the next time takes the place of the last', () => {
    const store = createLabStore(EMPTY);
    progressBoard(store, () => 1).show({ job: 'boot', step: 'kernel', state: 'done', elapsedMs: 0 });
    progressBoard(store, () => 1).show({ job: 'save', step: 'ready', state: 'done', elapsedMs: 0 });
    progressBoard(store, () => 2).show({ job: 'boot', step: 'image', state: 'running', elapsedMs: 0 });
    expect(lines(store)).toEqual(['save ready done 1', 'boot image running 2']);
  });

  it('shows nothing as running once the command is over', () => {
    const store = createLabStore(EMPTY);
    const board = progressBoard(store, () => 1);
    board.show({ job: 'boot', step: 'kernel', state: 'running', elapsedMs: 0 });
    board.end();
    expect(lines(store)).toEqual(['boot kernel failed 1']);
  });
});
