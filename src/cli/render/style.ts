import { styleText } from 'node:util';
import type { OutputStream } from '../io.ts';

export type Tone = 'good' | 'warn' | 'bad' | 'dim' | 'plain' | 'strong';

const FORMAT = { good: 'green', warn: 'yellow', bad: 'red', dim: 'dim', strong: 'bold' } as const;

export type Style = (tone: Tone, text: string) => string;

/** Colours on a terminal that wants them; elsewhere the text as it is. A colour never says what the words do not. */
export function styleFor(out: OutputStream, env: Readonly<Record<string, string | undefined>>): Style {
  const plain = out.isTTY !== true || (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';
  return (tone, text) => (plain || tone === 'plain' ? text : styleText(FORMAT[tone], text, { validateStream: false }));
}

const TONES: Readonly<Record<string, Tone>> = {
  up: 'good', running: 'good', ok: 'good', down: 'dim', absent: 'dim', unknown: 'dim', starting: 'warn', degraded: 'warn', warn: 'warn', paused: 'warn',
  failed: 'bad', bad: 'bad', panicked: 'bad', crashed: 'bad',
};

/** The tone of a state's word. */
export function toneOf(state: string | undefined): Tone {
  return TONES[state ?? 'unknown'] ?? 'plain';
}
