import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { LabPaths } from '../config/paths.ts';
import { FilteredRows } from '../log/filtered-rows.ts';
import { growth } from '../log/growth.ts';
import { LineIndex } from '../log/line-index.ts';
import { screenLine } from '../log/printable-lines.ts';
import { CancelledError, UsageError } from '../model/errors.ts';
import type { WindowAnswer, WindowFilter, WindowRequest } from '../wire/protocol.ts';

/** Rows that one answer may hold: a screen never has more. */
const MOST_ROWS = 2_000;
/** How long a request that waits for other rows is held. */
const HOLD_MS = 30_000;
/** Filters whose findings are kept: those of a few panes, and of what was typed a moment ago. */
const MOST_FILTERS = 8;

/** What scrolls: rows that match, or all. */
interface Rows {
  refresh(signal?: AbortSignal): Promise<number>;
  rows(from: number, count: number): Promise<string[]>;
}

interface Source {
  readonly file: string;
  readonly index: LineIndex;
  readonly filtered: Map<string, FilteredRows>;
}

/** Answers windows of rows from the logs of a lab. */
export function createWindows(paths: LabPaths): (request: WindowRequest, signal: AbortSignal) => Promise<WindowAnswer> {
  const sources = new Map<string, Source>();

  function sourceOf(name: string): Source {
    const file = fileOf(name, paths);
    const source = sources.get(file) ?? { file, index: new LineIndex(file), filtered: new Map() };
    sources.set(file, source);
    return source;
  }

  return async (request, signal) => {
    const source = sourceOf(request.source);
    const first = await answerFrom(source, request, signal);
    if (request.after !== first.version) return first;
    return holdUntilOther(source, request, signal);
  };
}

/** The first answer of another version, or after a while the same one. */
async function holdUntilOther(source: Source, request: WindowRequest, signal: AbortSignal): Promise<WindowAnswer> {
  const until = Date.now() + HOLD_MS;
  for (;;) {
    const grown = growth(source.file, Math.max(0, until - Date.now()), signal);
    try {
      const answer = await answerFrom(source, request, signal);
      if (answer.version !== request.after || Date.now() >= until) return answer;
      await grown.happened;
      if (signal.aborted) throw new CancelledError({ what: `${request.source} is not asked for any more` });
    } finally {
      grown.stop();
    }
  }
}

async function answerFrom(source: Source, { from, height, width, filter }: WindowRequest, signal: AbortSignal): Promise<WindowAnswer> {
  const rows: Rows = filter === undefined ? source.index : filteredBy(source, filter);
  const total = await rows.refresh(signal);
  const first = Math.max(0, from < 0 ? total + from : from);
  const shown = await rows.rows(first, Math.min(height, MOST_ROWS));
  return { version: versionOf(source.index, total), first, total, rows: shown.map((row) => screenLine(row).slice(0, width)) };
}

/** Another number with every row that is added, and with every time that the file begins anew. */
function versionOf({ generation }: LineIndex, total: number): number {
  return generation * 2 ** 32 + total;
}

function filteredBy({ index, filtered }: Source, filter: WindowFilter): FilteredRows {
  const key = JSON.stringify([filter.text, filter.regex, filter.inverse]);
  const known = filtered.get(key) ?? new FilteredRows(index, filter);
  // The one used last stands last.
  filtered.delete(key);
  filtered.set(key, known);
  const [oldest] = filtered.keys();
  if (filtered.size > MOST_FILTERS && oldest !== undefined) filtered.delete(oldest);
  return known;
}

/** Files that scroll, by the name of their source. */
function fileOf(source: string, paths: LabPaths): string {
  const fixed: Readonly<Record<string, string>> = { 'log:keeper': paths.keeperLog, 'log:serial': paths.serialLog, 'log:qemu': paths.qemuLog };
  const build = /^log:build(?::([a-z0-9_-]+))?$/.exec(source);
  const file = build === null ? fixed[source] : build[1] === undefined ? newestBuild(paths.buildLogs) : join(paths.buildLogs, `${build[1]}.log`);
  if (file !== undefined) return file;
  throw new UsageError({ what: `there is no source ${JSON.stringify(source)}`, next: `one of ${Object.keys(fixed).join(', ')}, log:build, log:build:STEP` });
}

/** The log of the step that was written to last. */
function newestBuild(dir: string): string {
  const names = statSync(dir, { throwIfNoEntry: false }) === undefined ? [] : readdirSync(dir).filter((name) => name.endsWith('.log'));
  const files = names.map((name) => join(dir, name)).map((file) => ({ file, at: statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0 }));
  return files.toSorted((a, b) => b.at - a.at)[0]?.file ?? join(dir, 'none.log');
}
