import { valueOf } from '../../model/reading.ts';
import { labIsDown } from '../../store/select/layers.ts';
import type { LabState } from '../../store/state.ts';
import type { StyleName } from '../canvas.ts';
import { pane } from '../pane.ts';
import type { Empty } from '../widgets/empty.ts';
import { drawText, FIRST_LINES, type HasText, textHead, textParts, textSource } from '../widgets/pane-text.ts';
import { UP, waitWords } from './lab-words.ts';

/** What a kernel says when it gives up. */
const LAST_WORDS = /Kernel panic|\bOops\b|\bBUG:|soft lockup|Out of memory/;

const styleOf = (line: string): StyleName | undefined => (LAST_WORDS.test(line) ? 'bad' : undefined);

/** A machine that is built or started writes nothing until it runs. */
function emptyOf(state: LabState, now: number): Empty {
  if (labIsDown(state) && state.outer.state !== 'unknown') return { why: 'nothing was captured: the outer VM is off, and its serial line with it', press: waitWords(state, now) ?? UP };
  if (valueOf(state.outer) === undefined) return { why: 'nothing was captured yet: the outer VM was not read' };
  return { why: 'nothing was captured yet: the guest has not written to its serial line', press: 'i joins the line' };
}

/** All that the outer VM wrote to its serial line, as text. */
export const serialPane = pane<HasText>({
  id: 'serial',
  title: 'Serial',
  scope: 'serial',
  shows: ['outer'],
  initial: FIRST_LINES,
  head: ({ own, rows }) => textHead(own, rows),
  draw: (canvas, view) => drawText(canvas, view, emptyOf(view.state, view.now), styleOf),
  ...textParts(),
  source: ({ own }, size) => textSource('log:serial', own, size),
});
