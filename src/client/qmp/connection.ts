import type { Duplex } from 'node:stream';
import { LostError } from '../../model/errors.ts';
import { JsonFrames } from '../../parse/qmp/frames.ts';
import { type Json, parseQmpMessage, type QmpEvent, type QmpGreeting, type QmpMessage } from '../../parse/qmp/message.ts';
import { type Limits, limited } from '../limits.ts';
import type { Trace } from '../trace.ts';
import { QmpCommandError, QmpGreetingError, QmpStateError } from './errors.ts';

/** The four names of QEMU's own Python package (qemu.qmp.protocol.Runstate). */
export type QmpState = 'idle' | 'connecting' | 'running' | 'disconnecting';

export type QmpEventListener = (event: QmpEvent, raw: Json) => void;

export interface QmpOptions {
  /** For messages: the socket's path. */
  readonly name: string;
  readonly trace?: Trace;
  /** Limit for one command that names none of its own, milliseconds. */
  readonly commandMs?: number;
}

interface Pending {
  readonly command: string;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

const DEFAULT_LIMIT_MS = 20_000;

/** What the verbs need of a connection. */
export type QmpPort = Pick<QmpConnection, 'name' | 'greeting' | 'closed' | 'execute' | 'onEvent' | 'close'>;

/**
 * One QMP client on one stream. Answers are matched by id, in whatever order they come. No command is ever sent twice: when the stream ends, all
 * that was under way fails with LostError, and the caller, who knows what it meant, decides.
 */
export class QmpConnection {
  readonly name: string;
  /** Settles when the connection is over, with the reason when it was not asked for. */
  readonly closed: Promise<Error | undefined>;
  #state: QmpState = 'idle';
  #stream: Duplex | undefined;
  #greeting: QmpGreeting | undefined;
  #onGreeting: ((greeting: QmpGreeting) => void) | undefined;
  #onLost: ((error: Error) => void) | undefined;
  #settleClosed: (reason: Error | undefined) => void = () => undefined;
  #sent = 0;
  readonly #pending = new Map<string, Pending>();
  /** Commands that nobody waits for any more but whose answer will still come. */
  readonly #abandoned = new Map<string, string>();
  readonly #listeners = new Set<QmpEventListener>();
  readonly #frames = new JsonFrames();
  readonly #trace: Trace;
  readonly #commandMs: number;

  constructor({ name, trace, commandMs }: QmpOptions) {
    this.name = name;
    this.#trace = trace ?? (() => undefined);
    this.#commandMs = commandMs ?? DEFAULT_LIMIT_MS;
    this.closed = new Promise((resolve) => (this.#settleClosed = resolve));
  }

  get state(): QmpState {
    return this.#state;
  }

  /** @throws QmpStateError before the connection was open */
  get greeting(): QmpGreeting {
    if (this.#greeting === undefined) throw this.#stateError('has not been greeted');
    return this.#greeting;
  }

  /**
   * Takes the stream, reads the greeting and leaves negotiation mode; out-of-band execution stays off.
   * @throws QmpGreetingError, LostError, TimeoutError; the stream is destroyed then
   */
  async open(stream: Duplex, limits: Limits = {}): Promise<QmpGreeting> {
    if (this.#state !== 'idle') throw this.#stateError('cannot be opened twice');
    this.#state = 'connecting';
    this.#stream = stream;
    stream.on('data', (chunk: Buffer) => this.#take(chunk));
    stream.on('error', (error) => this.#end(error));
    stream.on('close', () => this.#end(undefined));
    stream.on('end', () => this.#end(undefined));
    try {
      const greeting = await this.#greeted(this.#within(limits));
      await this.#send('qmp_capabilities', {}, limits);
      this.#state = 'running';
      return greeting;
    } catch (error) {
      stream.destroy();
      this.#end(undefined);
      throw error;
    }
  }

  /**
   * Runs one command and gives back its `return`. A command that is given up (limit, cancellation) is still run by QEMU; its late answer goes to the trace.
   * @throws QmpCommandError, LostError, TimeoutError, CancelledError, QmpStateError
   */
  async execute(command: string, args: Json = {}, limits: Limits = {}): Promise<unknown> {
    if (this.#state !== 'running') throw this.#stateError(`is ${this.#state}, ${command} was not sent`);
    return this.#send(command, args, limits);
  }

  /** Every event from now on; the answer takes the listener off again. */
  onEvent(listener: QmpEventListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends the connection; QEMU goes on. What is under way fails with LostError. */
  async close(): Promise<void> {
    if (this.#state === 'idle' && this.#stream === undefined) return this.#settleClosed(undefined);
    if (this.#state !== 'idle') {
      this.#state = 'disconnecting';
      this.#stream?.destroy();
    }
    await this.closed;
  }

  #greeted(limits: Limits): Promise<QmpGreeting> {
    return limited<QmpGreeting>(`the greeting of ${this.name}`, limits, ({ resolve, reject }) => {
      this.#onGreeting = resolve;
      this.#onLost = reject;
      return () => undefined;
    });
  }

  #send(command: string, args: Json, limits: Limits): Promise<unknown> {
    const id = `labdeck-${(this.#sent += 1)}`;
    return limited<unknown>(command, this.#within(limits), ({ resolve, reject }) => {
      this.#pending.set(id, { command, resolve, reject });
      const text = JSON.stringify(Object.keys(args).length === 0 ? { execute: command, id } : { execute: command, arguments: args, id });
      this.#trace({ direction: 'out', text });
      this.#stream?.write(`${text}\n`);
      return () => {
        this.#pending.delete(id);
        this.#abandoned.set(id, command);
      };
    });
  }

  #take(chunk: Buffer): void {
    for (const { text, json } of this.#frames.push(chunk)) {
      if (json) this.#takeText(text);
      else this.#strange(text);
    }
  }

  #takeText(text: string): void {
    let message: QmpMessage;
    try {
      message = parseQmpMessage(text);
    } catch {
      return this.#strange(text);
    }
    const remark = this.#takeMessage(message, text);
    this.#trace({ direction: 'in', text, ...(remark === undefined ? {} : { remark }) });
  }

  /** Bytes that are no message: fatal only where the greeting should be. */
  #strange(text: string): void {
    this.#trace({ direction: 'in', text, remark: 'not a QMP message' });
    this.#ungreeted(text);
  }

  #ungreeted(text: string): void {
    if (this.#greeting === undefined) this.#onLost?.(new QmpGreetingError({ what: `${this.name} does not speak QMP`, detail: text.slice(0, 2000) }));
  }

  #takeMessage(message: QmpMessage, text: string): string | undefined {
    if (message.kind !== 'greeting') this.#ungreeted(text);
    if (message.kind === 'event') return this.#emit(message.event, message.raw);
    if (message.kind === 'return' || message.kind === 'error') return this.#settle(message);
    if (message.kind === 'unknown') return 'unknown message';
    if (this.#greeting !== undefined) return 'a second greeting';
    this.#greeting = message.greeting;
    this.#onGreeting?.(message.greeting);
    return undefined;
  }

  #emit(event: QmpEvent, raw: Json): undefined {
    for (const listener of [...this.#listeners]) listener(event, raw);
  }

  #settle(message: QmpMessage & { kind: 'return' | 'error' }): string | undefined {
    const id = String(message.id);
    const pending = this.#pending.get(id);
    if (pending === undefined) return this.#late(id);
    this.#pending.delete(id);
    if (message.kind === 'return') pending.resolve(message.value);
    else pending.reject(new QmpCommandError(pending.command, message.errorClass, message.desc));
    return undefined;
  }

  #late(id: string): string {
    const command = this.#abandoned.get(id);
    this.#abandoned.delete(id);
    return command === undefined ? 'reply to no command of ours' : `late reply to ${command}, nobody waits for it`;
  }

  /** The stream is over. Runs once; later calls (`end`, then `close`) find the state idle. */
  #end(error: Error | undefined): void {
    if (this.#state === 'idle') return;
    const wanted = this.#state === 'disconnecting';
    this.#state = 'idle';
    const rest = this.#frames.rest();
    if (rest !== '') this.#trace({ direction: 'in', text: rest, remark: 'the stream ended inside this message' });
    this.#onLost?.(this.#lost('before it greeted', error));
    for (const { command, reject } of this.#pending.values()) reject(this.#lost(`while ${command} was under way; whether it was run is not known`, error, command));
    this.#pending.clear();
    this.#stream?.destroy();
    this.#settleClosed(wanted ? undefined : this.#lost('', error));
  }

  #within(limits: Limits): Limits {
    return { ...limits, timeoutMs: limits.timeoutMs ?? this.#commandMs };
  }

  #lost(when: string, cause: Error | undefined, command?: string): LostError {
    return new LostError({
      what: `the monitor ${this.name} closed the connection ${when}`.trim(),
      detail: cause?.message ?? 'end of stream',
      next: 'labdeck status',
      ...(command === undefined ? {} : { argv: ['qmp', command] }),
      cause,
    });
  }

  #stateError(why: string): QmpStateError {
    return new QmpStateError({ what: `the QMP connection to ${this.name} ${why}`, next: 'labdeck status' });
  }
}
