import { StringDecoder } from 'node:string_decoder';
import { LostError, TimeoutError } from '../model/errors.ts';
import type { Exec, ExecRequest, Transport } from '../transport/transport.ts';

interface Question {
  readonly input: string;
  /** How much of the text is the answer; undefined while it is not complete. */
  readonly endOf: (text: string) => number | undefined;
  readonly timeoutMs: number;
  readonly resolve: (text: string) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A process that stays and is asked again and again, one question at a time. It is started by the first question, and anew by
 * the next one after it has gone; a question that is not answered in time ends it, because nothing after that could be told apart.
 */
export class Held {
  readonly #transport: Transport;
  readonly #request: ExecRequest;
  readonly #name: string;
  readonly #waiting: Question[] = [];
  #exec: Exec | undefined;
  #asked: Question | undefined;
  #timer: NodeJS.Timeout | undefined;
  #text = '';
  #said = '';

  /** @param name for errors: `virsh -c lxc:///system` */
  constructor(transport: Transport, request: ExecRequest, name: string) {
    this.#transport = transport;
    this.#request = request;
    this.#name = name;
  }

  /** @throws LostError when the process goes, TimeoutError when it does not answer */
  ask(input: string, endOf: Question['endOf'], timeoutMs: number): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ input, endOf, timeoutMs, resolve, reject });
      this.#next();
    });
  }

  close(): void {
    const waiting = this.#waiting.splice(0);
    const closed = new LostError({ what: `${this.#name} was closed`, argv: this.#request.argv });
    this.#drop(closed);
    for (const question of waiting) question.reject(closed);
  }

  #next(): void {
    if (this.#asked !== undefined) return;
    const question = this.#waiting.shift();
    if (question === undefined) return;
    this.#asked = question;
    const exec = (this.#exec ??= this.#start());
    this.#timer = setTimeout(() => this.#late(question), question.timeoutMs);
    exec.stdin.write(question.input);
  }

  #start(): Exec {
    const exec = this.#transport.spawn(this.#request);
    const decoder = new StringDecoder('utf8');
    this.#text = '';
    this.#said = '';
    exec.stdout.on('data', (chunk: Buffer) => this.#take(exec, decoder.write(chunk)));
    exec.stderr.on('data', (chunk: Buffer) => (this.#said = `${this.#said}${chunk.toString('utf8')}`.slice(-2000)));
    // What it could not be given is seen in its exit.
    exec.stdin.on('error', () => undefined);
    exec.exit.then(
      ({ status }) => this.#gone(exec, new LostError({ what: `${this.#name} on ${this.#transport.machine} ended with status ${status}`, argv: this.#request.argv, detail: this.#evidence() })),
      (error: Error) => this.#gone(exec, error),
    );
    return exec;
  }

  #take(exec: Exec, text: string): void {
    if (exec !== this.#exec) return;
    this.#text += text;
    const end = this.#asked?.endOf(this.#text);
    if (end === undefined) return;
    const answer = this.#text.slice(0, end);
    this.#text = this.#text.slice(end);
    this.#settle()?.resolve(answer);
    this.#next();
  }

  #late(question: Question): void {
    if (this.#asked !== question) return;
    this.#drop(new TimeoutError({ what: `${this.#name} on ${this.#transport.machine} did not answer within ${question.timeoutMs} ms`, argv: this.#request.argv, detail: this.#evidence() }));
  }

  #gone(exec: Exec, error: Error): void {
    if (exec === this.#exec) this.#drop(error);
  }

  #drop(error: Error): void {
    const exec = this.#exec;
    this.#exec = undefined;
    // End of input lets it leave by itself, whatever becomes of the signal.
    exec?.stdin.end();
    exec?.kill('SIGTERM');
    this.#settle()?.reject(error);
    this.#next();
  }

  #evidence(): string {
    return `${this.#text}${this.#said}`.trim();
  }

  #settle(): Question | undefined {
    clearTimeout(this.#timer);
    const asked = this.#asked;
    this.#asked = undefined;
    return asked;
  }
}
