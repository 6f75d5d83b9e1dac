import type { Mouse, MouseWhat } from './events.ts';
import type { Sequence } from './sequence.ts';

/** Two clicks at one cell within this are one double click. */
const DOUBLE_MS = 400;

const BUTTONS = ['left', 'middle', 'right', 'none'] as const;
const WHEEL: readonly MouseWhat[] = ['wheel-up', 'wheel-down', 'wheel-left', 'wheel-right'];

/** SGR (1006): `ESC [ < BUTTON ; X ; Y M`, `m` when it is let go; cells from 1. */
export function mouseReport({ numbers, last }: Sequence): Mouse | undefined {
  const [bits, x, y] = numbers.map(([number]) => number);
  if (bits === undefined || x === undefined || y === undefined || x < 1 || y < 1 || (last !== 'M' && last !== 'm')) return undefined;
  return report(bits, x - 1, y - 1, last === 'm');
}

/** Before 1006: `ESC [ M` and three bytes, each 32 more than it says; 3 is any button let go. */
export function oldMouseReport(button: number, x: number, y: number): Mouse {
  const bits = button - 32;
  const released = (bits & 0b11) === 3 && (bits & 0b0110_0000) === 0;
  return report(bits, Math.max(0, x - 33), Math.max(0, y - 33), released);
}

/** Bits as xterm has them (ctlseqs, "Mouse Tracking"): 0-1 button, 4 shift, 8 alt, 16 ctrl, 32 motion, 64 wheel, 128 more buttons. */
function report(bits: number, x: number, y: number, released: boolean): Mouse {
  const low = bits & 0b11;
  const wheel = (bits & 64) !== 0;
  return {
    kind: 'mouse',
    what: wheel ? (WHEEL[low] ?? 'move') : whatOf(bits, released),
    button: wheel ? 'none' : (bits & 128) !== 0 ? 'other' : (BUTTONS[low] ?? 'none'),
    x,
    y,
    ctrl: (bits & 16) !== 0,
    alt: (bits & 8) !== 0,
    shift: (bits & 4) !== 0,
  };
}

function whatOf(bits: number, released: boolean): MouseWhat {
  if (released) return 'release';
  if ((bits & 32) === 0) return 'click';
  return (bits & 0b11) === 3 ? 'move' : 'drag';
}

/** The last click, for the next to be its second. */
export interface LastClick {
  readonly at: number;
  readonly x: number;
  readonly y: number;
  readonly button: Mouse['button'];
}

/**
 * Makes the second click at one cell a double one; a third begins anew.
 * @param now milliseconds of any clock that does not go back
 */
export function counted(mouse: Mouse, last: LastClick | undefined, now: number): { readonly mouse: Mouse; readonly last: LastClick | undefined } {
  if (mouse.what !== 'click') return { mouse, last };
  const { x, y, button } = mouse;
  const second = last !== undefined && now - last.at <= DOUBLE_MS && last.x === x && last.y === y && last.button === button;
  return second ? { mouse: { ...mouse, what: 'double' }, last: undefined } : { mouse, last: { at: now, x, y, button } };
}
