import { describe, expect, it } from 'vitest';
import { Decoder } from '../../../src/ui/input/decoder.ts';
import { charKey, type InputEvent, namedKey } from '../../../src/ui/input/events.ts';
import { bytesOf, chance, CORPUS, meaning } from './corpus.ts';

const decoded = (...pieces: readonly string[]): readonly InputEvent[] => {
  const decoder = new Decoder();
  return pieces.flatMap((piece) => decoder.push(bytesOf(piece)));
};

const typed = (text: string): readonly InputEvent[] => [...text].map((char) => charKey(char));

describe('bytes of a terminal', () => {
  it.each(CORPUS.map((specimen) => [specimen.from, JSON.stringify(specimen.bytes), specimen] as const))('%s: %s', (_from, _bytes, specimen) => {
    expect(decoded(specimen.bytes)).toEqual(meaning(specimen));
  });

  it('are told apart when the kernel merged them', () => {
    expect([decoded('jj'), decoded('a\rb'), decoded('\x1b[Bq\x1b[Aq')]).toEqual([
      typed('jj'),
      [charKey('a'), namedKey('enter'), charKey('b')],
      [namedKey('down'), charKey('q'), namedKey('up'), charKey('q')],
    ]);
  });

  it.each([
    ['an ESC, then a mouse report', '\x1b\x1b[<64;1;1M', ['esc', 'wheel-up']],
    ['three ESCs before an arrow', '\x1b\x1b\x1b[A', ['esc', 'up']],
    ['an ESC, then a paste', '\x1b\x1b[200~x\x1b[201~', ['esc', 'x']],
    ['a sequence cut off by a key', '\x1b[1;\rq', ['\x1b[1;', 'enter', 'q']],
    ['an answer cut off by a key', '\x1b]11;rgb:00\x1b[Aq', ['\x1b]11;rgb:00', 'up', 'q']],
    ['a character cut off by a key', '\xe2\x82q', ['\xe2', '\x82', 'q']],
    ['an overlong form', '\xe0\x80\x80q', ['\xe0', '\x80', '\x80', 'q']],
    ['a surrogate', '\xed\xa0\x80q', ['\xed', '\xa0', '\x80', 'q']],
    ['a sequence without an end', `\x1b[${'1;'.repeat(127)}qx`, [`\x1b[${'1;'.repeat(127)}`, 'q', 'x']],
  ])('lose no key: %s', (_what, bytes, names) => {
    expect(decoded(bytes).map((event) => ('name' in event ? event.name : 'what' in event ? event.what : 'text' in event ? event.text : event.kind))).toEqual(names);
  });

  it('come to the same events however a stream of them is cut', () => {
    for (let seed = 1; seed <= 400; seed += 1) {
      const pick = chance(seed);
      const specimens = Array.from({ length: 12 }, () => CORPUS[pick(CORPUS.length)] ?? CORPUS[0]!);
      const stream = specimens.map(({ bytes }) => bytes).join('');
      const cuts = Array.from({ length: 1 + pick(12) }, () => pick(stream.length + 1)).toSorted((a, b) => a - b);
      const pieces = [0, ...cuts].map((from, index) => stream.slice(from, cuts[index] ?? stream.length));
      expect(decoded(...pieces), `seed ${seed}: ${JSON.stringify(pieces)}`).toEqual(specimens.flatMap(meaning));
    }
  });

  it('come to the same events byte by byte, whatever the bytes are', () => {
    const alphabet = '\x1b\x1b\x1b[[O]P_MIM<;:0159~uA$^\\\x07\rq \x7f\xc3\xa9\xe2\x82\xac\xff';
    for (let seed = 1; seed <= 2000; seed += 1) {
      const pick = chance(seed);
      const stream = Array.from({ length: 40 }, () => alphabet[pick(alphabet.length)] ?? '').join('');
      expect(decoded(...stream), `seed ${seed}: ${JSON.stringify(stream)}`).toEqual(decoded(stream));
    }
  });

  it('that are pasted are text in pieces, never keys, and end where the paste ends', () => {
    const text = 'q\x1b[201'.repeat(30_000);
    const events = decoded(`\x1b[200~${text.slice(0, 100_001)}`, `${text.slice(100_001)}\x1b[2`, '01~q');
    expect(events.at(-1)).toEqual(charKey('q'));
    expect(events.slice(0, -1).map((event) => (event.kind === 'paste' ? event.text : event.kind)).join('')).toBe(text);
    expect(events.length).toBe(1 + Math.ceil(text.length / 65_536));
  });

  it('that end in a sequence as long as they like hold no more than a little', () => {
    expect(decoded(`\x1b]0${'x'.repeat(5_000)}`)[0]).toMatchObject({ kind: 'unknown' });
    expect(decoded(`\x1b[${'1'.repeat(500)}`)[0]).toMatchObject({ kind: 'unknown' });
  });
});

describe('what is held back', () => {
  it.each([
    ['\x1b', 'escape', [namedKey('esc')]],
    ['\x1b\x1b', 'escape', [namedKey('esc'), namedKey('esc')]],
    ['\x1b[', 'part', [charKey('[', { alt: true })]],
    ['\x1bO', 'part', [charKey('O', { alt: true })]],
    ['\x1b\x1b[', 'part', [namedKey('esc'), charKey('[', { alt: true })]],
    ['\x1b[1;', 'part', [{ kind: 'unknown', text: '\x1b[1;' }]],
    ['\x1b\xc3', 'part', [{ kind: 'unknown', text: '\x1b\xc3' }]],
    ['\xc3', undefined, []],
    ['\x1b[200~abc\x1b', undefined, []],
  ])('%j waits as %s', (bytes, waiting, then) => {
    const decoder = new Decoder();
    expect([decoder.push(bytesOf(bytes)), decoder.waiting, decoder.settle()]).toEqual([[], waiting, then]);
    expect(decoder.settle()).toEqual([]);
  });
});
