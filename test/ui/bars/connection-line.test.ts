import { describe, expect, it } from 'vitest';
import { connectionNotice, returnNotice } from '../../../src/ui/bars/connection-line.ts';
import type { Connection } from '../../../src/wire/stay.ts';

const lost: Connection = { state: 'lost', since: 1000, why: 'the keeper is of another labdeck and is busy: build', next: 'wait for it, or: labdeck keeper stop --force', retryAt: 0 };
const up: Connection = { state: 'up', since: 1000, keeperPid: 1, frontEnd: 1 };

describe('the way to the keeper', () => {
  it('says why it is lost and what to do, for as long as it is', () => {
    expect(connectionNotice(lost)).toEqual({ at: 1000, tone: 'bad', text: 'the keeper is of another labdeck and is busy: build · next: wait for it, or: labdeck keeper stop --force' });
    expect(connectionNotice({ state: 'silent', since: 5, why: 'no answer for 5 s' })).toEqual({ at: 5, tone: 'warn', text: 'keeper silent: no answer for 5 s' });
    expect(connectionNotice({ state: 'connecting', since: 5, says: 'starting it' })).toEqual({ at: 5, tone: 'info', text: 'keeper: starting it' });
    expect([connectionNotice(up), connectionNotice({ state: 'connecting', since: 5 })]).toEqual([undefined, undefined]);
  });

  it('says once that it is back, when anybody can have missed it', () => {
    expect(returnNotice(lost, up, 3000)).toMatchObject({ at: 3000, tone: 'good' });
    expect([returnNotice(lost, up, 1500), returnNotice(up, up, 9000), returnNotice(up, lost, 9000)]).toEqual([undefined, undefined, undefined]);
  });
});
