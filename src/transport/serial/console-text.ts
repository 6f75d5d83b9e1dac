/** What a console shows at the end of its text, as far as it can be told without a terminal. */
export type ConsoleState =
  /** A shell waits, and nothing is typed yet. */
  | { readonly is: 'shell' }
  /** A getty asks for a name. */
  | { readonly is: 'login' }
  | { readonly is: 'password' }
  /** Something else: a program, or somebody's half typed line. `line` is the evidence. */
  | { readonly is: 'other'; readonly line: string };

/** ECMA-48 control sequences, operating system commands (titles, bracketed paste), two-byte escapes, and what moves the cursor back. */
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const ESCAPES = /\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]|[\x00\x07\x0e\x0f]/g;

export function withoutEscapes(text: string): string {
  return text.replaceAll(ESCAPES, '');
}

/** The last line as it stands: what a carriage return wrote over is gone. */
export function lastLine(text: string): string {
  const line = withoutEscapes(text).split('\n').at(-1) ?? '';
  return line.split('\r').findLast((part) => part !== '') ?? '';
}

const SHAPES: readonly (readonly [RegExp, ConsoleState['is']])[] = [
  [/\blogin: ?$/i, 'login'],
  [/password[^:]*: ?$/i, 'password'],
  // `root@nixos:~# `, `[root@nixos:~]# `, `$ `. Not `>`: that is also a line to be continued, and many a program's prompt.
  [/^.*[#$] ?$/, 'shell'],
];

export function consoleState(text: string): ConsoleState {
  const line = lastLine(text);
  const is = SHAPES.find(([shape]) => shape.test(line))?.[1];
  return is === undefined || is === 'other' ? { is: 'other', line } : { is };
}
