import { describe, expect, it } from 'vitest';
import { guarded, Hands, worldWith } from './world.ts';

const DESTROY = { id: 'vm.destroy', args: { node: ['n100-1'] } };

describe('a question before something is lost', () => {
  it('says what is lost, and that it does not come back, before anything is pressed', () => {
    const hands = new Hands().type('xd');
    expect(hands.picture()).toBe(`destroy?
 vm destroy n100-1
 Lost is n100-1: what runs there, and what was not written to disk.
 Not reversible: what is lost does not come back.
 Go on?

 y go on   n leave it   D show the commands   Y copy them`);
    expect(hands.take()).toEqual([]);
  });

  it('says what takes it back where something does', () => {
    const hands = new Hands(worldWith({ scope: 'fabric', target: { port: 'vnet0' } })).type('x');
    expect(hands.picture()).toContain('Taken back by u: port up vnet0');
    expect(hands.picture()).not.toContain('Not reversible');
  });

  it.each([
    ['y', 'run'],
    ['D', 'dry-run'],
    ['Y', 'copy'],
  ])('%s: %s', (key, how) => {
    const hands = new Hands().type(`xd${key}`);
    expect(hands.take()).toEqual([{ do: 'run', request: { ...DESTROY, how } }]);
  });

  it.each(['n', 'q', '\x1b', '\x03'])('%j leaves it', (key) => {
    const hands = new Hands().type(`xd${key}`);
    expect([hands.overlay, hands.take()]).toEqual([undefined, []]);
  });

  it('is not answered by Enter, by a space or by anything pasted', () => {
    const hands = new Hands().type('xd\r \x1b[200~y\x1b[201~sjk');
    expect([hands.overlay?.kind, hands.take().map((done) => (done as { do: string }).do)]).toEqual(['confirm', ['notice']]);
  });

  it('wants the name of the lab for the whole lab', () => {
    const hands = new Hands(worldWith({ scope: 'outer-vm', target: {} })).type('xr');
    expect(hands.picture()).toMatch(/Lost is every disk of lab embedded[^]*Not reversible[^]*To go on, type embedded and press Enter:/);
    hands.type('y\r').type('embeddex\r');
    expect([hands.overlay?.kind, hands.take()]).toEqual(['confirm', []]);
    hands.type('\x15embedded\r');
    expect([hands.overlay, hands.take()]).toEqual([undefined, [{ do: 'run', request: { id: 'lab.reset', args: {}, how: 'run' } }]]);
  });

  it('wants the name of a protected node, and of the lab for several', () => {
    const one = new Hands(worldWith({ lab: guarded('n100-1') })).type('xd');
    expect(one.picture()).toContain('To go on, type n100-1 and press Enter:');
    expect(one.type('n100-1\r').take()).toMatchObject([{ do: 'run', request: DESTROY }]);
    const two = new Hands(worldWith({ lab: guarded('n100-1', 'jetson-1'), target: { node: ['n100-1', 'jetson-1'] } })).type('xd');
    expect(two.picture()).toContain('To go on, type embedded and press Enter:');
    expect(new Hands(worldWith({ lab: guarded('jetson-1') })).type('xdy').take()).toHaveLength(1);
  });

  it('tells a pane that waits for the answer that there is none', () => {
    const hands = new Hands();
    hands.overlay = { ...new Hands().type('xd').overlay!, request: { ...DESTROY, how: 'run', key: 'k1' } };
    expect(hands.type('n').take()).toEqual([{ do: 'cancelled', key: 'k1', why: 'not confirmed: nothing was done' }]);
  });
});
