import { join } from 'node:path';
import type { LabPaths } from '../config/paths.ts';
import { LineIndex } from '../log/line-index.ts';
import { printableLine } from '../log/printable-lines.ts';
import { UsageError } from '../model/errors.ts';
import type { WindowAnswer, WindowRequest } from '../wire/protocol.ts';

/** Rows that one answer may hold: a screen never has more. */
const MOST_ROWS = 2_000;

/** Files that scroll, by the name of their source. */
function fileOf(source: string, paths: LabPaths): string {
  const fixed: Readonly<Record<string, string>> = { 'log:keeper': paths.keeperLog, 'log:serial': paths.serialLog, 'log:qemu': paths.qemuLog };
  const build = /^log:build:([a-z0-9-]+)$/.exec(source)?.[1];
  const file = fixed[source] ?? (build === undefined ? undefined : join(paths.buildLogs, `${build}.log`));
  if (file !== undefined) return file;
  throw new UsageError({ what: `there is no source ${JSON.stringify(source)}`, next: `one of ${Object.keys(fixed).join(', ')}, log:build:STEP` });
}

/** Answers windows of rows from the logs of a lab. */
export function createWindows(paths: LabPaths): (request: WindowRequest) => Promise<WindowAnswer> {
  const indexes = new Map<string, LineIndex>();
  return async ({ source, from, height, width }) => {
    const file = fileOf(source, paths);
    const index = indexes.get(file) ?? new LineIndex(file);
    indexes.set(file, index);
    const total = await index.refresh();
    const first = Math.max(0, from < 0 ? total + from : from);
    const rows = await index.rows(first, Math.min(height, MOST_ROWS));
    return { version: total, first, total, rows: rows.map((row) => printableLine(row).slice(0, width)) };
  };
}
