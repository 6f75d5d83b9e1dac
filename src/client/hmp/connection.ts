import type { Duplex } from 'node:stream';
import { LostError, ParseError } from '../../model/errors.ts';
import { refusalIn } from '../../parse/hmp/refusal.ts';
import { HmpScreen, outputOf, versionOf } from '../../parse/hmp/screen.ts';
import { type Limits, limited } from '../limits.ts';
import type { Trace } from '../trace.ts';
import { HmpCommandError } from './errors.ts';
import { assertTypable } from './line.ts';

export interface HmpOptions {
  /** For messages: the socket's path. */
  readonly name: string;
  readonly trace?: Trace;
  /** Limit for one line that names none of its own, milliseconds. */
  readonly commandMs?: number;
}

/** A line that waits for its turn or its answer. */
interface Turn {
  readonly line: string;
  readonly resolve: (output: string) => void;
  readonly reject: (error: Error) => void;
  abandoned: boolean;
}

const DEFAULT_LIMIT_MS = 30_000;

/** What the verbs need of a connection. */
export type HmpPort = Pick<HmpConnection, 'name' | 'version' | 'closed' | 'execute' | 'type' | 'close'>;

/**
 * A human monitor on one stream: one line at a time, each answered by the text up to the next prompt. A line that is given up keeps its turn until its
 * prompt comes, so that no answer is ever taken for another's.
 */
export class HmpConnection {
  readonly name: string;
  readonly closed: Promise<Error | undefined>;
  #version = '';
  #stream: Duplex | undefined;
  #banner: Turn | undefined;
  #asked = false;
  #over = false;
  #settleClosed: (reason: Error | undefined) => void = () => undefined;
  /** The first has been sent; the others wait. */
  readonly #turns: Turn[] = [];
  readonly #screen = new HmpScreen();
  readonly #trace: Trace;
  readonly #commandMs: number;

  constructor({ name, trace, commandMs }: HmpOptions) {
    this.name = name;
    this.#trace = trace ?? (() => undefined);
    this.#commandMs = commandMs ?? DEFAULT_LIMIT_MS;
    this.closed = new Promise((resolve) => (this.#settleClosed = resolve));
  }

  /** `7.2.22`, from the banner. */
  get version(): string {
    return this.#version;
  }

  get open(): boolean {
    return this.#stream !== undefined && !this.#over;
  }

  /**
   * Takes the stream and waits for banner and first prompt.
   * @throws ParseError when it is no human monitor, LostError, TimeoutError; the stream is destroyed then
   */
  async start(stream: Duplex, limits: Limits = {}): Promise<void> {
    this.#stream = stream;
    stream.on('data', (chunk: Buffer) => this.#take(chunk));
    stream.on('error', (error) => this.#end(error));
    stream.on('end', () => this.#end(undefined));
    stream.on('close', () => this.#end(undefined));
    try {
      const banner = await limited<string>(`the banner of ${this.name}`, this.#within(limits), (settle) => {
        this.#banner = { line: 'its banner', ...settle, abandoned: false };
        return () => undefined;
      });
      this.#version = this.#versionIn(banner);
    } catch (error) {
      stream.destroy();
      throw error;
    }
  }

  /**
   * Types one line and gives back what it printed.
   * @throws HmpCommandError when the output is a refusal, LostError, TimeoutError, CancelledError, UsageError
   */
  async execute(line: string, limits: Limits = {}): Promise<string> {
    const output = await this.type(line, limits);
    const refusal = refusalIn(output);
    if (refusal !== undefined) throw new HmpCommandError(line, refusal);
    return output;
  }

  /** As {@link execute}, but a refusal is an output like any other. */
  async type(line: string, limits: Limits = {}): Promise<string> {
    assertTypable(line);
    if (!this.open) throw this.#lost(`, \`${line}\` was not sent`, undefined);
    return limited<string>(`\`${line}\``, this.#within(limits), (settle) => {
      const turn: Turn = { line, ...settle, abandoned: false };
      this.#turns.push(turn);
      if (this.#turns.length === 1) this.#send(turn);
      return () => this.#abandon(turn);
    });
  }

  async close(): Promise<void> {
    if (this.#stream === undefined) return;
    this.#asked = true;
    this.#stream.destroy();
    await this.closed;
  }

  #versionIn(banner: string): string {
    const version = versionOf(banner);
    if (version === undefined) throw new ParseError({ what: `${this.name} is no human monitor`, detail: banner.slice(0, 2000) });
    return version;
  }

  #send({ line }: Turn): void {
    this.#trace({ direction: 'out', text: line });
    this.#stream?.write(`${line}\n`);
  }

  #abandon(turn: Turn): void {
    turn.abandoned = true;
    const at = this.#turns.indexOf(turn);
    // Not sent yet: it never will be.
    if (at > 0) this.#turns.splice(at, 1);
  }

  #take(chunk: Buffer): void {
    for (const answer of this.#screen.push(chunk)) {
      if (this.#banner === undefined) this.#answer(outputOf(answer));
      else this.#greet(this.#banner, answer);
    }
  }

  #greet(banner: Turn, text: string): void {
    this.#banner = undefined;
    this.#trace({ direction: 'in', text: text.trim() });
    banner.resolve(text);
  }

  #answer(output: string): void {
    const turn = this.#turns.shift();
    const remark = turn === undefined ? 'output that nobody asked for' : turn.abandoned ? `late answer to \`${turn.line}\`` : undefined;
    this.#trace({ direction: 'in', text: output, ...(remark === undefined ? {} : { remark }) });
    turn?.resolve(output);
    const next = this.#turns[0];
    if (next !== undefined) this.#send(next);
  }

  #end(error: Error | undefined): void {
    if (this.#over) return;
    this.#over = true;
    const waiting = [...(this.#banner === undefined ? [] : [this.#banner]), ...this.#turns.splice(0)];
    for (const [index, turn] of waiting.entries()) turn.reject(this.#lost(index === 0 ? ` while \`${turn.line}\` was under way` : `, \`${turn.line}\` was not sent`, error, turn.line));
    this.#stream?.destroy();
    this.#settleClosed(this.#asked ? undefined : this.#lost('', error));
  }

  #within(limits: Limits): Limits {
    return { ...limits, timeoutMs: limits.timeoutMs ?? this.#commandMs };
  }

  #lost(when: string, cause: Error | undefined, line?: string): LostError {
    return new LostError({
      what: `the monitor ${this.name} closed the connection${when}`,
      detail: cause?.message ?? (this.#screen.rest() || 'end of stream'),
      next: 'labdeck status',
      ...(line === undefined ? {} : { argv: ['hmp', line] }),
      cause,
    });
  }
}
