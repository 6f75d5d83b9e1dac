import { toFailure } from '../../model/errors.ts';
import type { PaneAnswer, PaneAsk } from '../pane.ts';

export interface AnswersPorts {
  /** Runs a command for a pane, asking the operator first where it loses something. */
  readonly run: (ask: PaneAsk) => Promise<unknown>;
  /** An answer of a pane came. */
  readonly came: (pane: string, answer: PaneAnswer) => void;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** What panes ask beside the replica: each question once, the newest of a pane only. */
export interface Answers {
  readonly of: (pane: string) => PaneAnswer | undefined;
  /** What the panes that are shown want to know now, by pane. */
  readonly want: (asks: ReadonlyMap<string, PaneAsk>) => void;
}

export function createAnswers({ run, came, now }: AnswersPorts): Answers {
  const asked = new Map<string, string>();
  const known = new Map<string, PaneAnswer>();

  async function answer(pane: string, ask: PaneAsk): Promise<void> {
    const said = await run(ask).then((result) => ({ result }), (error: unknown) => ({ failure: toFailure(error) }));
    // A newer question overtook it, or nobody shows the pane any more.
    if (asked.get(pane) !== ask.key) return;
    const news = { key: ask.key, at: now(), ...said };
    known.set(pane, news);
    came(pane, news);
  }

  return {
    of: (pane) => known.get(pane),
    want: (asks) => {
      for (const pane of asked.keys()) if (!asks.has(pane)) asked.delete(pane);
      for (const [pane, ask] of asks) {
        if (asked.get(pane) === ask.key) continue;
        asked.set(pane, ask.key);
        void answer(pane, ask);
      }
    },
  };
}
