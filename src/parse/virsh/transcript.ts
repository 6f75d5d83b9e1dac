import { notUnderstood } from '../lines.ts';

/** What virsh said to one command of a session. */
export type Answer = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly error: string };

/** What virsh says of its connection in passing, before the answer itself (tools/virsh.c). */
const CONNECTION_NEWS = /^error: (?:Reconnected to the hypervisor|Disconnected from .* due to .*)\n/;

/** `virsh # `, or `virsh > ` on a read-only connection; then what was typed, echoed by readline. */
const PROMPT = /^virsh [#>] /;

/** Ends each answer of a session: virsh itself prints the word on a line of its own. */
export function markCommand(mark: string): string {
  return `echo ${mark}`;
}

/** Where the line that ends the answer begins and ends in what has come so far; undefined while it has not come. */
export function findMark(raw: string, mark: string): { readonly start: number; readonly end: number } | undefined {
  const line = `${mark}\n`;
  const start = raw.startsWith(line) ? 0 : raw.indexOf(`\n${line}`) + 1;
  return start === 0 && !raw.startsWith(line) ? undefined : { start, end: start + line.length };
}

/**
 * The answer to `command`, from all that came between the marks (stdout and stderr in one stream):
 *
 *     virsh # dominfo --domain 8f4a…
 *     Id:             596
 *     …
 *     virsh # echo MARK
 *
 * @throws ParseError when the command's own echo is not where it has to be
 */
export function parseAnswer(raw: string, command: string, mark: string): Answer {
  const end = raw.lastIndexOf('\nvirsh ') + 1;
  const text = dropNews(dropTyped(raw.slice(0, end), command));
  // What is left of the mark's own line must be nothing, or this was no answer to this command.
  if (!PROMPT.test(raw) || dropTyped(raw.slice(end), markCommand(mark)) !== '') throw notUnderstood('virsh', `no prompt round '${command}'`, raw);
  return text.startsWith('error: ') ? { ok: false, error: text.trim() } : { ok: true, text };
}

/** News of the connection may come between the prompt and what was typed. A virsh without readline echoes nothing. */
function dropTyped(raw: string, typed: string): string {
  const rest = dropNews(raw.replace(PROMPT, ''));
  return rest.startsWith(`${typed}\n`) ? rest.slice(typed.length + 1) : rest;
}

function dropNews(raw: string): string {
  return CONNECTION_NEWS.test(raw) ? dropNews(raw.replace(CONNECTION_NEWS, '')) : raw;
}
