import { describe, expect, it } from 'vitest';
import { commandById } from '../../src/command/registry.ts';
import { act } from '../../src/keeper/acts.ts';
import { toldDispatch } from '../../src/keeper/telling.ts';
import { createLabStore } from '../../src/store/lab-store.ts';
import type { CommandAnswer, CommandRequest } from '../../src/wire/protocol.ts';
import { EMPTY } from '../store/empty.ts';

const BY = 'ada on /dev/pts/3 (pid 7)';
const failure = { kind: 'exit', what: 'a has no disk', detail: '' } as const;
const group = (...each: readonly boolean[]): CommandAnswer => ({ ok: true, result: { verb: 'start', nodes: each.map((ok) => (ok ? { node: 'b', ok } : { node: 'a', ok, failure })) } });
const refused: CommandAnswer = { ok: false, failure: { kind: 'refused', what: 'not now', detail: '' } };

async function told(request: Partial<CommandRequest>, answer: CommandAnswer) {
  const store = createLabStore(EMPTY);
  const times = [1_000, 3_500, 3_500];
  const dispatch = toldDispatch(async () => answer, { store, now: () => times.shift() ?? 0, commandById });
  await dispatch({ id: 'vm.start', args: { node: ['n100-1'] }, dryRun: false, token: 'token-1', ...request }, { signal: new AbortController().signal, progress: () => undefined, by: BY });
  return store.get().events;
}

describe('what happened', () => {
  it('has the commands of all operators in it: what, who, and what came of it', async () => {
    expect(await told({}, group(true))).toEqual([{ at: 3_500, source: 'command', what: 'vm start n100-1: done after 2.5 s', by: BY, about: 'n100-1' }]);
    expect(await told({ args: { node: ['a', 'b'] } }, group(false, true))).toMatchObject([{ what: 'vm start a b: failed in part after 2.5 s' }]);
    expect(await told({ args: { node: ['a'] } }, group(false))).toMatchObject([{ what: 'vm start a: failed: a has no disk after 2.5 s' }]);
    expect(await told({ id: 'port.down', args: { port: 'vnet0' } }, refused)).toMatchObject([{ what: 'port down vnet0: failed: not now after 2.5 s', about: 'vnet0' }]);
  });

  it('has none of what changed nothing', async () => {
    expect(await told({ dryRun: true }, group(true))).toEqual([]);
    expect(await told({ id: 'lab.status', args: {} }, group(true))).toEqual([]);
  });
});

describe('the command log', () => {
  it('has the result of each act, when it is full too', async () => {
    const store = createLabStore(EMPTY);
    let at = 0;
    const context = { command: 'vm.start', by: BY, dryRun: false, planned: [], signal: new AbortController().signal, now: () => (at += 1), store, log: () => undefined };
    for (let count = 0; count < 230; count++) await act(context, 'outer', ['virsh', 'start', `--domain=${count}`], async () => 0, 0, (status) => status);
    const { acts } = store.get();
    expect(acts).toHaveLength(200);
    expect(acts.filter(({ status }) => status !== 0)).toEqual([]);
    expect(acts.at(-1)?.argv).toEqual(['virsh', 'start', '--domain=229']);
  });
});
