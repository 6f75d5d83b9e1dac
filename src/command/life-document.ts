import type { NodeKind } from '../model/domain.ts';

/** What `up --json` prints of an outer VM that labdeck serves and does not own. */
export interface ServedDocument {
  readonly lab: string;
  readonly how: 'running' | 'booted';
  readonly monitor: string;
  readonly serial?: string;
  /** How commands get in: `channel`, `serial`, `none`. */
  readonly way: string;
  /** Why there is no channel. */
  readonly why?: string;
  readonly nodes: readonly { readonly name: string; readonly state: string }[];
  readonly stale: readonly { readonly domain: string; readonly says: string; readonly next: string }[];
  readonly elapsedMs: number;
}

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
