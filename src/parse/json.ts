import { ParseError } from '../model/errors.ts';

/** A value has another shape than the tool's documentation says. Becomes a ParseError, with the whole text, in {@link readJson}. */
class ShapeError extends Error {}

/** A JSON value with the path that led to it. Every step checks, so that a tool's new format is an error with evidence, never `undefined` on a screen. */
export class Json {
  readonly value: unknown;
  readonly path: string;

  constructor(value: unknown, path: string) {
    this.value = value;
    this.path = path;
  }

  /** The member `key` of an object; {@link exists} tells whether it is there. */
  at(key: string): Json {
    return new Json(this.record()[key], `${this.path}.${key}`);
  }

  get exists(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  list(): readonly Json[] {
    if (!Array.isArray(this.value)) throw this.#not('a list');
    return this.value.map((each, index) => new Json(each, `${this.path}[${index}]`));
  }

  record(): Readonly<Record<string, unknown>> {
    if (typeof this.value !== 'object' || this.value === null || Array.isArray(this.value)) throw this.#not('an object');
    return this.value as Record<string, unknown>;
  }

  text(): string {
    if (typeof this.value !== 'string') throw this.#not('a text');
    return this.value;
  }

  number(): number {
    if (typeof this.value !== 'number') throw this.#not('a number');
    return this.value;
  }

  flag(): boolean {
    if (typeof this.value !== 'boolean') throw this.#not('true or false');
    return this.value;
  }

  /** `read` of this value, or undefined where it is absent or null. */
  maybe<T>(read: (json: Json) => T): T | undefined {
    return this.exists ? read(this) : undefined;
  }

  #not(wanted: string): ShapeError {
    return new ShapeError(`${this.path} is not ${wanted}`);
  }
}

export const text = (json: Json): string => json.text();
export const number = (json: Json): number => json.number();

/**
 * One JSON document, read by `read`.
 * @param what the tool's words, for the error: `tc -j qdisc show`
 * @throws ParseError with the raw text when it is no JSON, is cut short, or has another shape
 */
export function readJson<T>(what: string, raw: string, read: (json: Json) => T): T {
  try {
    return read(new Json(JSON.parse(raw), '$'));
  } catch (error) {
    if (error instanceof ShapeError || error instanceof SyntaxError) {
      throw new ParseError({ what: `${what}: ${raw.trim() === '' ? 'no output' : error.message}`, detail: raw, cause: error });
    }
    throw error;
  }
}
