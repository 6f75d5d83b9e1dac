import { describe, expect, test } from 'vitest';
import { parseNamedNodes, parseQueryBlock } from '../../../src/parse/qmp/blocks.ts';
import { parseQueryJobs } from '../../../src/parse/qmp/jobs.ts';
import { parseQmpMessage } from '../../../src/parse/qmp/message.ts';
import { parseBlockedReasons } from '../../../src/parse/qmp/migrate.ts';
import { qmp } from '../hmp/fixtures.ts';

describe('a QMP message', () => {
  test.each([
    ['{"return": {"running": true}, "id": "a"}', { kind: 'return', id: 'a', value: { running: true } }],
    ['{"id": 7, "error": {"class": "GenericError", "desc": "no"}}', { kind: 'error', id: 7, errorClass: 'GenericError', desc: 'no' }],
    ['{"timestamp": {"seconds": 10, "microseconds": 500000}, "event": "STOP"}', { kind: 'event', event: { event: 'STOP', data: {}, at: 10_500 } }],
    ['{"timestamp": {"seconds": -1, "microseconds": -1}, "event": "RESET", "data": {"guest": true}}', { kind: 'event', event: { event: 'RESET', data: { guest: true }, at: 0 } }],
    ['{"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "package": "Debian"}, "capabilities": ["oob"]}}', { kind: 'greeting', greeting: { version: '7.2.22', package: 'Debian', capabilities: ['oob'] } }],
    ['{"something": "else"}', { kind: 'unknown' }],
  ])('%s', (text, message) => {
    expect(parseQmpMessage(text)).toMatchObject(message);
  });

  test.each(['', '{', '[1]', '7', 'null', '{"return": {}'])('%j is an error with the text in it', (text) => {
    expect(() => parseQmpMessage(text)).toThrow(expect.objectContaining({ kind: 'parse', evidence: expect.objectContaining({ detail: text }) }));
  });
});

describe('answers, as QEMU 7.2 gives them', () => {
  test('query-block: media with their snapshots, empty drives left out', () => {
    expect(parseQueryBlock(qmp('query-block'))).toEqual([
      {
        device: 'root',
        nodeName: '#block110',
        driver: 'qcow2',
        file: '/lab/disk.qcow2',
        readOnly: false,
        snapshots: [
          { id: '1', name: 'ready', vmStateBytes: 795644, savedAt: 1795247446, vmClockSec: 0 },
          { id: '2', name: 'two words', vmStateBytes: 795644, savedAt: 1795247446, vmClockSec: 0 },
        ],
      },
    ]);
  });

  test('query-named-block-nodes: protocol layers too', () => {
    expect(parseNamedNodes(qmp('query-named-block-nodes')).map(({ nodeName, driver }) => [nodeName, driver])).toEqual([['#block110', 'qcow2'], ['#block089', 'file']]);
  });

  test('query-migrate: what blocks', () => {
    expect(parseBlockedReasons(qmp('query-migrate'))).toEqual([]);
    expect(parseBlockedReasons(qmp('query-migrate-blocked'))).toHaveLength(2);
  });

  test('query-jobs', () => {
    const jobs = [{ id: 'j', type: 'snapshot-load', status: 'concluded', 'current-progress': 1, 'total-progress': 1, error: 'no' }, { id: 'k', type: 'commit', status: 'running' }];
    expect(parseQueryJobs(jobs)).toEqual([{ id: 'j', type: 'snapshot-load', status: 'concluded', error: 'no' }, { id: 'k', type: 'commit', status: 'running' }]);
  });

  test.each([undefined, null, {}, [], 'x', [null, 7]])('%j makes nothing up', (value) => {
    expect(parseQueryBlock(value)).toEqual([]);
    expect(parseBlockedReasons(value)).toEqual([]);
    expect(parseQueryJobs(value).every(({ id }) => id === '')).toBe(true);
  });
});
