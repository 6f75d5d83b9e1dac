import type { KeyRow } from './key-row.ts';

/** scope, chords, id; how long it stays in the footer, and its word there */
type Row = readonly [scope: string, chords: string, id: string, footer?: number, short?: string];

const ROWS: readonly Row[] = [
  ['overlay', 'enter', 'overlay.accept', 9],
  ['overlay', 'esc ctrl-c', 'overlay.close', 9],
  ['overlay.list', 'j down', 'overlay.next'],
  ['overlay.list', 'k up', 'overlay.previous'],
  ['overlay.list', 'page-down ctrl-f ctrl-d', 'overlay.page-down'],
  ['overlay.list', 'page-up ctrl-b ctrl-u', 'overlay.page-up'],
  ['overlay.list', 'g home', 'overlay.first'],
  ['overlay.list', 'G end', 'overlay.last'],
  ['overlay.list', 'space', 'overlay.mark', 5],
  ['overlay.list', 'q', 'overlay.close'],
  ['overlay.help', '?', 'overlay.close'],
  ['overlay.help', '/', 'overlay.filter', 6],
  ['overlay.menu', 'D', 'overlay.dry-run', 6],
  ['overlay.menu', 'Y', 'overlay.copy-command', 6],
  ['overlay.copy', 'y', 'overlay.accept', 6, 'copy'],
  ['overlay.copy', 'v', 'overlay.mark'],
  ['overlay.confirm', 'y', 'overlay.accept', 9, 'go on'],
  ['overlay.confirm', 'n esc q ctrl-c', 'overlay.close', 9, 'leave it'],
  ['overlay.confirm', 'D', 'overlay.dry-run', 6],
  ['overlay.confirm', 'Y', 'overlay.copy-command', 6],
  ['line', 'up ctrl-p', 'overlay.previous'],
  ['line', 'down ctrl-n', 'overlay.next'],
  ['line', 'page-down', 'overlay.page-down'],
  ['line', 'page-up', 'overlay.page-up'],
  ['line', 'tab', 'overlay.complete', 6],
  ['line', 'ctrl-j', 'overlay.accept'],
  ['line', 'left ctrl-b', 'line.left'],
  ['line', 'right ctrl-f', 'line.right'],
  ['line', 'alt-b ctrl-left', 'line.word-left'],
  ['line', 'alt-f ctrl-right', 'line.word-right'],
  ['line', 'home ctrl-a', 'line.home'],
  ['line', 'end ctrl-e', 'line.end'],
  ['line', 'backspace', 'line.backspace'],
  ['line', 'delete ctrl-d', 'line.delete'],
  ['line', 'ctrl-w alt-backspace', 'line.kill-word'],
  ['line', 'ctrl-u', 'line.kill-line'],
  ['line', 'ctrl-k', 'line.kill-end'],
];

/** Keys of what lies over the panes, and of every line of text: those of readline where it has one. */
export const OVERLAY_KEYS: readonly KeyRow[] = ROWS.flatMap(([scope, chords, id, footer, short]) =>
  chords.split(' ').map((chord, index) => ({ scope, chord, id, ...(index === 0 && footer !== undefined ? { footer } : {}), ...(short === undefined ? {} : { short }) })),
);
