import { Duplex } from 'node:stream';

/** A connection to one end of a line that takes a single client. */
export type OpenLine = () => Promise<Duplex>;

/** Bytes a reader may be behind; a reader that is further behind loses its turn instead of holding up the others. */
const BEHIND_BYTES = 4 << 20;

/**
 * A serial line that has one owner and any number of people on it: each sees every byte that comes, and what each types goes down the line.
 * The line is open while somebody is on it.
 */
export class SharedLine {
  readonly #open: OpenLine;
  readonly #people = new Set<Person>();
  #line: Promise<Duplex> | undefined;

  constructor(open: OpenLine) {
    this.#open = open;
  }

  /** How many are on the line. */
  get people(): number {
    return this.#people.size;
  }

  /** Joins the line. It ends when the line does. @throws what opening it throws */
  async join(): Promise<Duplex> {
    this.#line ??= this.#connect();
    const line = await this.#line;
    const person = new Person(line, () => this.#leave(person, line));
    this.#people.add(person);
    return person;
  }

  async #connect(): Promise<Duplex> {
    try {
      const line = await this.#open();
      line.on('data', (bytes: Buffer) => this.#spread(bytes));
      line.on('error', (error) => this.#over(error));
      line.on('close', () => this.#over(undefined));
      return line;
    } catch (error) {
      this.#line = undefined;
      throw error;
    }
  }

  #spread(bytes: Buffer): void {
    for (const person of this.#people) person.hear(bytes);
  }

  #leave(person: Person, line: Duplex): void {
    this.#people.delete(person);
    if (this.#people.size > 0) return;
    this.#line = undefined;
    line.destroy();
  }

  #over(error: Error | undefined): void {
    this.#line = undefined;
    for (const person of [...this.#people]) person.hangUp(error);
  }
}

class Person extends Duplex {
  readonly #line: Duplex;
  readonly #left: () => void;

  constructor(line: Duplex, left: () => void) {
    super();
    this.#line = line;
    this.#left = left;
  }

  hear(bytes: Buffer): void {
    if (this.readableLength > BEHIND_BYTES) this.destroy(new Error(`this reader was ${this.readableLength} bytes behind the line`));
    else this.push(bytes);
  }

  hangUp(error: Error | undefined): void {
    this.push(null);
    if (error !== undefined) this.destroy(error);
  }

  override _read(): void {
    // What comes is pushed as it comes.
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, taken: (error?: Error | null) => void): void {
    this.#line.write(bytes, (error) => taken(error));
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#left();
    done(error);
  }
}
