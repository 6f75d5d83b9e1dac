import type { CommandArgs } from '../command/command.ts';

/** One key: in a scope, a chord does what an id names. */
export interface KeyRow {
  readonly scope: string;
  readonly chord: string;
  /** Of a verb of the lab, of the screen, of what lies over it, or of a menu. */
  readonly id: string;
  /** What a verb of the screen takes. */
  readonly word?: string;
  /** Arguments of a verb of the lab that do not come from what the cursor is on. */
  readonly args?: CommandArgs;
  /** In the footer, the highest stays the longest; 10 never leaves. Absent: not there. */
  readonly footer?: number;
  /** In the footer, in place of the verb's own two words. */
  readonly short?: string;
}
