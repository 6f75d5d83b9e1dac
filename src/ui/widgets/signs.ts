import type { StyleName } from '../canvas.ts';

/** A state as it is shown: a sign and a word, and only then a colour. */
export interface Sign {
  readonly sign: string;
  readonly style: StyleName;
}

const RUNNING: Sign = { sign: '●', style: 'good' };
const HOLDS: Sign = { sign: '✓', style: 'good' };
const DRIFT: Sign = { sign: '!', style: 'warn' };
const FAILED: Sign = { sign: '✗', style: 'bad' };
const PENDING: Sign = { sign: '…', style: 'warn' };
const NOT_YET: Sign = { sign: '·', style: 'dim' };
const NONE: Sign = { sign: '–', style: 'dim' };

/** By the tools' own words: virsh domstate, QMP RunState, systemd ActiveState, ours for layers and progress. */
const SIGNS: Readonly<Record<string, Sign>> = {
  running: RUNNING, idle: RUNNING, active: RUNNING, up: RUNNING, busy: RUNNING,
  done: HOLDS, ok: HOLDS, holds: HOLDS, match: HOLDS, forwarding: HOLDS,
  paused: DRIFT, pmsuspended: DRIFT, suspended: DRIFT, degraded: DRIFT, drift: DRIFT, warn: DRIFT, 'io-error': FAILED, blocking: DRIFT, disabled: DRIFT,
  crashed: FAILED, failed: FAILED, 'guest-panicked': FAILED, panicked: FAILED, 'internal-error': FAILED, error: FAILED, lost: FAILED,
  starting: PENDING, 'in shutdown': PENDING, shutdown: PENDING, activating: PENDING, deactivating: PENDING, reloading: PENDING, pending: PENDING, learning: PENDING, listening: PENDING,
  'finish-migrate': PENDING, inmigrate: PENDING, prelaunch: PENDING, 'restore-vm': PENDING, 'save-vm': PENDING,
  'shut off': NOT_YET, off: NOT_YET, down: NOT_YET, inactive: NOT_YET, skipped: NOT_YET,
  absent: NONE, unknown: NONE, 'no state': NONE,
};

/** The sign of a state's word; a word that nobody knows gets `·`. */
export function signOf(word: string | undefined): Sign {
  return word === undefined ? NONE : (SIGNS[word] ?? NOT_YET);
}

/** `● running`; `–` for a state that is not known. */
export function signed(word: string | undefined): string {
  return word === undefined ? NONE.sign : `${signOf(word).sign} ${word}`;
}

/** What is not known or not there. */
export const MISSING = NONE.sign;
