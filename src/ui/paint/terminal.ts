import type { ReadStream, WriteStream } from 'node:tty';
import type { Size } from '../layout/arrange.ts';
import { ALL_OFF, MOUSE_OFF, MOUSE_ON, REPORTS_ON, SCREEN_ON } from './modes.ts';
import { writeNow } from './write-now.ts';

/** The terminal of this process. One owner at a time: us between `enter` and `leave`, the shell else. */
export interface Terminal {
  readonly size: () => Size;
  /** Takes the screen: empty, without a cursor. Keys come raw once they are listened to. Nothing happens when we have it. */
  readonly enter: () => void;
  /** Gives everything back as it was, before it returns. Nothing happens when we do not have it. */
  readonly leave: () => void;
  readonly isOurs: () => boolean;
  /** Leaves, and lets the process end: no key is waited for any more. */
  readonly close: () => void;
  /** From now on raw bytes of keys, clicks and pastes come in. The bytes are the listener's to keep. */
  readonly listen: (input: (bytes: Uint8Array) => void) => void;
  /** Writes a frame; a terminal that is slow is not waited for. */
  readonly write: (frame: string, taken: () => void) => void;
  /** Clicks for us, or for the terminal's own selection. */
  readonly mouse: (ours: boolean) => void;
  readonly onResize: (call: () => void) => () => void;
  /** After the screen was entered again: it shows nothing of ours. */
  readonly onEnter: (call: () => void) => void;
}

/** A stream whose writes may be made to wait in a queue, so that a slow terminal holds up no key. Node writes to terminals synchronously, and has no public word to change that. */
interface TtyHandle {
  readonly _handle?: { readonly setBlocking?: (blocking: boolean) => number } | null;
}

interface Ports {
  /** Opened when they are first needed: a skeleton comes before. */
  readonly stdin: () => ReadStream;
  readonly stdout: () => WriteStream;
  readonly now?: (text: string) => void;
}

const PROCESS: Ports = { stdin: () => process.stdin, stdout: () => process.stdout };
const SMALL: Size = { width: 80, height: 24 };

export function openTerminal({ stdin, stdout, now = writeNow }: Ports = PROCESS): Terminal {
  let ours = false;
  let listener: ((bytes: Uint8Array) => void) | undefined;
  let mouse = false;
  const entered: (() => void)[] = [];

  function raw(on: boolean): void {
    if (listener !== undefined) setRaw(stdin(), stdout(), on);
  }

  const reports = (): string => (listener === undefined ? '' : `${REPORTS_ON}${mouse ? MOUSE_ON : MOUSE_OFF}`);

  function enter(): void {
    if (ours) return;
    ours = true;
    raw(true);
    now(SCREEN_ON + reports());
    entered.forEach((call) => call());
  }

  function leave(): void {
    if (!ours) return;
    ours = false;
    now(ALL_OFF);
    raw(false);
  }

  return {
    size: () => sizeOf(stdout()),
    enter,
    leave,
    isOurs: () => ours,
    close: () => {
      leave();
      if (listener !== undefined) stdin().off('data', listener).pause();
      listener = undefined;
    },
    listen: (input) => {
      listener = input;
      stdin().on('data', input);
      raw(ours);
      if (ours) now(reports());
      // A terminal that went away says so by SIGHUP as well: that is where we leave.
      stdin().on('error', () => undefined);
      stdout().on('error', () => undefined);
    },
    write: (frame, taken) => void stdout().write(frame, () => taken()),
    mouse: (on) => {
      mouse = on;
      if (ours && listener !== undefined) now(on ? MOUSE_ON : MOUSE_OFF);
    },
    onResize: (call) => {
      stdout().on('resize', call);
      return () => stdout().off('resize', call);
    },
    onEnter: (call) => void entered.push(call),
  };
}

/** Keys as they are pressed, and writes that hold up nothing; or as it was before: what we write to may be the shell's own. */
function setRaw(stdin: ReadStream, stdout: WriteStream, on: boolean): void {
  // Node remembers what it set last, and a shell may have set something else since.
  stdin.setRawMode(false).setRawMode(on);
  (stdout as unknown as TtyHandle)._handle?.setBlocking?.(!on);
}

/** A terminal that does not know its size says 0 by 0. */
function sizeOf({ columns, rows }: WriteStream): Size {
  return columns > 0 && rows > 0 ? { width: columns, height: rows } : SMALL;
}
