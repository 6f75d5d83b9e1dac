import type { FileFailure, LabState } from '../../store/state.ts';
import type { Connection } from '../../wire/stay.ts';
import type { Notice } from '../screen/state.ts';
import { connectionNotice } from './connection-line.ts';

/** Broken files that are told of at once; the others are counted. */
const MOST = 2;

/** What is wrong for as long as it is shown: files of the user that cannot be used, and the way to the keeper. The most urgent last. */
export function standingNotices({ screen: { failures } }: LabState, connection: Connection): readonly Notice[] {
  const way = connectionNotice(connection);
  return [...failures.slice(0, MOST).map((failure, index) => ofFile(failure, index === MOST - 1 ? failures.length - MOST : 0)), ...(way === undefined ? [] : [way])];
}

/** `keymap.yaml:3:5: …`: the folder is left out, what held before still holds. */
function ofFile({ file, what }: FileFailure, others: number): Notice {
  const name = file.slice(file.lastIndexOf('/') + 1);
  const more = others > 0 ? `, and ${others} more` : '';
  return { at: 0, tone: 'warn', text: `${what.replace(file, name)} · what it said before still holds${more}` };
}
