import { stripVTControlCharacters } from 'node:util';

const PROMPT = '(qemu) ';

/**
 * Cuts what a human monitor prints into answers: all that stands before a prompt at the start of a line. QEMU's readline redraws the typed line once
 * per character (`ESC[D` moves left, `ESC[K` clears the rest), ends it with CR LF, and prints the output after that.
 */
export class HmpScreen {
  #held = '';
  readonly #decoder = new TextDecoder();

  /** The raw answers that this chunk completes, the typed line still in them. */
  push(chunk: Uint8Array): string[] {
    this.#held += this.#decoder.decode(chunk, { stream: true });
    if (!this.#held.endsWith(`\n${PROMPT}`)) return [];
    const answer = this.#held.slice(0, -PROMPT.length);
    this.#held = '';
    return [answer];
  }

  /** What came since the last prompt. */
  rest(): string {
    return withoutControls(this.#held);
  }
}

/** The output of a command: the echo of the typed line is cut off, control codes and carriage returns are taken out. */
export function outputOf(answer: string): string {
  const end = answer.indexOf('\n');
  return withoutControls(end < 0 ? answer : answer.slice(end + 1)).replace(/\n$/, '');
}

/** `QEMU 7.2.22 monitor - type 'help' for more information`: the version, or undefined when this is no human monitor. */
export function versionOf(banner: string): string | undefined {
  return /^QEMU (\S+) monitor/.exec(withoutControls(banner))?.[1];
}

function withoutControls(raw: string): string {
  return stripVTControlCharacters(raw).replaceAll('\r', '');
}
