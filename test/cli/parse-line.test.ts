import { describe, expect, it } from 'vitest';
import { parseLine } from '../../src/cli/parse-line.ts';
import { UsageError } from '../../src/model/errors.ts';
import { VERBS } from '../../src/command/registry.ts';
import { EVIL } from './made-lab.ts';
import { labdeck } from './run.ts';

const read = (...argv: string[]) => {
  const line = parseLine(argv);
  return line.kind === 'verb' ? { id: line.verb.id, ...line.args } : line;
};

describe('a command line', () => {
  it('may have its options anywhere before --', () => {
    expect(read('--lab', 'n3x', 'vm', '--timeout', '2s', 'start', 'a', '--json', 'b')).toEqual({ id: 'vm.start', lab: 'n3x', timeout: 2000, json: true, node: ['a', 'b'] });
    expect(read('up', '--all')).toEqual({ id: 'lab.up', all: true });
    expect(read('--lab=x', 'doctor', '--level', 'outer')).toEqual({ id: 'lab.doctor', lab: 'x', level: 'outer' });
  });

  it('passes everything after -- untouched', () => {
    expect(read('exec', 'outer', '--', 'sh', '-c', 'echo "$1"', '--json', '--', EVIL)).toEqual({ id: 'machine.exec', target: 'outer', command: ['sh', '-c', 'echo "$1"', '--json', '--', EVIL] });
    expect(read('ssh', '--', 'n100-1', 'ls')).toEqual({ id: 'machine.ssh', command: ['n100-1', 'ls'] });
    expect(read('ssh', 'n100-1', '--', 'ls', '-l')).toEqual({ id: 'machine.ssh', target: 'n100-1', command: ['ls', '-l'] });
    expect(read('exec', 'outer', 'ls')).toEqual({ id: 'machine.exec', target: 'outer', command: ['ls'] });
    expect(() => read('exec', '--', 'outer', 'ls')).toThrow("missing required argument 'target'");
  });

  it('keeps every word as it is, quotes, spaces, newlines and empty ones', () => {
    for (const word of [EVIL, ' ', 'a b', '$(reboot)', 'ä', '']) expect(read('snapshot', 'save', word)).toEqual({ id: 'snapshot.save', name: word });
    expect(read('--lab', EVIL, 'status')).toEqual({ id: 'lab.status', lab: EVIL });
  });

  it.each([
    [['stauts'], 'there is no verb "stauts"; did you mean "status"?'],
    [['vm', 'strat', 'a'], 'vm has no verb "strat"; did you mean "start"?'],
    [['vm'], 'vm wants a verb: list, show, start, shutdown, destroy, reset, suspend, resume, xml'],
    [['up', '--al'], "up: unknown option '--al'; did you mean \"--all\"?"],
    [['status', 'extra'], 'status: too many arguments'],
    [['vm', 'start'], "vm start: missing required argument 'node'"],
    [['up', '--timeout', 'soon'], "up: option '--timeout <duration>' argument 'soon' is invalid. It is not a length of time"],
    [['doctor', '--level', 'inside'], "argument 'inside' is invalid. Allowed choices are host, outer, inner"],
    [['keeper', 'log', '-n', '-1'], "argument '-1' is invalid. It is not a whole number"],
    [['--frobnicate'], "cockpit: unknown option '--frobnicate'"],
    [['status', '--dry-run'], "unknown option '--dry-run'"],
  ])('that cannot be meant is refused: %j', (argv, message) => {
    expect(() => read(...argv)).toThrow(UsageError);
    expect(() => read(...argv)).toThrow(message);
  });

  it('that cannot be meant ends with 2 and the next step', async () => {
    expect(await labdeck(['vm', 'strat', 'a'])).toMatchObject({ code: 2, stdout: '', stderr: 'labdeck: vm has no verb "strat"; did you mean "start"?\n  next: labdeck help vm\n' });
    const { code, stdout } = await labdeck(['up', '--al', '--json']);
    expect([code, JSON.parse(stdout)]).toMatchObject([2, { failure: { kind: 'usage' } }]);
  });
});

describe('help', () => {
  it('names every verb and every exit code', async () => {
    const { code, stdout } = await labdeck(['help']);
    expect(code).toBe(0);
    for (const { cli, summary } of VERBS) expect(stdout).toMatch(new RegExp(`^  ${cli}.*${summary.slice(0, 20).replaceAll(/[().]/g, '.')}`, 'm'));
    expect(stdout).toContain('4 refused');
  });

  it('of one verb has its arguments, options and examples', async () => {
    const asked = await Promise.all([labdeck(['vm', 'start', '--help']), labdeck(['help', 'vm', 'start']), labdeck(['vm', '-h', 'start'])]);
    expect(new Set(asked.map(({ stdout }) => stdout)).size).toBe(1);
    expect(asked[0]?.stdout).toMatch(/^labdeck vm start \[options\] <node\.\.\.>\n/);
    expect(asked[0]?.stdout).toContain('--dry-run');
    expect(asked[0]?.stdout).not.toContain('--yes');
    expect(asked[0]?.stdout).toContain('labdeck vm start n100-1 n100-2 --json');
  });

  it('of a group names its verbs, and of nothing the overview', async () => {
    const help = (await labdeck(['vm', '--help'])).stdout;
    const named = VERBS.filter(({ cli }) => cli.startsWith('vm ')).map(({ cli }) => help.includes(`labdeck ${cli}`));
    expect(named.length).toBeGreaterThan(10);
    expect(named).not.toContain(false);
    expect(await labdeck([])).toMatchObject({ code: 0, stdout: (await labdeck(['--help'])).stdout });
  });
});

describe('the registry', () => {
  it('has each id and each word once, and two words at most', () => {
    for (const key of ['id', 'cli'] as const) expect(new Set(VERBS.map((verb) => verb[key])).size).toBe(VERBS.length);
    expect(VERBS.every(({ cli }) => cli.split(' ').length <= 2)).toBe(true);
  });

  it('has no verb that could be taken for a group', () => {
    const groups = new Set(VERBS.filter(({ cli }) => cli.includes(' ')).map(({ cli }) => cli.split(' ')[0]));
    expect(VERBS.filter(({ cli }) => groups.has(cli))).toEqual([]);
  });

  it('says what is lost by every verb with a blast radius', () => {
    expect(VERBS.filter(({ blast, loses }) => (blast !== 'none') !== (loses !== undefined))).toEqual([]);
  });
});
