import { type Json, Json as JsonValue, readJson } from '../json.ts';
import { notUnderstood } from '../lines.ts';
import { OVS_TABLES, type OvsTable } from './columns.ts';

export type OvsRows = Readonly<Record<OvsTable, readonly Json[]>>;

const WHAT = 'ovsdb-client transact';

/**
 * The answer to {@link OVS_TRANSACTION}: `[{"rows": […]}, …]`, in the order that was asked.
 * @throws ParseError also when the server answered one of them with an error
 */
export function readTransact<T>(raw: string, read: (rows: OvsRows) => T): T {
  return readJson(WHAT, raw, (json) => {
    const answers = json.list();
    const refused = answers.find((each) => each.at('error').exists);
    if (refused !== undefined) throw notUnderstood(WHAT, `${refused.at('error').text()}: ${String(refused.at('details').value)}`, raw);
    const rows = OVS_TABLES.map((table, index) => [table, (answers[index] ?? json.at(table)).at('rows').list()]);
    return read(Object.fromEntries(rows) as OvsRows);
  });
}

/**
 * A table of `ovs-vsctl --format=json list|find`: `{"headings": […], "data": [[…], …]}`, as records.
 * @param what the tool's words, for the error
 */
export function readTable<T>(what: string, raw: string, read: (row: Json) => T): T[] {
  return readJson(what, raw, (json) => {
    const headings = json.at('headings').list().map((each) => each.text());
    return json.at('data').list().map((line) => {
      const cells = line.list();
      const entries = headings.map((heading, index) => [heading, cells[index]?.value]);
      return read(new JsonValue(Object.fromEntries(entries), line.path));
    });
  });
}
