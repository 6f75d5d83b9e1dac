import { describe, expect, it } from 'vitest';
import { VERBS } from '../../src/command/registry.ts';
import type { Verb } from '../../src/command/command.ts';
import { argsOf, commandLine, lineWord, missingArgs, wordsOf } from '../../src/keymap/words.ts';

const verb = (id: string): Verb => VERBS.find((each) => each.id === id)!;

describe('words of a line', () => {
  it.each([
    ['vm start n100-1', ['vm', 'start', 'n100-1']],
    [`qmp x '{"a": 1}'`, ['qmp', 'x', '{"a": 1}']],
    [`a "b c"d 'unfinished e`, ['a', 'b cd', 'unfinished e']],
    ['  ', []],
    [`x ""`, ['x', '']],
  ])('%j', (line, words) => {
    expect(wordsOf(line)).toEqual(words);
  });

  it.each(['plain', 'two words', `it's`, '', '{"a": 1}'])('read back what was written: %j', (word) => {
    expect(wordsOf(lineWord(word))).toEqual([word]);
  });
});

describe('arguments', () => {
  it.each([
    ['vm.start', ['a', 'b'], { args: { node: ['a', 'b'] } }],
    ['lab.down', ['--force'], { args: { force: true } }],
    ['lab.doctor', ['--level', 'outer'], { args: { level: 'outer' } }],
    ['lab.doctor', ['--level', 'moon'], { args: {}, fault: '--level wants host, outer, inner' }],
    ['outer.qmp', ['query-block', '{}'], { args: { command: 'query-block', arguments: '{}' } }],
    ['machine.exec', ['outer', '--', 'ls', '-l'], { args: { target: 'outer', command: ['ls', '-l'] } }],
    ['keeper.log', ['-n', '12'], { args: { lines: 12 } }],
    ['vm.xml', ['a', 'b'], { args: { node: 'a' }, fault: 'one word too many: b' }],
  ] as const)('%s %j', (id, words, read) => {
    expect(argsOf(verb(id), words)).toEqual(read);
  });

  it('that are missing are named', () => {
    expect([missingArgs(verb('vm.start'), { node: [] }), missingArgs(verb('machine.exec'), { target: 'a' }), missingArgs(verb('machine.ssh'), {})].map((args) => args.map(({ name }) => name))).toEqual([['node'], ['command'], []]);
  });

  it('are the command line that means the same', () => {
    for (const [id, words] of [['vm.start', ['a', 'b']], ['lab.down', ['--force']], ['machine.exec', ['outer', '--', 'ls', '-l']], ['keeper.log', ['--lines', '12']]] as const) {
      expect(commandLine(verb(id), argsOf(verb(id), words).args)).toEqual([...verb(id).cli.split(' '), ...words]);
    }
  });
});
