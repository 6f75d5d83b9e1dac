import { describe, expect, it } from 'vitest';
import { LostError } from '../../../src/model/errors.ts';
import { LAYOUTS } from '../../../src/ui/built-in.ts';
import { documentLines } from '../../../src/ui/run/document-lines.ts';
import { reasonOf } from '../../../src/ui/run/outcome.ts';
import { Runs } from '../../../src/ui/run/runs.ts';
import { createScreen } from '../../../src/ui/screen/screen.ts';
import type { Armed } from '../../../src/ui/screen/state.ts';
import type { CommandAnswer, CommandRequest } from '../../../src/wire/protocol.ts';

type Sent = Omit<CommandRequest, 'token'>;

function house(answer: (request: Sent) => CommandAnswer | Promise<CommandAnswer>) {
  const sent: Sent[] = [];
  const copied: string[] = [];
  const lent: (readonly string[])[] = [];
  const screen = createScreen({ size: { width: 120, height: 40 }, layouts: LAYOUTS });
  const runs = new Runs({
    screen,
    stay: { run: async (request) => (sent.push(request), answer(request)) },
    lab: 'my lab',
    now: () => 0,
    copy: (text) => copied.push(text),
    lend: async (words) => (lent.push(words), 3),
  });
  const start = (id: string, args: Record<string, unknown>, how: Armed = 'run') => runs.start({ id, args: args as never, how });
  const said = () => screen.get().notices.map(({ tone, text }) => `${tone}: ${text}`);
  return { runs, start, sent, copied, lent, said, screen };
}

const node = (name: string, what?: string) => ({ node: name, ok: what === undefined, ...(what === undefined ? {} : { failure: { kind: 'exit', what, detail: '' } }) });

describe('a command that runs', () => {
  it('is sent once, and what came of it is said', async () => {
    const { start, said, sent, runs } = house(() => ({ ok: true, result: { verb: 'start', nodes: [node('n1'), node('n2')] } }));
    start('vm.start', { node: ['n1', 'n2'] });
    expect(runs.running.map(({ request }) => request.id)).toEqual(['vm.start']);
    await expect.poll(said).toEqual(['info: vm start n1 n2 …', 'good: vm start n1, n2: done']);
    expect(sent).toEqual([{ id: 'vm.start', args: { node: ['n1', 'n2'] }, dryRun: false, timeoutMs: 60_000 }]);
    expect([runs.running, runs.last?.id]).toEqual([[], 'vm.start']);
  });

  it('sums a group up: how many, and each that failed with its reason', async () => {
    const { start, said, runs } = house(() => ({ ok: true, result: { verb: 'start', nodes: [node('n1'), node('n2', 'no such image')] } }));
    start('vm.start', { node: ['n1', 'n2'] });
    await expect.poll(() => said().at(-1)).toBe('bad: vm start: 1 of 2 done; n2: no such image');
    expect(runs.last).toBeUndefined();
  });

  it('that fails says why and what to do next', async () => {
    const { start, said } = house(() => ({ ok: false, failure: { kind: 'refused', what: 'the lab is down', next: 'labdeck up', detail: '' } }));
    start('vm.start', { node: ['n1'] });
    await expect.poll(() => said().at(-1)).toBe('bad: vm start: the lab is down → labdeck up');
  });

  it('says that no keeper is there', async () => {
    const { start, said } = house(() => Promise.reject(new LostError({ what: 'no keeper is there to run vm.start: it was not sent', next: 'again, once it is back' })));
    start('vm.start', { node: ['n1'] });
    await expect.poll(() => said().at(-1)).toContain('it was not sent → again, once it is back');
  });

  it('that only shows something shows it over the panes', async () => {
    const { start, screen } = house(() => ({ ok: true, result: { node: 'n1', xml: '<domain>\n  <name>n1</name>\n</domain>' } }));
    start('vm.xml', { node: 'n1' });
    await expect.poll(() => screen.get().overlay).toMatchObject({ title: 'vm xml n1', lines: ['node: n1', 'xml:', '  <domain>', '    <name>n1</name>', '  </domain>'] });
  });
});

describe('a command that does not run', () => {
  it('in a dry run shows the exact argv per machine', async () => {
    const { start, screen, sent } = house(() => ({ ok: true, result: null, planned: [{ machine: 'outer', argv: ['virsh', 'start', "it's"] }] }));
    start('vm.start', { node: ['n1'] }, 'dry-run');
    await expect.poll(() => screen.get().overlay).toMatchObject({ title: 'vm start: would run', lines: [String.raw`outer: virsh start 'it'\''s'`] });
    expect(sent[0]?.dryRun).toBe(true);
  });

  it('is copied as its headless twin, words quoted for a shell', () => {
    const { start, copied, sent } = house(() => ({ ok: true, result: null }));
    start('vm.start', { node: ['a b'] }, 'copy');
    expect([copied, sent]).toEqual([["labdeck --lab 'my lab' vm start 'a b'"], []]);
  });
});

it('what needs a terminal of its own is lent ours', async () => {
  const { start, lent, said } = house(() => ({ ok: true, result: null }));
  start('machine.ssh', { target: 'n1' });
  await expect.poll(said).toEqual(['warn: ssh ended with exit code 3']);
  expect(lent).toEqual([['--lab', 'my lab', 'ssh', 'n1']]);
});

it('a pane that waits for an answer gets it, and nobody else', async () => {
  const { runs, said } = house(() => ({ ok: true, result: { output: 'running' } }));
  const told: unknown[] = [];
  runs.start({ id: 'outer.hmp', args: { line: 'info status' }, how: 'run' }, (answer) => told.push(answer));
  await expect.poll(() => told).toEqual([{ result: { output: 'running' } }]);
  expect(said()).toEqual([]);
});

it('documents are lines for a person', () => {
  expect(documentLines({ a: 1, none: undefined, list: ['x', 'y'], empty: [], rows: [{ b: true, c: { d: null } }] })).toEqual(['a: 1', 'list: x, y', 'empty: none', 'rows:', '  - b: true', '    c:', '      d: null']);
});

it('a reason is one line: the last word of the evidence, once, and the next step', () => {
  expect(reasonOf({ kind: 'exit', what: 'virsh failed', detail: 'first\nerror: no such domain\n', next: 'labdeck vm list' })).toBe('virsh failed: error: no such domain → labdeck vm list');
});
