/** A key, whatever bytes the terminal has for it. */
export interface Key {
  readonly kind: 'key';
  /** The character itself (`a`, `A`, `:`), or a word: `space`, `enter`, `tab`, `esc`, `up`, `page-down`, `F2`. */
  readonly name: string;
  readonly ctrl: boolean;
  readonly alt: boolean;
  /** Of keys that have a word for a name; of a character, the character says it. */
  readonly shift: boolean;
  /** What it writes into a line of text; empty for keys that write nothing. */
  readonly text: string;
}

export type MouseWhat = 'click' | 'double' | 'drag' | 'release' | 'move' | 'wheel-up' | 'wheel-down' | 'wheel-left' | 'wheel-right';

/** `click` is told when the button goes down: the screen answers at once. A second one at the same cell is `double`. */
export interface Mouse {
  readonly kind: 'mouse';
  readonly what: MouseWhat;
  readonly button: 'left' | 'middle' | 'right' | 'other' | 'none';
  /** Cells from the upper left corner of the screen, from 0. */
  readonly x: number;
  readonly y: number;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
}

/** Text between the brackets of a bracketed paste; a long one comes in several pieces. Never keys. */
export interface Paste {
  readonly kind: 'paste';
  readonly text: string;
}

export interface Focus {
  readonly kind: 'focus';
  readonly focused: boolean;
}

/** What the terminal answered to a question of ours. */
export interface Reply {
  readonly kind: 'reply';
  readonly text: string;
}

/** Bytes that mean nothing we know: shown to nobody, and no key is made of them. */
export interface Unknown {
  readonly kind: 'unknown';
  readonly text: string;
}

export type InputEvent = Key | Mouse | Paste | Focus | Reply | Unknown;

/** Which of the three count; a bit each, as xterm numbers them (ctlseqs, "PC-Style Function Keys": the parameter less one). */
export interface Modifiers {
  readonly ctrl?: boolean;
  readonly alt?: boolean;
  readonly shift?: boolean;
}

export function namedKey(name: string, { ctrl = false, alt = false, shift = false }: Modifiers = {}): Key {
  return { kind: 'key', name, ctrl, alt, shift, text: name === 'space' && !ctrl && !alt ? ' ' : '' };
}

/** A key that is its own name. */
export function charKey(char: string, { ctrl = false, alt = false }: Modifiers = {}): Key {
  if (char === ' ') return namedKey('space', { ctrl, alt });
  return { kind: 'key', name: char, ctrl, alt, shift: false, text: ctrl || alt ? '' : char };
}
