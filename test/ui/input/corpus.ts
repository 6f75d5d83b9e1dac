import { charKey, type InputEvent, namedKey } from '../../../src/ui/input/events.ts';

/** Bytes as one terminal or another writes them, and the one thing they mean. Written as latin1: a character is a byte. */
export interface Specimen {
  readonly from: string;
  readonly bytes: string;
  readonly means: readonly InputEvent[];
}

const utf8 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
const key = (from: string, bytes: string, name: string, held: Parameters<typeof namedKey>[1] = {}): Specimen => ({ from, bytes, means: [namedKey(name, held)] });
const char = (from: string, bytes: string, text: string, held: Parameters<typeof charKey>[1] = {}): Specimen => ({ from, bytes, means: [charKey(text, held)] });

const mouse = { kind: 'mouse', button: 'left', x: 9, y: 4, ctrl: false, alt: false, shift: false } as const;

/** Everything but a lone ESC, which no bytes can tell. */
export const CORPUS: readonly Specimen[] = [
  ...[...'azAZ09:/?*jkhl~[O'].map((each) => char('any', each, each)),
  char('any', utf8('é'), 'é'), char('any', utf8('€'), '€'), char('any', utf8('語'), '語'), char('any', utf8('😀'), '😀'),
  key('any', ' ', 'space'), key('any', '\r', 'enter'), key('any', '\t', 'tab'), key('any', '\x7f', 'backspace'), key('any', '\x08', 'backspace'), key('any', '\0', 'space', { ctrl: true }),
  char('any', '\n', 'j', { ctrl: true }), char('any', '\x10', 'p', { ctrl: true }), char('any', '\x1d', ']', { ctrl: true }), char('any', '\x1f', '_', { ctrl: true }),
  char('xterm', '\x1bx', 'x', { alt: true }), char('xterm', '\x1bX', 'X', { alt: true }), key('xterm', '\x1b\r', 'enter', { alt: true }), char('xterm', `\x1b${utf8('é')}`, 'é', { alt: true }), key('xterm', '\x1b ', 'space', { alt: true }),
  char('xterm', '\x1b\x01', 'a', { alt: true, ctrl: true }),
  char('xterm', '\x1b]q', ']', { alt: true }), char('xterm', '\x1bPq', 'P', { alt: true }), char('xterm', '\x1b_q', '_', { alt: true }),
  key('xterm', '\x1b[A', 'up'), key('xterm', '\x1b[1;3D', 'left', { alt: true }), key('xterm', '\x1b[1;5C', 'right', { ctrl: true }), key('xterm', '\x1b[1;2B', 'down', { shift: true }), key('xterm', '\x1bOA', 'up'),
  key('xterm', '\x1b[H', 'home'), key('xterm', '\x1b[F', 'end'), key('xterm', '\x1bOH', 'home'), key('xterm', '\x1b[E', 'begin'),
  key('xterm', '\x1bOP', 'F1'), key('xterm', '\x1bOS', 'F4'), key('xterm', '\x1b[15~', 'F5'), key('xterm', '\x1b[24~', 'F12'), key('xterm', '\x1b[1;2P', 'F1', { shift: true }), key('xterm', '\x1b[1;5R', 'F3', { ctrl: true }),
  key('xterm', '\x1b[17;6~', 'F6', { ctrl: true, shift: true }), key('xterm', '\x1b[2~', 'insert'), key('xterm', '\x1b[3;5~', 'delete', { ctrl: true }), key('xterm', '\x1b[Z', 'tab', { shift: true }),
  char('xterm modifyOtherKeys', '\x1b[27;5;105~', 'i', { ctrl: true }), key('xterm modifyOtherKeys', '\x1b[27;2;13~', 'enter', { shift: true }),
  key('linux', '\x1b[[A', 'F1'), key('linux', '\x1b[[E', 'F5'), key('linux', '\x1b[17~', 'F6'), key('linux', '\x1b[1~', 'home'), key('linux', '\x1b[4~', 'end'), key('linux', '\x1b[5~', 'page-up'), key('linux', '\x1b[25~', 'F13'),
  key('rxvt', '\x1b[7~', 'home'), key('rxvt', '\x1b[8~', 'end'), key('rxvt', '\x1b[11~', 'F1'), key('rxvt', '\x1b[14~', 'F4'), key('rxvt', '\x1b[a', 'up', { shift: true }), key('rxvt', '\x1bOd', 'left', { ctrl: true }),
  key('rxvt', '\x1b[3$', 'delete', { shift: true }), key('rxvt', '\x1b[5^', 'page-up', { ctrl: true }), key('rxvt', '\x1b[6@', 'page-down', { ctrl: true, shift: true }), key('rxvt', '\x1b\x1b[A', 'up', { alt: true }), key('rxvt', '\x1b\x1bOc', 'right', { alt: true, ctrl: true }),
  key('tmux', '\x1b[1~', 'home'), key('tmux', '\x1bOQ', 'F2'), key('screen', '\x1b[4~', 'end'), key('screen', '\x1b[23~', 'F11'),
  char('keypad', '\x1bOp', '0'), char('keypad', '\x1bOk', '+'), key('keypad', '\x1bOM', 'enter'),
  key('kitty', '\x1b[27u', 'esc'), key('kitty', '\x1b[13;2u', 'enter', { shift: true }), key('kitty', '\x1b[57376u', 'F13'), char('kitty', '\x1b[57400u', '1'), key('kitty', '\x1b[9;5u', 'tab', { ctrl: true }), key('kitty', '\x1b[127;3u', 'backspace', { alt: true }),
  char('kitty', '\x1b[112;5u', 'p', { ctrl: true }), char('kitty', '\x1b[97;3u', 'a', { alt: true }), char('kitty', '\x1b[97:65;6u', 'A', { ctrl: true }), char('kitty', '\x1b[97;4u', 'A', { alt: true }), key('kitty', '\x1b[32;5u', 'space', { ctrl: true }),
  char('kitty, caps lock', '\x1b[112;69u', 'p', { ctrl: true }), key('kitty', '\x1b[1;3:1A', 'up', { alt: true }), key('kitty', '\x1b[13~', 'F3'),
  { from: 'kitty, let go', bytes: '\x1b[97;5:3u', means: [] }, { from: 'kitty, let go', bytes: '\x1b[1;1:3A', means: [] },
  { from: 'kitty, super', bytes: '\x1b[113;9u', means: [{ kind: 'unknown', text: '\x1b[113;9u' }] }, { from: 'kitty, shift alone', bytes: '\x1b[57441;2u', means: [{ kind: 'unknown', text: '\x1b[57441;2u' }] },
  { from: 'focus', bytes: '\x1b[I', means: [{ kind: 'focus', focused: true }] }, { from: 'focus', bytes: '\x1b[O', means: [{ kind: 'focus', focused: false }] },
  { from: 'SGR mouse', bytes: '\x1b[<0;10;5M', means: [{ ...mouse, what: 'click' }] }, { from: 'SGR mouse', bytes: '\x1b[<0;10;5m', means: [{ ...mouse, what: 'release' }] }, { from: 'SGR mouse', bytes: '\x1b[<32;10;5M', means: [{ ...mouse, what: 'drag' }] },
  { from: 'SGR mouse', bytes: '\x1b[<35;10;5M', means: [{ ...mouse, what: 'move', button: 'none' }] }, { from: 'SGR mouse', bytes: '\x1b[<64;10;5M', means: [{ ...mouse, what: 'wheel-up', button: 'none' }] }, { from: 'SGR mouse', bytes: '\x1b[<81;10;5M', means: [{ ...mouse, what: 'wheel-down', button: 'none', ctrl: true }] },
  { from: 'SGR mouse', bytes: '\x1b[<30;300;200M', means: [{ ...mouse, what: 'click', button: 'right', x: 299, y: 199, ctrl: true, alt: true, shift: true }] },
  { from: 'old mouse', bytes: '\x1b[M \x2a\x25', means: [{ ...mouse, what: 'click' }] }, { from: 'old mouse', bytes: '\x1b[M#\x2a\x25', means: [{ ...mouse, what: 'release', button: 'none' }] }, { from: 'old mouse, far right', bytes: '\x1b[M \xff\x25', means: [{ ...mouse, what: 'click', x: 222 }] },
  { from: 'paste', bytes: `\x1b[200~${utf8('q\r\x1b[A é\n😀')}\x1b[201~`, means: [{ kind: 'paste', text: 'q\r\x1b[A é\n😀' }] }, { from: 'empty paste', bytes: '\x1b[200~\x1b[201~', means: [] },
  ...['\x1b[?62;4c', '\x1b[12;40R', '\x1b[?2026;1$y', '\x1b[?1u', '\x1b[0n', '\x1b]11;rgb:0000/0000/0000\x07', '\x1b]4;1;rgb:ff/00/00\x1b\\', '\x1bP>|kitty(0.40)\x1b\\', '\x1b_Gi=1;OK\x1b\\'].map((bytes): Specimen => ({ from: 'an answer', bytes, means: [{ kind: 'reply', text: bytes }] })),
  ...['\x1b[99~', '\x1b[1;2x', '\x1b[201~', '\x1b[<0;0;5M', '\xff'].map((bytes): Specimen => ({ from: 'noise', bytes, means: [{ kind: 'unknown', text: bytes }] })),
  { from: 'a C1 control in UTF-8', bytes: '\xc2\x85', means: [{ kind: 'unknown', text: '\x85' }] },
];

/** `ESC ] q` is alt-] and then a q: no such string begins with a letter. */
export function meaning({ bytes, means }: Specimen): readonly InputEvent[] {
  return [']', 'P', '_'].some((kind) => bytes === `\x1b${kind}q`) ? [...means, charKey('q')] : means;
}

export const bytesOf = (latin1: string): Uint8Array => Uint8Array.from(Buffer.from(latin1, 'latin1'));

/** A small generator of repeatable chance (mulberry32). */
export function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
