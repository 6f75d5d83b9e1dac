import { expect, it } from 'vitest';
import { eventWords } from '../../../src/parse/qmp/event-words.ts';

it('says what an event says, and leaves out what is nested', () => {
  expect(eventWords({ event: 'JOB_STATUS_CHANGE', data: { status: 'concluded', id: 'save-1' } })).toBe('JOB_STATUS_CHANGE status concluded, id save-1');
  expect(eventWords({ event: 'GUEST_PANICKED', data: { action: 'pause', info: { type: 'hyper-v' } } })).toBe('GUEST_PANICKED action pause');
  expect(eventWords({ event: 'STOP', data: {} })).toBe('STOP');
});
