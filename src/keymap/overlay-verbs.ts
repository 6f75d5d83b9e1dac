import type { ScreenVerb } from '../command/screen-verbs.ts';

const row = (id: string, short: string, summary: string): ScreenVerb => ({ id, short, summary });

/** What keys do in what lies over the panes, and where text is written. Bound like any other, and named by no palette. */
export const OVERLAY_VERBS: readonly ScreenVerb[] = [
  row('overlay.close', 'close', 'close it; nothing is done'),
  row('overlay.accept', 'take', 'take what is chosen or written'),
  row('overlay.next', 'next', 'the next row'),
  row('overlay.previous', 'last', 'the row before'),
  row('overlay.page-down', 'page', 'a page down'),
  row('overlay.page-up', 'page', 'a page up'),
  row('overlay.first', 'first', 'the first row'),
  row('overlay.last', 'last', 'the last row'),
  row('overlay.mark', 'mark', 'mark the row, or take its mark away'),
  row('overlay.filter', 'filter', 'write what rows have to match'),
  row('overlay.complete', 'complete', 'complete the word'),
  row('overlay.dry-run', 'dry run', 'show what it would run, and run none of it'),
  row('overlay.copy-command', 'copy cmd', 'copy it as a command instead of running it'),
  row('line.left', 'left', 'a character to the left'),
  row('line.right', 'right', 'a character to the right'),
  row('line.word-left', 'word', 'a word to the left'),
  row('line.word-right', 'word', 'a word to the right'),
  row('line.home', 'start', 'to the start of the line'),
  row('line.end', 'end', 'to the end of the line'),
  row('line.backspace', 'rub out', 'take the character before away'),
  row('line.delete', 'delete', 'take the character here away'),
  row('line.kill-word', 'word', 'take the word before away'),
  row('line.kill-line', 'clear', 'take all before away'),
  row('line.kill-end', 'clear', 'take all behind away'),
];
