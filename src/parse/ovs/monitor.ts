import { readJson } from '../json.ts';
import { notUnderstood } from '../lines.ts';
import { uuid } from './value.ts';

export interface OvsChange {
  readonly action: 'initial' | 'insert' | 'delete' | 'modify';
  readonly uuid: string;
  /** The columns that were asked for, after the change (before it, for `delete`), as OVSDB writes them. */
  readonly columns: Readonly<Record<string, unknown>>;
  /** For `modify`: what the columns that are others now were before. */
  readonly before?: Readonly<Record<string, unknown>>;
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
    let old: { readonly uuid: string; readonly columns: Readonly<Record<string, unknown>> } = { uuid: '', columns: {} };
    for (const row of json.at('data').list()) {
      const [id, action, ...cells] = row.list();
      const name = typeof id?.value === 'string' ? id.value : id === undefined ? '' : uuid(id);
      const columns = Object.fromEntries(headings.slice(2).map((heading, index) => [heading, cells[index]?.value]));
      if (action?.value === 'old') old = { uuid: name, columns: changedOf(columns) };
      else if (action?.value === 'new') changes.push({ action: 'modify', uuid: old.uuid, columns, before: old.columns });
      else changes.push({ action: actionOf(action?.value, line), uuid: name, columns });
    }
    return changes;
  });
}

/** A row `old` holds null for what did not change. */
function changedOf(columns: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== null));
}

const ACTIONS: Readonly<Record<string, OvsChange['action']>> = { initial: 'initial', insert: 'insert', delete: 'delete' };

function actionOf(word: unknown, line: string): OvsChange['action'] {
  const action = ACTIONS[String(word)];
  if (action === undefined) throw notUnderstood(WHAT, `'${String(word)}' is no action`, line);
  return action;
}
