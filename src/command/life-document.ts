import type { NodeKind } from '../model/domain.ts';

/** What `up --json` prints. */
export interface UpDocument {
  readonly lab: string;
  /** `running`: it was up; `restored`: from a snapshot; `booted`: from disk. */
  readonly how: 'running' | 'restored' | 'booted';
  readonly snapshot?: string;
  readonly nodes: readonly {
    readonly name: string;
    readonly kind?: NodeKind;
    /** Why this kind. */
    readonly why?: string;
    readonly experimental?: boolean;
    /** What it cannot do, by name. */
    readonly lacks?: readonly string[];
    /** It runs with an older definition. */
    readonly stale?: boolean;
  }[];
  readonly elapsedMs: number;
}
