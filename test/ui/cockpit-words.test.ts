import { describe, expect, it } from 'vitest';
import { cockpitWords } from '../../src/ui/cockpit-words.ts';

describe('the words of a cockpit', () => {
  it.each([
    [[], { readonly: false, up: false }],
    [['cockpit'], { readonly: false, up: false }],
    [['cockpit', '--up', '--view=network'], { readonly: false, up: true, view: 'network' }],
    [['--lab', 'n3x', '--readonly'], { readonly: true, up: false, lab: 'n3x' }],
  ])('%j', (words, expected) => expect(cockpitWords(words)).toEqual(expected));

  it.each([[['status']], [['cockpit', '--json']], [['--lab']], [['--view', '--up']], [['--up=yes']], [['cockpit', 'nodes']]])('%j is for the command line to read, or to refuse', (words) => {
    expect(cockpitWords(words)).toBeUndefined();
  });
});
