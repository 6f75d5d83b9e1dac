import { describe, expect, it } from 'vitest';
import { fresh } from '../../../src/model/reading.ts';
import type { LabState } from '../../../src/store/state.ts';
import type { PaneAnswer } from '../../../src/ui/pane.ts';
import { completeLine, readLine } from '../../../src/ui/panes/monitor-line.ts';
import { monitorPane } from '../../../src/ui/panes/monitor.ts';
import { qmpCommands } from '../../../src/ui/panes/qmp-schema.ts';
import { clockText } from '../../../src/ui/widgets/ages.ts';
import { EMPTY } from '../../store/empty.ts';
import { drawPane, viewOf } from './draw-pane.ts';

/** Rows as `query-qmp-schema` has them: names of types are numbers, a member that may be left out has a default of null. */
const SCHEMA = [
  { name: 'query-status', 'meta-type': 'command', 'ret-type': '1', 'arg-type': '0' },
  { name: 'query-block', 'meta-type': 'command', 'ret-type': '[2]', 'arg-type': '0' },
  { name: 'cont', 'meta-type': 'command', 'ret-type': '0', 'arg-type': '0' },
  { name: 'device_del', 'meta-type': 'command', 'ret-type': '0', 'arg-type': '3' },
  { name: 'set-action', 'meta-type': 'command', 'ret-type': '0', 'arg-type': '4' },
  { name: 'STOP', 'meta-type': 'event', 'arg-type': '0' },
  { name: '0', 'meta-type': 'object', members: [] },
  { name: '3', 'meta-type': 'object', members: [{ name: 'id', type: 'str' }] },
  { name: '4', 'meta-type': 'object', members: [{ name: 'reboot', type: '5', default: null }, { name: 'ids', type: '[str]' }, { name: 'now', type: 'bool', default: null }] },
  { name: '5', 'meta-type': 'enum', values: ['reset', 'shutdown'], members: [{ name: 'reset' }, { name: 'shutdown' }] },
  { name: '[str]', 'meta-type': 'array', 'element-type': 'str' },
  { name: 'str', 'meta-type': 'builtin', 'json-type': 'string' },
  { name: 'bool', 'meta-type': 'builtin', 'json-type': 'boolean' },
];
const COMMANDS = qmpCommands(SCHEMA);
const AT = Date.UTC(2026, 10, 21, 14, 2, 31);
const UP: LabState = { ...EMPTY, outer: fresh({ state: 'running', monitor: 'qmp', pid: 7 }, AT), events: [{ at: AT, source: 'qmp', what: 'STOP' }, { at: AT, source: 'libvirt', what: 'started' }, { at: AT + 1000, source: 'qmp', what: 'RESUME' }] };
const SIZE = { width: 78, height: 16 };

/** Writes lines and takes answers, as the screen does. */
function talked(state: LabState, ...steps: readonly (string | PaneAnswer)[]): unknown {
  return steps.reduce<unknown>((own, step) => (typeof step === 'string' ? monitorPane.acts['pane.open']?.(viewOf(monitorPane, state, { own }), SIZE, step) : monitorPane.take?.(viewOf(monitorPane, state, { own }), step)), monitorPane.initial);
}
const answered = (key: string, result: unknown): PaneAnswer => ({ key, at: AT, result });
const schemaAnswer = answered('schema of 7', { command: 'query-qmp-schema', return: SCHEMA });

describe('the monitor pane', () => {
  it.each([118, 78])('draws what was written, what was said, and the events below, at %i columns', (width) => {
    const own = talked(UP, 'query-status', answered('1', { command: 'query-status', return: { status: 'running' } }), 'info kvm', answered('2', { line: 'info kvm', output: 'kvm support: disabled\n' }), 'device_del id=x', { key: '3', at: AT, failure: { kind: 'exit', what: "Device 'x' not found", detail: '' } });
    const time = clockText(AT);
    expect(drawPane(monitorPane, UP, { width, height: 16 }, { own }).lines()).toEqual([
      ` ${time} > query-status`, ' {', '   "status": "running"', ' }', '', ` ${time} > info kvm`, ' kvm support: disabled', '', ` ${time} > device_del id=x`, " ✗ Device 'x' not found", '',
      `─ events 2 ${'─'.repeat(width - 11)}`, ` ${time}  STOP`, ` ${clockText(AT + 1000)}  RESUME`, '', '',
    ]);
  });

  it('filters the events, and searches what was said', () => {
    const own = monitorPane.acts['pane.filter']?.(viewOf(monitorPane, UP, { own: talked(UP, 'cont') }), SIZE, '!stop');
    expect(drawPane(monitorPane, UP, SIZE, { own }).lines().slice(11, 13)).toEqual([`─ events 1 · & !stop ${'─'.repeat(57)}`, ` ${clockText(AT + 1000)}  RESUME`]);
    expect(drawPane(monitorPane, UP, SIZE, { own }).lines()[0]).toBe(' > cont');
    const searched = monitorPane.acts['pane.search']?.(viewOf(monitorPane, UP, { own }), SIZE, 'CONT');
    expect(drawPane(monitorPane, UP, SIZE, { own: searched }).styled('warn')).toEqual(['0:cont']);
  });

  it('asks the running QEMU once for its schema, and again when another runs', () => {
    const asks = (own: unknown, state = UP) => monitorPane.ask?.(viewOf(monitorPane, state, { own }));
    expect(asks(monitorPane.initial)).toEqual({ key: 'schema of 7', id: 'outer.qmp', args: { command: 'query-qmp-schema' } });
    expect(asks(talked(UP, schemaAnswer))).toBeUndefined();
    expect(asks(talked(UP, schemaAnswer), { ...UP, outer: fresh({ state: 'running', pid: 8 }, AT) })?.key).toBe('schema of 8');
    const refused = talked(UP, { key: 'schema of 7', at: AT, failure: { kind: 'refused', what: 'read-only', detail: '' } });
    expect([asks(refused), monitorPane.head(viewOf(monitorPane, UP, { own: refused })).mode]).toEqual([undefined, '! no completion: read-only']);
    expect(monitorPane.head(viewOf(monitorPane, UP, { own: talked(UP, schemaAnswer) }))).toEqual({ count: 'QMP · 0', mode: '5 commands complete' });
    for (const outer of [{ state: 'off' }, { state: 'running', monitor: 'hmp' }] as const) expect(asks(monitorPane.initial, { ...UP, outer: fresh(outer, AT) })).toBeUndefined();
  });

  it('takes a line and what it means under the same key, and remembers it', () => {
    const view = viewOf(monitorPane, UP, { own: talked(UP, schemaAnswer, 'query-status') });
    const line = monitorPane.input?.(view);
    expect(line?.submit('device_del id=disk1')).toEqual({ key: '2', id: 'outer.qmp', args: { command: 'device_del', arguments: '{"id":"disk1"}' } });
    expect([line?.prompt, line?.history]).toEqual(['qmp>', ['query-status']]);
    const own = monitorPane.take?.({ ...view, own: monitorPane.acts['pane.open']?.(view, SIZE, 'device_del id=disk1') }, answered('2', { return: {} }));
    expect(own).toMatchObject({ entries: [{ key: '1' }, { key: '2', line: 'device_del id=disk1', said: ['{}'] }] });
  });

  it('says why it is silent, and what to press', () => {
    expect(drawPane(monitorPane, { ...UP, outer: fresh({ state: 'off' }, AT) }, { width: 78, height: 5 }).toString()).toBe(' the monitor cannot answer: lab test is down: labdeck up\n : up boots the lab');
    expect(drawPane(monitorPane, UP, { width: 78, height: 5 }).toString()).toMatch(/^ nothing was written.*\n i writes: query-status/);
  });

  it('keeps a long answer short', () => {
    const own = talked(UP, 'x-huge', answered('1', { return: Array.from({ length: 3000 }, (_, n) => n) }));
    expect(monitorPane.copy?.(viewOf(monitorPane, UP, { own })).at(-1)).toBe('… 1002 lines more: labdeck qmp prints all');
  });
});

describe('a line for the monitor', () => {
  it('is QMP where the schema has the command, else the human monitor\'s', () => {
    expect(readLine('set-action reboot=shutdown ids=["a b"] now', COMMANDS)).toEqual({ id: 'outer.qmp', args: { command: 'set-action', arguments: '{"reboot":"shutdown","ids":["a b"],"now":true}' } });
    expect(readLine('device_del {"id": "a"}', COMMANDS)).toEqual({ id: 'outer.qmp', args: { command: 'device_del', arguments: '{"id": "a"}' } });
    expect([readLine('info block', COMMANDS), readLine('hmp cont', COMMANDS), readLine('qmp stop', COMMANDS), readLine('query-x', []), readLine(' ', COMMANDS)]).toEqual([
      { id: 'outer.hmp', args: { line: ['info', 'block'] } }, { id: 'outer.hmp', args: { line: ['cont'] } }, { id: 'outer.qmp', args: { command: 'stop' } }, { id: 'outer.qmp', args: { command: 'query-x' } }, undefined,
    ]);
  });

  it.each([
    ['que', ['query-block', 'query-status']],
    ['status', ['query-status']],
    ['qmp dev', ['qmp device_del ']],
    ['set-action ', ['set-action ids=', 'set-action reboot=', 'set-action now=']],
    ['set-action ids=a re', ['set-action ids=a reboot=']],
    ['set-action reboot=s', ['set-action reboot=shutdown']],
    ['set-action now=', ['set-action now=true', 'set-action now=false']],
    ['device_del {"i', []],
    ['nosuch x', []],
  ])('%j becomes %j', (line, wanted) => {
    expect(completeLine(line, COMMANDS).map((each) => each.line)).toEqual(wanted);
  });

  it('says what an argument is', () => {
    expect(completeLine('set-action ', COMMANDS).map(({ says }) => says)).toEqual(['[str]', 'enum, optional', 'bool, optional']);
    expect(completeLine('set', COMMANDS)).toEqual([{ line: 'set-action ', says: 'ids [reboot] [now]' }]);
    expect(qmpCommands('no schema')).toEqual([]);
  });
});
