import { linesOf, notUnderstood } from '../lines.ts';

export type TableRow = Readonly<Record<string, string>>;

/**
 * A virsh table: a header whose words stand above the columns, a rule of dashes, rows, an empty line. Cells are cut where the
 * header says, so that a name may hold spaces. `-` stands for "none" and stays as it is.
 *
 *      Id    Name     State
 *     -------------------------
 *      564   n100-1   running
 *
 * @throws ParseError when the header is not `columns`, or the empty line at the end is missing (the output was cut short)
 */
export function parseTable(what: string, raw: string, columns: readonly string[]): TableRow[] {
  const [header = '', rule = '', ...rest] = linesOf(what, raw);
  const starts = columnStarts(what, raw, header, columns);
  if (!/^-+$/.test(rule)) throw notUnderstood(what, 'no rule below the header', raw);
  if (rest.at(-1) !== '') throw notUnderstood(what, 'the output was cut short', raw);
  return rest.filter((line) => line !== '').map((line) => cutRow(line, columns, starts));
}

function columnStarts(what: string, raw: string, header: string, columns: readonly string[]): number[] {
  let from = 0;
  const starts = columns.map((column) => {
    const start = header.indexOf(column, from);
    if (start < 0) throw notUnderstood(what, raw === '' ? 'no output' : `no column '${column}'`, raw);
    from = start + column.length;
    return start;
  });
  if (header.trim().split(/\s{2,}/).length !== columns.length) throw notUnderstood(what, 'other columns than expected', raw);
  return starts;
}

function cutRow(line: string, columns: readonly string[], starts: readonly number[]): TableRow {
  return Object.fromEntries(columns.map((column, index) => [column, line.slice(starts[index], starts[index + 1]).trim()]));
}
