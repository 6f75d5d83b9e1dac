import { LostError, toFailure } from '../model/errors.ts';
import type { Failure } from '../model/failure.ts';
import type { Clock } from '../model/clock.ts';
import type { Link } from './link.ts';
import type { WindowAnswer, WindowRequest } from './protocol.ts';

/** What comes of a wish for rows: they, or why there are none. */
export type WindowNews = WindowAnswer | { readonly failure: Failure };

interface Pane {
  request: WindowRequest;
  got: (news: WindowNews) => void;
  /** Of the answer to `request` that the pane has; undefined while it has none. */
  version?: number | undefined;
  under?: Asked | undefined;
  cancel?: (() => void) | undefined;
}

/** A request that is under way. */
interface Asked {
  readonly request: WindowRequest;
  /** It waits for news, and is taken back when the pane wants something else. */
  readonly waits: boolean;
  readonly abort: AbortController;
}

interface AskerOptions {
  readonly clock: Clock;
  readonly link: () => Link | undefined;
}

/** A source that grows without an end is shown this often. */
const GAP_MS = 40;
/** A source that cannot be read is tried again. */
const AGAIN_MS = 2_000;

/**
 * Rows of what scrolls, for any number of panes. A pane never has more than one request under way: what it wants meanwhile is the
 * newest wish only, so that neither a slow link nor a slow terminal is flooded.
 */
export class WindowAsker {
  readonly #clock: Clock;
  readonly #link: () => Link | undefined;
  readonly #panes = new Map<string, Pane>();

  constructor({ clock, link }: AskerOptions) {
    this.#clock = clock;
    this.#link = link;
  }

  /**
   * What a pane wants to show from now on. The rows come as soon as they are there, and again whenever they change. To want the
   * same again costs nothing.
   */
  want(name: string, request: WindowRequest, got: (news: WindowNews) => void): void {
    const pane = this.#panes.get(name);
    if (pane === undefined) {
      const made = { request, got };
      this.#panes.set(name, made);
      return this.#ask(made);
    }
    pane.got = got;
    if (same(pane.request, request)) return;
    pane.request = request;
    pane.version = undefined;
    // One that is being answered is as good as here.
    if (pane.under?.waits === true) pane.under.abort.abort();
    else this.#ask(pane);
  }

  /** The pane shows rows no more. */
  drop(name: string): void {
    const pane = this.#panes.get(name);
    if (pane === undefined) return;
    this.#panes.delete(name);
    pane.cancel?.();
    pane.under?.abort.abort();
    pane.under = undefined;
  }

  /** There is a link again: what panes want is asked anew. */
  resume(): void {
    for (const pane of this.#panes.values()) {
      pane.version = undefined;
      pane.under = undefined;
      this.#ask(pane);
    }
  }

  close(): void {
    for (const name of [...this.#panes.keys()]) this.drop(name);
  }

  #ask(pane: Pane): void {
    pane.cancel?.();
    pane.cancel = undefined;
    const link = this.#link();
    if (link === undefined || pane.under !== undefined) return;
    const { request, version } = pane;
    const under: Asked = { request, waits: version !== undefined, abort: new AbortController() };
    pane.under = under;
    const params = version === undefined ? request : { ...request, after: version };
    link.request('window/rows', params, under.abort.signal).then((answer) => this.#answered(pane, under, answer), (error: unknown) => this.#failed(pane, under, error));
  }

  #answered(pane: Pane, under: Asked, answer: WindowAnswer): void {
    // Dropped, or asked again over another link.
    if (pane.under !== under) return;
    pane.under = undefined;
    const isWanted = pane.request === under.request;
    const isNews = !isWanted || answer.version !== pane.version;
    if (isWanted) pane.version = answer.version;
    if (isNews) pane.got(answer);
    if (pane.request === under.request) this.#later(pane, GAP_MS);
    else this.#ask(pane);
  }

  #failed(pane: Pane, under: Asked, error: unknown): void {
    if (pane.under !== under) return;
    pane.under = undefined;
    // Over the next link it is asked again.
    if (error instanceof LostError) return;
    if (pane.request !== under.request) return this.#ask(pane);
    pane.version = undefined;
    pane.got({ failure: toFailure(error) });
    this.#later(pane, AGAIN_MS);
  }

  #later(pane: Pane, ms: number): void {
    if (pane.under !== undefined || pane.cancel !== undefined) return;
    pane.cancel = this.#clock.after(ms, () => this.#ask(pane));
  }
}

function same(a: WindowRequest, b: WindowRequest): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
