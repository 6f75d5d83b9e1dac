import { expect, it } from 'vitest';
import { standingNotices } from '../../../src/ui/bars/standing.ts';
import { EMPTY } from '../../store/empty.ts';

const failure = (name: string) => ({ file: `/home/ada/.config/labdeck/${name}`, kind: 'usage' as const, what: `/home/ada/.config/labdeck/${name}:3:5: there is no command vm.strat`, detail: '' });
const up = { state: 'up', since: 0, keeperPid: 1, frontEnd: 1 } as const;

it('tells of a broken file with line and reason for as long as it is broken, and last of the keeper', () => {
  const state = { ...EMPTY, screen: { ...EMPTY.screen, failures: ['keymap.yaml', 'a.yaml', 'b.yaml', 'c.yaml'].map(failure) } };
  expect(standingNotices(state, { state: 'lost', since: 7, why: 'it died', retryAt: 9 })).toEqual([
    { at: 0, tone: 'warn', text: 'keymap.yaml:3:5: there is no command vm.strat · what it said before still holds' },
    { at: 0, tone: 'warn', text: 'a.yaml:3:5: there is no command vm.strat · what it said before still holds, and 2 more' },
    { at: 7, tone: 'bad', text: 'keeper: it died' },
  ]);
  expect(standingNotices(EMPTY, up)).toEqual([]);
});
