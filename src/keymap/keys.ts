import type { KeyRow } from './key-row.ts';
import { OVERLAY_KEYS } from './overlay-keys.ts';

type Rest = Omit<KeyRow, 'scope' | 'chord' | 'id'>;

/** Several chords for one thing; only the first is shown in the footer. */
export function keys(scope: string, chords: string, id: string, rest: Rest = {}): readonly KeyRow[] {
  const { footer: _, ...hidden } = rest;
  return chords.split(' ').map((chord, index) => ({ scope, chord, id, ...(index === 0 ? rest : hidden) }));
}

const directions = (scope: string, held: string, id: string): readonly KeyRow[] => ['left', 'right', 'up', 'down'].flatMap((word) => keys(scope, `${held}-${word}`, id, { word }));

const GLOBAL: readonly KeyRow[] = [
  ...keys('global', ': ctrl-p', 'screen.palette', { footer: 10 }),
  ...keys('global', '? F1', 'screen.help', { footer: 10 }),
  ...Array.from({ length: 9 }, (_, index) => String(index + 1)).flatMap((word) => keys('global', word, 'screen.view', { word, footer: 5 })),
  ...keys('global', 'q ctrl-c', 'screen.quit', { footer: 2 }),
  ...keys('global', 'esc', 'screen.dismiss'),
  ...keys('global', 'backspace', 'screen.back'),
  ...keys('global', 'D', 'screen.dry-run'),
  ...keys('global', 'Y', 'screen.copy-command'),
  ...keys('global', 'u', 'screen.undo'),
  ...keys('global', 'P', 'screen.freeze'),
  ...keys('global', 'C', 'screen.copy'),
  ...keys('global', 'M', 'screen.mouse'),
  ...keys('global', 'T', 'screen.theme'),
  ...keys('global', 'ctrl-z', 'screen.suspend'),
  ...keys('global', 'ctrl-l', 'screen.redraw'),
];

const PANE: readonly KeyRow[] = [
  ...keys('pane', 'j down', 'pane.down'),
  ...keys('pane', 'k up', 'pane.up'),
  ...keys('pane', 'h left', 'pane.left'),
  ...keys('pane', 'l right', 'pane.right'),
  ...keys('pane', 'page-down ctrl-f ctrl-d', 'pane.page-down'),
  ...keys('pane', 'page-up ctrl-b ctrl-u', 'pane.page-up'),
  ...keys('pane', 'g home', 'pane.first'),
  ...keys('pane', 'G end', 'pane.last'),
  ...keys('pane', 'enter', 'pane.open', { footer: 9 }),
  ...keys('pane', '/', 'pane.filter', { footer: 4 }),
  ...keys('pane', 'n', 'pane.find-next'),
  ...keys('pane', 'N', 'pane.find-previous'),
  ...keys('pane', 'tab', 'pane.next', { footer: 3 }),
  ...keys('pane', 'shift-tab', 'pane.previous'),
  ...keys('pane', 'z', 'pane.zoom', { footer: 4 }),
  ...directions('pane', 'alt', 'pane.focus'),
  ...directions('pane', 'ctrl', 'pane.grow'),
  // The linux console knows no ctrl with an arrow.
  ...keys('pane', '<', 'pane.grow', { word: 'left' }),
  ...keys('pane', '>', 'pane.grow', { word: 'right' }),
  ...keys('pane', '{', 'pane.grow', { word: 'up' }),
  ...keys('pane', '}', 'pane.grow', { word: 'down' }),
  ...keys('pane', 'H', 'pane.move', { word: 'left' }),
  ...keys('pane', 'L', 'pane.move', { word: 'right' }),
  ...keys('pane', 'K', 'pane.move', { word: 'up' }),
  ...keys('pane', 'J', 'pane.move', { word: 'down' }),
];

const TABLE: readonly KeyRow[] = [
  ...keys('table', 'space', 'table.mark', { footer: 4 }),
  ...keys('table', 'V', 'table.mark-range'),
  ...keys('table', '*', 'table.mark-all'),
  ...keys('table', 'o', 'table.sort', { footer: 3 }),
  ...keys('table', 'O', 'table.columns'),
];

const TEXT: readonly KeyRow[] = [...keys('text', '/', 'pane.search', { footer: 4 }), ...keys('text', '&', 'pane.filter')];

/** What is done with nodes, in a table of them and in one's details. */
const onNodes = (scope: string): readonly KeyRow[] => [
  ...keys(scope, 's', 'vm.start', { footer: 8 }),
  ...keys(scope, 'x', 'menu.stop', { footer: 8 }),
  ...keys(scope, 'm', 'menu.node', { footer: 7 }),
  ...keys(scope, 'c', 'machine.ssh', { footer: 7, short: 'shell' }),
  ...keys(scope, 'p', 'vm.suspend'),
  ...keys(scope, 'r', 'vm.resume', { footer: 6 }),
  ...keys(scope, 'e', 'vm.xml', { footer: 5 }),
];

const PANES: readonly KeyRow[] = [
  ...onNodes('nodes'),
  ...onNodes('node'),
  ...keys('fabric', 's', 'port.up', { footer: 7, short: 'port up' }),
  ...keys('fabric', 'x', 'port.down', { footer: 7, short: 'port down…' }),
  ...keys('fabric', 'f', 'fabric.flows', { footer: 5 }),
  ...keys('fabric', 'm', 'fabric.fdb', { footer: 5, short: 'macs' }),
  ...keys('outer-vm', 's', 'lab.up', { footer: 8, short: 'start' }),
  ...keys('outer-vm', 'x', 'menu.lab-stop', { footer: 8 }),
  ...keys('outer-vm', 'R', 'snapshot.restore', { footer: 7 }),
  ...keys('outer-vm', 'S', 'snapshot.save'),
  ...keys('snapshots', 'S', 'snapshot.save', { footer: 8 }),
  ...keys('snapshots', 'R', 'snapshot.restore', { footer: 8 }),
  ...keys('snapshots', 'x', 'snapshot.delete', { footer: 7, short: 'delete…' }),
  ...keys('xray', 'd', 'lab.doctor', { footer: 6 }),
  ...keys('serial', 'i', 'outer.serial', { footer: 8, short: 'join' }),
  ...keys('monitor', 'i', 'pane.open', { footer: 8, short: 'write' }),
];

/** Every key that is built in. */
export const KEYS: readonly KeyRow[] = [...GLOBAL, ...PANE, ...TABLE, ...TEXT, ...PANES, ...OVERLAY_KEYS];
