/** What a terminal sends for a key, as xterm does without any extended mode. */
const NAMED: Readonly<Record<string, string>> = {
  enter: '\r', esc: '\u001b', tab: '\t', 'shift-tab': '\u001b[Z', space: ' ', backspace: '\u007f', delete: '\u001b[3~',
  up: '\u001b[A', down: '\u001b[B', right: '\u001b[C', left: '\u001b[D', home: '\u001b[H', end: '\u001b[F', 'page-up': '\u001b[5~', 'page-down': '\u001b[6~',
  f1: '\u001bOP', f2: '\u001bOQ', f3: '\u001bOR', f4: '\u001bOS', f5: '\u001b[15~', f6: '\u001b[17~', f7: '\u001b[18~', f8: '\u001b[19~', f9: '\u001b[20~', f10: '\u001b[21~',
  'alt-up': '\u001b[1;3A', 'alt-down': '\u001b[1;3B', 'alt-right': '\u001b[1;3C', 'alt-left': '\u001b[1;3D',
};

/** `j`, `enter`, `ctrl-p`, `alt-x`. */
export function keyBytes(key: string): string {
  const named = NAMED[key];
  if (named !== undefined) return named;
  const [, modifier, letter = ''] = /^(ctrl|alt)-(.)$/.exec(key) ?? [];
  if (modifier === 'alt') return `\u001b${letter}`;
  if (modifier === 'ctrl') return String.fromCharCode(letter.toUpperCase().charCodeAt(0) & 31);
  if ([...key].length !== 1) throw new Error(`no terminal has a key ${JSON.stringify(key)}`);
  return key;
}

export type MouseAct = 'click' | 'wheel-up' | 'wheel-down';

const BUTTONS: Readonly<Record<MouseAct, number>> = { click: 0, 'wheel-up': 64, 'wheel-down': 65 };

/** SGR mouse reports (mode 1006), at a cell counted from 0. A click is a press and a release. */
export function mouseBytes(act: MouseAct, x: number, y: number): string {
  const report = (end: 'M' | 'm'): string => `\u001b[<${BUTTONS[act]};${x + 1};${y + 1}${end}`;
  return act === 'click' ? `${report('M')}${report('m')}` : report('M');
}
