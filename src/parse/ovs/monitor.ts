import { readJson } from '../json.ts';
import { notUnderstood } from '../lines.ts';
import { uuid } from './value.ts';

export interface OvsChange {
  readonly action: 'initial' | 'insert' | 'delete' | 'modify';
  readonly uuid: string;
  /** The columns that were asked for, after the change (before it, for `delete`), as OVSDB writes them. */
  readonly columns: Readonly<Record<string, unknown>>;
}

const WHAT = 'ovsdb-client monitor';

/**
 * One line of `ovsdb-client monitor --format=json`: a table of rows `[row, action, column, …]`. A change comes as two rows,
 * `old` (with the columns that were other before) and `new` (with an empty row name).
 */
export function parseMonitorLine(line: string): OvsChange[] {
  return readJson(WHAT, line, (json) => {
    const headings = json.at('headings').list().map((each) => each.text());
    const changes: OvsChange[] = [];
    let before = '';
    for (const row of json.at('data').list()) {
      const [id, action, ...cells] = row.list();
      const name = typeof id?.value === 'string' ? id.value : id === undefined ? '' : uuid(id);
      const columns = Object.fromEntries(headings.slice(2).map((heading, index) => [heading, cells[index]?.value]));
      if (action?.value === 'old') before = name;
      else changes.push({ action: actionOf(action?.value, line), uuid: action?.value === 'new' ? before : name, columns });
    }
    return changes;
  });
}

const ACTIONS: Readonly<Record<string, OvsChange['action']>> = { initial: 'initial', insert: 'insert', delete: 'delete', new: 'modify' };

function actionOf(word: unknown, line: string): OvsChange['action'] {
  const action = ACTIONS[String(word)];
  if (action === undefined) throw notUnderstood(WHAT, `'${String(word)}' is no action`, line);
  return action;
}
