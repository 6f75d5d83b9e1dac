import { describe, expect, it } from 'vitest';
import { checkedKeymapSchema } from '../../src/config/keymap.ts';
import { readYaml } from '../../src/config/yaml-file.ts';
import { footerRows } from '../../src/keymap/footer.ts';
import { lookup } from '../../src/keymap/keymap.ts';
import { userFaults, withUserKeys } from '../../src/keymap/user-keys.ts';

const read = (text: string) => readYaml(text, 'keymap.yaml', checkedKeymapSchema(userFaults)).keys;

describe("a user's keymap", () => {
  it('goes over what is built in', () => {
    const map = withUserKeys(read('keys:\n  nodes:\n    S: vm.start n100-1 n100-2\n    s: null\n    X: menu.stop\n  global:\n    Q: screen.quit\n    q: null\n    w: screen.view network\n    U: lab.up --all\n'));
    expect(lookup(map, 'nodes', 'S')).toMatchObject({ id: 'vm.start', args: { node: ['n100-1', 'n100-2'] }, footer: 8 });
    expect([lookup(map, 'nodes', 's'), lookup(map, 'nodes', 'q')]).toEqual([undefined, undefined]);
    expect([lookup(map, 'serial', 'Q')?.id, lookup(map, 'nodes', 'w')?.word, lookup(map, 'nodes', 'U')?.args]).toEqual(['screen.quit', 'network', { all: true }]);
    expect(footerRows(map, 'nodes').filter(({ id }) => id === 'screen.quit' || id === 'vm.start').map(({ chord }) => chord)).toEqual(['S', 'Q']);
  });

  it.each([
    ['an unknown command', 'keys:\n  nodes:\n    S: vm.strat', 'keymap.yaml:3:8: keys.nodes.S is bound to a command that does not exist: vm.strat; did you mean "vm.start"?'],
    ['an unknown scope', 'keys:\n  nods:\n    S: vm.start', 'keymap.yaml:3:8: keys.nods.S is in a scope that does not exist; did you mean "nodes"?'],
    ['a key nobody has', 'keys:\n  nodes:\n    shift-s: null', 'keymap.yaml:3:14: keys.nodes.shift-s is written S'],
    ['a key of the profiles', 'keys:\n  global:\n    F4: lab.up', 'keymap.yaml:3:9: keys.global.F4 is kept for network profiles (F2 to F12)'],
    ['an option nobody has', 'keys:\n  global:\n    U: lab.up --al', 'keymap.yaml:3:8: keys.global.U is not a command: up has no option --al; did you mean "--all"?'],
    ['a word too many', 'keys:\n  global:\n    U: lab.up now', 'keymap.yaml:3:8: keys.global.U is not a command: one word too many: now'],
    ['something that is no command', 'keys:\n  global:\n    U: up', 'keymap.yaml:3:8: keys.global.U is not a command (noun.verb, and words after it)'],
    ['a key twice', 'keys:\n  global:\n    U: lab.up\n    U: lab.down', 'keymap.yaml:4:5: Map keys must be unique'],
  ])('says the line of %s', (_what, text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});
