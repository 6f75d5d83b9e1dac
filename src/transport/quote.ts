import { UsageError } from '../model/errors.ts';
import type { ExecRequest } from './transport.ts';

/**
 * Words for a shell at the far end, where a transport has nothing but a command line (ssh, a console, a channel's lane).
 * Single quotes are the one form in POSIX (2.2.2) in which no character is special; the quote itself is written `'\''`.
 */
export function quoteWord(word: string): string {
  refuseNul(word);
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** Words that mean themselves to every shell. No `~`, `=` or `-` at the start, where they could mean something. */
const PLAIN = /^[A-Za-z0-9_/.,:@%+][A-Za-z0-9_/.,:@%+=-]*$/;

export function quoteList(words: readonly string[]): string {
  return words.map(quoteWord).join(' ');
}

/**
 * One word as one line of printable ASCII, in bash's `$'…'`: nothing in it can end a line, and no terminal on the way
 * takes a byte of it for a key. Only for a bash at the far end.
 */
export function quoteLine(word: string): string {
  refuseNul(word);
  if (PLAIN.test(word)) return word;
  if (/^[ -~]*$/.test(word)) return `'${word.replaceAll("'", String.raw`'\''`)}'`;
  const bytes = [...Buffer.from(word, 'utf8')];
  return `$'${bytes.map(escapeByte).join('')}'`;
}

function escapeByte(byte: number): string {
  if (byte < 0x20 || byte > 0x7e) return `\\x${byte.toString(16).padStart(2, '0')}`;
  const character = String.fromCharCode(byte);
  return character === "'" || character === '\\' ? `\\${character}` : character;
}

function refuseNul(word: string): void {
  if (!word.includes('\0')) return;
  throw new UsageError({ what: 'an argument holds a NUL byte, which no process can be given', detail: JSON.stringify(word) });
}

/** A name that a process can have in its environment. @throws UsageError */
export function envName(name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return name;
  throw new UsageError({ what: `${JSON.stringify(name)} cannot be the name of an environment variable` });
}

/**
 * A request as shell code that ends in the process itself: where it runs, its environment, then `exec`.
 * A directory that is not there ends with status 126, as a shell's own "cannot execute" does.
 * @throws UsageError for an empty argv, a NUL byte or a bad variable name
 */
export function execCode(request: ExecRequest, quote: (word: string) => string = quoteWord): string {
  checkRequest(request);
  const [program = '', ...args] = request.argv;
  const cwd = request.cwd === undefined ? [] : [`cd -- ${quote(request.cwd)} || exit 126`];
  const env = Object.entries(request.env ?? {}).map(([name, value]) => `export ${envName(name)}=${quote(value)}`);
  return [...cwd, ...env, ['exec', dashed(program, quote), ...args.map(quote)].join(' ')].join('; ');
}

/** @throws UsageError for what no process can be given: an empty argv, a NUL byte, a bad variable name */
export function checkRequest({ argv, env = {}, cwd = '' }: ExecRequest): void {
  if (argv[0] === undefined || argv[0] === '') throw new UsageError({ what: 'there is no program in this argv', argv });
  for (const word of [...argv, ...Object.values(env), cwd]) refuseNul(word);
  for (const name of Object.keys(env)) envName(name);
}

/** `exec -x` would be an option of exec itself; `--` before every name is not POSIX, so only where it is needed. */
function dashed(program: string, quote: (word: string) => string): string {
  return program.startsWith('-') ? `-- ${quote(program)}` : quote(program);
}
