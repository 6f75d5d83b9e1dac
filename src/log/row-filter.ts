import { createContext, Script } from 'node:vm';
import { RefusedError, UsageError } from '../model/errors.ts';

/** What rows are looked for. */
export interface RowPattern {
  readonly text: string;
  readonly regex?: true;
  readonly inverse?: true;
}

/** Tells of many rows at once which ones match. @throws RefusedError for an expression that takes too long */
export type RowFilter = (rows: readonly string[]) => readonly boolean[];

/** For a few thousand rows. An expression that backtracks without end (`(a+)+$`) must not stop the one process that serves all. */
const LIMIT_MS = 250;
/** No screen is as wide; an expression need not see more of a line. */
const LONGEST = 4_096;

const TEST = new Script('rows.map((row) => pattern.test(row) !== inverse)');

/** @throws UsageError for what is no regular expression */
export function rowFilter({ text, regex, inverse }: RowPattern): RowFilter {
  const pattern = regex === true ? expression(text) : new RegExp(text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`), 'iu');
  return (rows) => {
    const context = createContext({ rows: rows.map((row) => row.slice(0, LONGEST)), pattern, inverse: inverse === true });
    try {
      return TEST.runInContext(context, { timeout: LIMIT_MS }) as readonly boolean[];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
      throw new RefusedError({ what: `/${text}/ takes too long to look for`, next: 'a simpler expression', cause: error });
    }
  };
}

/** Without a flag for case: `(?i:…)` is there for that. */
function expression(text: string): RegExp {
  try {
    return new RegExp(text, 'u');
  } catch (error) {
    throw new UsageError({ what: `/${text}/ is no regular expression`, detail: String(error), cause: error });
  }
}
