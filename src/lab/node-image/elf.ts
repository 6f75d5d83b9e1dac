import { ParseError } from '../../model/errors.ts';

/** ELF-64 little endian (System V gABI; Debian's amd64 and arm64 know no other). */
const MAGIC = Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1]);
const PT = { load: 1, dynamic: 2, interp: 3 } as const;
const DT = { needed: 1n, strtab: 5n } as const;

interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: bigint;
  readonly size: number;
}

/** What a dynamic executable or library asks of the tree that it runs in. */
export interface ElfNeeds {
  /** Sonames, as DT_NEEDED lists them. */
  readonly libraries: readonly string[];
  /** The program interpreter's absolute path; absent for libraries and static programs. */
  readonly interpreter?: string;
}

export function isElf(bytes: Buffer): boolean {
  return bytes.subarray(0, MAGIC.length).equals(MAGIC);
}

/** @throws ParseError when the bytes are no complete 64-bit little-endian ELF file */
export function readElfNeeds(bytes: Buffer, name: string): ElfNeeds {
  if (!isElf(bytes)) throw new ParseError({ what: `${name} is no 64-bit ELF file`, detail: bytes.subarray(0, 16).toString('hex') });
  try {
    return needs(bytes);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new ParseError({ what: `${name} is a broken or truncated ELF file`, detail: cause.message, cause });
  }
}

function needs(bytes: Buffer): ElfNeeds {
  const segments = readSegments(bytes);
  const interp = segments.find(({ type }) => type === PT.interp);
  const libraries = readNeeded(bytes, segments);
  return interp === undefined ? { libraries } : { libraries, interpreter: text(bytes, interp.offset) };
}

function readSegments(bytes: Buffer): Segment[] {
  const start = Number(bytes.readBigUInt64LE(32));
  const size = bytes.readUInt16LE(54);
  return Array.from({ length: bytes.readUInt16LE(56) }, (_, index) => {
    const at = start + index * size;
    return { type: bytes.readUInt32LE(at), offset: Number(bytes.readBigUInt64LE(at + 8)), address: bytes.readBigUInt64LE(at + 16), size: Number(bytes.readBigUInt64LE(at + 32)) };
  });
}

function readNeeded(bytes: Buffer, segments: readonly Segment[]): string[] {
  const dynamic = segments.find(({ type }) => type === PT.dynamic);
  if (dynamic === undefined) return [];
  const entries = Array.from({ length: dynamic.size / 16 }, (_, index) => {
    const at = dynamic.offset + index * 16;
    return { tag: bytes.readBigInt64LE(at), value: bytes.readBigUInt64LE(at + 8) };
  });
  const strtab = entries.find(({ tag }) => tag === DT.strtab);
  if (strtab === undefined) return [];
  const strings = fileOffset(segments, strtab.value);
  return entries.filter(({ tag }) => tag === DT.needed).map(({ value }) => text(bytes, strings + Number(value)));
}

function fileOffset(segments: readonly Segment[], address: bigint): number {
  const holder = segments.find((each) => each.type === PT.load && address >= each.address && address < each.address + BigInt(each.size));
  if (holder === undefined) throw new RangeError(`no segment holds address ${address}`);
  return holder.offset + Number(address - holder.address);
}

function text(bytes: Buffer, at: number): string {
  const end = bytes.indexOf(0, at);
  if (at >= bytes.length || end < 0) throw new RangeError(`no string at ${at}`);
  return bytes.toString('utf8', at, end);
}
