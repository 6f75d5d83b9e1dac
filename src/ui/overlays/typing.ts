import { edited, type InputLine, typed } from '../widgets/input-line.ts';
import type { Press } from './overlay.ts';

/** What a key does to the line that is written: an edit by the key table, else its text. The same line when it does nothing to it. */
export function writtenInto(line: InputLine, { act, text }: Press): InputLine {
  if (act?.startsWith('line.') === true) return edited(line, act.slice('line.'.length));
  return act === undefined && text !== '' ? typed(line, text) : line;
}
