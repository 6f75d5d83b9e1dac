/**
 * What we switch on in the terminal, and how it is taken back. Numbers of DEC private modes as xterm's ctlseqs names them; a terminal
 * that does not know one leaves it alone.
 */
const on = (...modes: readonly number[]): string => modes.map((mode) => `\u001b[?${mode}h`).join('');
const off = (...modes: readonly number[]): string => modes.map((mode) => `\u001b[?${mode}l`).join('');

const ALTERNATE = 1049;
const CURSOR = 25;
/** Without it the last column of the last row can be written, and nothing scrolls. */
const WRAP = 7;
const PASTE = 2004;
const FOCUS = 1004;
/** Buttons, drags, and columns beyond 223. */
const MOUSE = [1000, 1002, 1006];
const SYNC = 2026;

/** The alternate screen, empty, without a cursor: what a skeleton needs. */
export const SCREEN_ON = `${on(ALTERNATE)}${off(CURSOR, WRAP)}\u001b[0m\u001b[2J`;
/** What the terminal reports besides keys. */
export const REPORTS_ON = on(PASTE, FOCUS);
export const MOUSE_ON = on(...MOUSE);
export const MOUSE_OFF = off(...MOUSE);
/** Everything taken back, whatever was on: the end of a frame, colours, reports, the cursor, the shell's screen. */
export const ALL_OFF = `${off(SYNC)}\u001b[0m${MOUSE_OFF}${off(FOCUS, PASTE)}${on(WRAP, CURSOR)}${off(ALTERNATE)}`;
