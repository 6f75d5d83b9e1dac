import { Transform } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/**
 * What a guest may put on the operator's terminal while no terminal emulator stands between: printable text, TAB, BS, LF, CR and
 * colours (SGR, ECMA-48 8.3.117). Everything else a terminal would obey is left out: cursor moves, titles, clipboard, reports.
 */
const KEPT_CONTROLS = new Set(['\t', '\b', '\n', '\r']);
const SGR = /^\[[0-9;:]*m$/;
/** Longer than any colour sequence; a guest that never ends one must not fill our memory. */
const LONGEST_SEQUENCE = 64;

type State = 'text' | 'escape' | 'csi' | 'string' | 'string-escape' | 'one-more';

export interface GuestText {
  /** What of the text may pass. Sequences may be cut anywhere between calls. */
  readonly push: (text: string) => string;
}

/** The filter's state machine; after ECMA-35 (ESC I… F), ECMA-48 (CSI, and the strings DCS, SOS, OSC, PM, APC). */
export function guestText(): GuestText {
  let state: State = 'text';
  let sequence = '';

  const inText = (char: string): string => {
    if (char === '\u001b') state = 'escape';
    else if (char === '\u009b') [state, sequence] = ['csi', '['];
    else if ('\u0090\u0098\u009d\u009e\u009f'.includes(char)) state = 'string';
    return isVisible(char) ? char : '';
  };

  const inEscape = (char: string): string => {
    if (char === '[') [state, sequence] = ['csi', '['];
    else if ('PX]^_'.includes(char)) state = 'string';
    else if (char >= ' ' && char <= '/') state = 'one-more';
    else if (char !== '\u001b') state = 'text';
    return '';
  };

  const inCsi = (char: string): string => {
    if (char === '\u001b') return restart();
    if (char < ' ') return isVisible(char) ? char : '';
    sequence = sequence.length < LONGEST_SEQUENCE ? sequence + char : sequence;
    if (char < '@' || char > '~') return '';
    state = 'text';
    return SGR.test(sequence) ? `\u001b${sequence}` : '';
  };

  const inString = (char: string): string => {
    if (char === '\u0007' || char === '\u009c' || char === '\u0018' || char === '\u001a') state = 'text';
    else if (char === '\u001b') state = 'string-escape';
    return '';
  };

  const restart = (): string => {
    state = 'escape';
    return '';
  };

  const STEP: Readonly<Record<State, (char: string) => string>> = {
    text: inText,
    escape: inEscape,
    csi: inCsi,
    string: inString,
    // ESC \ ends a string; any other sequence ends it too, and begins anew.
    'string-escape': (char) => (char === '\\' ? ((state = 'text'), '') : (restart(), inEscape(char))),
    'one-more': (char) => {
      if (char === '\u001b') return restart();
      if (char < ' ' || char > '/') state = 'text';
      return '';
    },
  };
  return { push: (text) => [...text].map((char) => STEP[state](char)).join('') };
}

function isVisible(char: string): boolean {
  const code = char.codePointAt(0) ?? 0;
  return KEPT_CONTROLS.has(char) || (code >= 0x20 && code < 0x7f) || code >= 0xa0;
}

/** {@link guestText} as a stream of bytes; characters that are cut between chunks are put together again. */
export function guestFilter(): Transform {
  const decoder = new StringDecoder('utf8');
  const filter = guestText();
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => done(null, Buffer.from(filter.push(decoder.write(chunk)))),
    flush: (done) => done(null, Buffer.from(filter.push(decoder.end()))),
  });
}
