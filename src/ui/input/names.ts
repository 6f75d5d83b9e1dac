/**
 * What terminals call their keys: xterm (ctlseqs), the linux console (console_codes(4)), rxvt (rxvtRef), tmux and screen, and kitty's
 * protocol. Where two disagree, both are here: no sequence means two keys.
 */

/** `ESC [ LETTER` and `ESC [ 1 ; MODIFIER LETTER`; `ESC O LETTER` in application mode. */
export const LETTER_KEYS: Readonly<Record<string, string>> = {
  A: 'up', B: 'down', C: 'right', D: 'left', E: 'begin', F: 'end', H: 'home', P: 'F1', Q: 'F2', R: 'F3', S: 'F4',
};

/** `ESC O LETTER`: the keypad in application mode, as characters. */
export const KEYPAD_CHARS: Readonly<Record<string, string>> = {
  j: '*', k: '+', l: ',', m: '-', n: '.', o: '/', p: '0', q: '1', r: '2', s: '3', t: '4', u: '5', v: '6', w: '7', x: '8', y: '9', X: '=',
};

/** `ESC [ NUMBER ~`. 1 and 4 are Home and End of linux, tmux and screen, 7 and 8 those of rxvt. */
export const NUMBER_KEYS: Readonly<Record<number, string>> = {
  1: 'home', 2: 'insert', 3: 'delete', 4: 'end', 5: 'page-up', 6: 'page-down', 7: 'home', 8: 'end',
  11: 'F1', 12: 'F2', 13: 'F3', 14: 'F4', 15: 'F5', 17: 'F6', 18: 'F7', 19: 'F8', 20: 'F9', 21: 'F10', 23: 'F11', 24: 'F12',
  25: 'F13', 26: 'F14', 28: 'F15', 29: 'F16', 31: 'F17', 32: 'F18', 33: 'F19', 34: 'F20',
};

/** `ESC [ [ LETTER`: the linux console. */
export const LINUX_KEYS: Readonly<Record<string, string>> = { A: 'F1', B: 'F2', C: 'F3', D: 'F4', E: 'F5' };

/** `ESC [ a` with shift, `ESC O a` with ctrl: rxvt. */
export const RXVT_ARROWS: Readonly<Record<string, string>> = { a: 'up', b: 'down', c: 'right', d: 'left' };

/** Last character of rxvt's `ESC [ NUMBER …`: with what. */
export const RXVT_ENDS: Readonly<Record<string, { readonly ctrl: boolean; readonly shift: boolean }>> = {
  $: { ctrl: false, shift: true },
  '^': { ctrl: true, shift: false },
  '@': { ctrl: true, shift: true },
};

/** Control characters that have a key of their own; the others are ctrl with a letter. */
export const CONTROL_KEYS: Readonly<Record<number, string>> = { 8: 'backspace', 9: 'tab', 13: 'enter', 27: 'esc', 127: 'backspace' };

/** Codes of kitty's `ESC [ CODE … u` that are no character (its table of functional keys). */
export const KITTY_KEYS: Readonly<Record<number, string>> = {
  ...CONTROL_KEYS,
  57399: '0', 57400: '1', 57401: '2', 57402: '3', 57403: '4', 57404: '5', 57405: '6', 57406: '7', 57407: '8', 57408: '9',
  57409: '.', 57410: '/', 57411: '*', 57412: '-', 57413: '+', 57414: 'enter', 57415: '=', 57416: ',',
  57417: 'left', 57418: 'right', 57419: 'up', 57420: 'down', 57421: 'page-up', 57422: 'page-down', 57423: 'home', 57424: 'end',
  57425: 'insert', 57426: 'delete', 57427: 'begin',
  ...Object.fromEntries(Array.from({ length: 23 }, (_, index) => [57376 + index, `F${13 + index}`])),
};
