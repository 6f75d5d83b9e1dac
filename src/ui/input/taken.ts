import type { InputEvent } from './events.ts';

/** What stood at one place in the bytes, and how many bytes it was. */
export interface Taken {
  readonly length: number;
  readonly events: readonly InputEvent[];
  readonly pasteBegins?: true;
}

export function one(length: number, event: InputEvent): Taken {
  return { length, events: [event] };
}

/** Bytes that mean nothing, as they are. */
export function unknown(bytes: Uint8Array, from: number, to: number): Taken {
  return one(to - from, { kind: 'unknown', text: latin1(bytes, from, to) });
}

export function latin1(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}
