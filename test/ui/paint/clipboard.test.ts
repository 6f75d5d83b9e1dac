import { expect, test } from 'vitest';
import { clipboardSequence } from '../../../src/ui/paint/clipboard.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

test('a text is copied as OSC 52', () => {
  expect(clipboardSequence('ü\n', { TERM: 'xterm' })).toBe(`\u001b]52;c;${base64('ü\n')}\u0007`);
});

test('screen is told to hand it through, in pieces; tmux knows it', () => {
  const text = 'x'.repeat(300);
  const wrapped = clipboardSequence(text, { TERM: 'screen.xterm-256color' }) ?? '';
  expect(wrapped.split('\u001bP').slice(1).every((piece) => piece.endsWith('\u001b\\') && piece.length <= 78)).toBe(true);
  expect(wrapped.replaceAll('\u001bP', '').replaceAll('\u001b\\', '')).toBe(`\u001b]52;c;${base64(text)}\u0007`);
  expect(clipboardSequence(text, { TERM: 'screen-256color', TMUX: '/tmp/tmux-0/default,1,0' })).toBe(`\u001b]52;c;${base64(text)}\u0007`);
});

test('what no terminal would take is not sent', () => {
  expect(clipboardSequence('x'.repeat(80_000), {})).toBeUndefined();
});
