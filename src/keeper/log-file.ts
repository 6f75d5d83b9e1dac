import { closeSync, copyFileSync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs';

export interface LogFile {
  /** Writes one dated line. Never throws: a full disk must not end the keeper. */
  readonly line: (text: string) => void;
  readonly close: () => void;
}

/** Two files of this size are kept: the log and the one before it. */
export const LOG_BYTES = 1024 * 1024;

/**
 * A log on disk, rotated by size into `FILE.1`. It is emptied in place, not renamed: the process's own output goes to the same
 * file through a descriptor of its own, and so goes on into the right one.
 */
export function openLogFile(file: string, now: () => number, limitBytes = LOG_BYTES): LogFile {
  const fd = openSync(file, 'a', 0o600);
  let unwritten = 0;

  function write(text: string): void {
    if (fstatSync(fd).size >= limitBytes) rotate();
    const lost = unwritten === 0 ? '' : `(${unwritten} lines before this could not be written)\n`;
    writeSync(fd, `${lost}${new Date(now()).toISOString()} ${text.replaceAll('\n', '\n  ')}\n`);
    unwritten = 0;
  }

  function rotate(): void {
    copyFileSync(file, `${file}.1`);
    ftruncateSync(fd);
  }

  return {
    line: (text) => {
      try {
        write(text);
      } catch {
        // The disk is full, or the log was deleted: there is no better place to say so than the next line that can be written.
        unwritten += 1;
      }
    },
    close: () => closeSync(fd),
  };
}
