import type { WindowAsker, WindowNews } from '../../wire/window-asker.ts';
import type { WindowRows } from '../pane.ts';

/** What a pane that scrolls wants to show. */
export interface Wish {
  readonly pane: string;
  readonly source: string;
  readonly from: number;
  readonly height: number;
  readonly width: number;
}

export const NO_ROWS: WindowRows = { first: 0, total: 0, rows: [] };

/** Rows of what scrolls, as they came last: for each pane that is shown, and for no other. */
export interface Rows {
  readonly of: (pane: string) => WindowRows;
  /** All that is wanted now; what is not in it is dropped. */
  readonly want: (wishes: readonly Wish[]) => void;
}

/** @param changed told when rows came that a pane shows */
export function createRows(asker: Pick<WindowAsker, 'want' | 'drop'>, changed: () => void): Rows {
  const known = new Map<string, WindowRows>();
  let wanted = new Set<string>();

  const got = (pane: string) => (news: WindowNews): void => {
    // What was read stays while it cannot be read again; the pane says why beside it.
    known.set(pane, 'failure' in news ? { ...(known.get(pane) ?? NO_ROWS), failure: news.failure } : news);
    changed();
  };

  return {
    of: (pane) => known.get(pane) ?? NO_ROWS,
    want: (wishes) => {
      const panes = new Set(wishes.map(({ pane }) => pane));
      for (const pane of wanted) if (!panes.has(pane)) forget(pane);
      wanted = panes;
      for (const { pane, ...request } of wishes) asker.want(pane, request, got(pane));
    },
  };

  function forget(pane: string): void {
    asker.drop(pane);
    known.delete(pane);
  }
}
