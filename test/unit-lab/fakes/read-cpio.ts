export interface CpioMember {
  readonly path: string;
  readonly mode: number;
  readonly data: string;
  readonly rdev: readonly [number, number];
}

const FIELDS = 13;
const up = (at: number) => Math.ceil(at / 4) * 4;

/** Reads `newc` archives, several in a row too, by the format's description and nothing of ours. */
export function readCpio(bytes: Buffer): CpioMember[] {
  const members: CpioMember[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (bytes[at] === 0) { at += 4; continue; }
    if (bytes.toString('latin1', at, at + 6) !== '070701') throw new Error(`no cpio header at ${at}`);
    const field = (index: number) => parseInt(bytes.toString('latin1', at + 6 + 8 * index, at + 14 + 8 * index), 16);
    const nameAt = at + 6 + 8 * FIELDS;
    const path = bytes.toString('utf8', nameAt, nameAt + field(11) - 1);
    const dataAt = up(nameAt + field(11));
    if (path !== 'TRAILER!!!') members.push({ path, mode: field(1), data: bytes.toString('latin1', dataAt, dataAt + field(6)), rdev: [field(9), field(10)] });
    at = up(dataAt + field(6));
  }
  return members;
}
