import { describe, expect, it } from 'vitest';
import { RefusedError } from '../../../src/model/errors.ts';
import { createAnswers } from '../../../src/ui/feed/answers.ts';
import { createRows, NO_ROWS } from '../../../src/ui/feed/rows.ts';
import type { WindowNews } from '../../../src/wire/window-asker.ts';

const wish = (pane: string, from = -10) => ({ pane, source: `log:${pane}`, from, height: 10, width: 80 });

describe('rows of what scrolls', () => {
  function rows() {
    const wanted = new Map<string, (news: WindowNews) => void>();
    let changes = 0;
    const asker = { want: (name: string, _request: unknown, got: (news: WindowNews) => void) => void wanted.set(name, got), drop: (name: string) => void wanted.delete(name) };
    return { feed: createRows(asker, () => (changes += 1)), wanted, changes: () => changes };
  }

  it('are asked for while a pane shows them, and forgotten with it', () => {
    const { feed, wanted, changes } = rows();
    feed.want([wish('serial'), wish('keeper')]);
    wanted.get('serial')?.({ version: 1, first: 3, total: 5, rows: ['a', 'b'] });
    expect([feed.of('serial').rows, feed.of('keeper'), changes()]).toEqual([['a', 'b'], NO_ROWS, 1]);
    feed.want([wish('keeper')]);
    expect([[...wanted.keys()], feed.of('serial')]).toEqual([['keeper'], NO_ROWS]);
  });

  it('stay when they cannot be read again, and say why', () => {
    const { feed, wanted } = rows();
    feed.want([wish('serial')]);
    wanted.get('serial')?.({ version: 1, first: 0, total: 1, rows: ['a'] });
    wanted.get('serial')?.({ failure: { kind: 'lost', what: 'gone', detail: '' } });
    expect(feed.of('serial')).toMatchObject({ rows: ['a'], failure: { what: 'gone' } });
  });
});

describe('answers', () => {
  it('each question is asked once; one that was overtaken is thrown away', async () => {
    const ran: string[] = [];
    const came: unknown[] = [];
    const waiting = new Map<string, PromiseWithResolvers<unknown>>();
    const answers = createAnswers({
      run: ({ key }) => {
        ran.push(key);
        waiting.set(key, Promise.withResolvers());
        return (waiting.get(key) as PromiseWithResolvers<unknown>).promise;
      },
      came: (_pane, answer) => came.push(answer),
      now: () => 5,
    });
    const ask = (key: string) => new Map([['node', { key, id: 'vm.xml', args: {} }]]);
    for (const key of ['a', 'a', 'b', 'b']) answers.want(ask(key));
    waiting.get('a')?.resolve('old');
    waiting.get('b')?.reject(new RefusedError({ what: 'no' }));
    await expect.poll(() => came).toEqual([{ key: 'b', at: 5, failure: expect.objectContaining({ kind: 'refused', what: 'no' }) as unknown }]);
    expect([ran, answers.of('node')]).toEqual([['a', 'b'], came[0]]);
  });
});
