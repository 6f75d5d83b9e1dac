/** What terminals take at most in one sequence of this kind, in base64 (xterm's own limit is higher, tmux's lower ones are rare). */
const MOST_BASE64 = 100_000;
/** screen cuts a device control string that is longer. */
const SCREEN_PIECE = 76;

/**
 * The sequence that puts a text on the clipboard of the terminal, wherever that runs (OSC 52). Undefined for a text that is too long
 * for one. tmux passes it on where `set-clipboard` allows; screen has to be told to hand it through.
 */
export function clipboardSequence(text: string, env: Readonly<Record<string, string | undefined>>): string | undefined {
  const base64 = Buffer.from(text).toString('base64');
  if (base64.length > MOST_BASE64) return undefined;
  const sequence = `\u001b]52;c;${base64}\u0007`;
  const inScreen = (env['TERM'] ?? '').startsWith('screen') && env['TMUX'] === undefined;
  return inScreen ? pieces(sequence).map((piece) => `\u001bP${piece}\u001b\\`).join('') : sequence;
}

function pieces(text: string): readonly string[] {
  return Array.from({ length: Math.ceil(text.length / SCREEN_PIECE) }, (_, at) => text.slice(at * SCREEN_PIECE, (at + 1) * SCREEN_PIECE));
}
