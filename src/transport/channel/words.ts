import { randomBytes } from 'node:crypto';

/**
 * What host and guest say on a lane; the guest's half is assets/guest/channel.sh. Records from the guest begin with the
 * byte 036 (record separator) and the nonce of what they belong to.
 */
export const RECORD = '\x1e';

/** 128 random bits: no output of a command can hold it by chance, none can know it before. */
export const newNonce = (): string => randomBytes(16).toString('hex');

/** A line end first: whatever half line was sent before ends there and is ignored. */
export const greetLine = (nonce: string): string => `\nS ${nonce}\n`;

/** How the guest runs it: a process group without input, one with input, or the lane's own shell. */
export type RunMode = '-' | '+' | '=';

/** A request whose tail is its nonce: the guest ignores one that was cut off. */
export function runRequest(key: string, nonce: string, mode: RunMode, code: string): Buffer {
  const body = Buffer.from(`${key} ${nonce} ${mode} ${code} #${nonce}`);
  return Buffer.concat([Buffer.from(`R ${body.length}\n`), body]);
}

/** Input goes in chunks that fit the guest's `dd`: a length, the bytes; 0 ends it. */
export const CHUNK_BYTES = 1 << 20;
export const END_OF_INPUT = '0\n';

/** What a lane says about itself when it is greeted. */
export interface Greeting {
  /** Goes with every line that is to be obeyed; new with each greeting. */
  readonly key: string;
  /** The shell: another one after it was killed, or after a reboot. */
  readonly id: string;
  /** The lane's name in the guest: the number of its even port. */
  readonly name: string;
}

export function greetingOf(record: string): Greeting | undefined {
  const [, key, id, name] = /^ (\S+) (\S+) (\S+)$/.exec(record) ?? [];
  return key === undefined || id === undefined || name === undefined ? undefined : { key, id, name };
}
