import { describe, expect, it } from 'vitest';
import { LostError, UsageError } from '../../src/model/errors.ts';
import type { Link } from '../../src/wire/link.ts';
import type { WindowAnswer, WindowRequest } from '../../src/wire/protocol.ts';
import { WindowAsker, type WindowNews } from '../../src/wire/window-asker.ts';
import { handClock } from '../keeper/in-process.ts';

const request = (from: number): WindowRequest => ({ source: 'log:serial', from, height: 2, width: 80 });
const answer = (version: number): WindowAnswer => ({ version, first: 0, total: version, rows: [`row of ${version}`] });
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

interface Asked extends PromiseWithResolvers<WindowAnswer> {
  readonly params: WindowRequest;
  readonly signal: AbortSignal;
}

/** A pane over a link whose answers the test gives. */
function asker() {
  const asked: Asked[] = [];
  const clock = handClock();
  const news: WindowNews[] = [];
  const link = {
    request: (_method: string, params: WindowRequest, signal: AbortSignal) => {
      const made = { ...Promise.withResolvers<WindowAnswer>(), params, signal };
      asked.push(made);
      return made.promise;
    },
  } as unknown as Link;
  const at: { link: Link | undefined } = { link };
  const windows = new WindowAsker({ clock, link: () => at.link });
  const give = async (index: number, value: WindowAnswer | Error): Promise<void> => {
    if (value instanceof Error) asked[index]?.reject(value);
    else asked[index]?.resolve(value);
    await settled();
  };
  return { windows, asked, clock, news, give, at, link, got: (each: WindowNews) => void news.push(each) };
}

describe('rows for a pane', () => {
  it('come once, and then only when they are others', async () => {
    const { windows, asked, clock, news, give, got } = asker();
    windows.want('serial', request(-2), got);
    await give(0, answer(5));
    expect(news).toEqual([answer(5)]);
    expect(asked).toHaveLength(1);
    clock.advance(40);
    expect(asked[1]?.params).toEqual({ ...request(-2), after: 5 });
    await give(1, answer(5));
    expect(news).toHaveLength(1);
    clock.advance(40);
    await give(2, answer(6));
    expect(news).toEqual([answer(5), answer(6)]);
    windows.want('serial', request(-2), got);
    expect(asked).toHaveLength(3);
  });

  it('are asked for one at a time, and the newest wish wins', async () => {
    const { windows, asked, news, give, got } = asker();
    windows.want('serial', request(0), got);
    for (const from of [1, 2, 3]) windows.want('serial', request(from), got);
    expect(asked).toHaveLength(1);
    await give(0, answer(1));
    expect(asked.map(({ params }) => params.from)).toEqual([0, 3]);
    expect(news).toHaveLength(1);
    windows.want('build', request(9), got);
    expect(asked.at(-1)?.params.from).toBe(9);
  });

  it('take a question back that only waits for news', async () => {
    const { windows, asked, clock, give, got } = asker();
    windows.want('serial', request(-2), got);
    await give(0, answer(5));
    clock.advance(40);
    windows.want('serial', request(0), got);
    expect(asked[1]?.signal.aborted).toBe(true);
    expect(asked).toHaveLength(2);
    await give(1, new UsageError({ what: 'cancelled' }));
    expect(asked[2]?.params).toEqual(request(0));
  });

  it('say why there are none, and are asked for again', async () => {
    const { windows, asked, clock, news, give, got } = asker();
    windows.want('serial', request(0), got);
    await give(0, new UsageError({ what: 'there is no source' }));
    expect(news).toMatchObject([{ failure: { kind: 'usage', what: 'there is no source' } }]);
    clock.advance(2_000);
    expect(asked).toHaveLength(2);
  });

  it('are asked for anew over the next link, and no more when the pane is gone', async () => {
    const { windows, asked, news, give, got, at, link } = asker();
    windows.want('serial', request(0), got);
    await give(0, new LostError({ what: 'gone' }));
    expect(news).toEqual([]);
    at.link = undefined;
    windows.want('serial', request(7), got);
    expect(asked).toHaveLength(1);
    at.link = link;
    windows.resume();
    expect(asked[1]?.params).toEqual(request(7));
    windows.drop('serial');
    expect(asked[1]?.signal.aborted).toBe(true);
    await give(1, answer(1));
    expect(news).toEqual([]);
  });
});
