import type { KeyFault } from './faults.ts';
import type { KeyRow } from './key-row.ts';
import { isOverPanes } from './scopes.ts';

/** Keys that mean the same in every pane as it comes. A user's own keymap may change them for that user. */
export const FIXED: Readonly<Record<string, readonly string[]>> = {
  j: ['pane.down'], k: ['pane.up'], h: ['pane.left'], l: ['pane.right'],
  down: ['pane.down'], up: ['pane.up'], left: ['pane.left'], right: ['pane.right'],
  ...Object.fromEntries(Array.from({ length: 9 }, (_, index) => [String(index + 1), ['screen.view']])),
  q: ['screen.quit'], '?': ['screen.help'], ':': ['screen.palette'], 'ctrl-p': ['screen.palette'],
  '/': ['pane.filter', 'pane.search'], z: ['pane.zoom'], space: ['table.mark'], esc: ['screen.dismiss'],
  tab: ['pane.next'], 'shift-tab': ['pane.previous'],
  'alt-left': ['pane.focus'], 'alt-right': ['pane.focus'], 'alt-up': ['pane.focus'], 'alt-down': ['pane.focus'],
  D: ['screen.dry-run'], Y: ['screen.copy-command'],
};

/** What is built in and gives a fixed key another meaning, or none. */
export function fixedFaults(rows: readonly KeyRow[]): readonly KeyFault[] {
  const inPanes = rows.filter(({ scope }) => !isOverPanes(scope));
  const wrong = inPanes.filter(({ chord, id }) => FIXED[chord]?.includes(id) === false);
  const missing = Object.keys(FIXED).filter((chord) => !inPanes.some((row) => row.chord === chord));
  return [
    ...wrong.map(({ scope, chord, id }) => ({ scope, chord, message: `is ${id} here, and ${FIXED[chord]?.join(' or ') ?? ''} everywhere` })),
    ...missing.map((chord) => ({ scope: 'global', chord, message: `has no meaning, and should be ${FIXED[chord]?.join(' or ') ?? ''}` })),
  ];
}
