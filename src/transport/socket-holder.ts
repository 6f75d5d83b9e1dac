import { readFile, readdir, readlink } from 'node:fs/promises';
import { execa } from 'execa';
import { ifAbsent } from '../model/absent.ts';

/** A process that has one end of a unix socket open. */
export interface SocketHolder {
  readonly pid: number;
  readonly command: string;
  /** `listener` made the socket file, `client` is connected to it. */
  readonly end: 'listener' | 'client';
}

/** Flags column of /proc/net/unix: `__SO_ACCEPTCON` of linux/net.h. */
const LISTENS = 0x10000;

/**
 * Who has a unix socket open: its listener, and who is connected to it. Only processes whose descriptors we may read, which
 * are those of our own uid (all for root). Linux only; clients need `ss`, since the kernel tells a socket's peer to netlink alone.
 */
export async function socketHolders(path: string): Promise<SocketHolder[]> {
  const ends = new Map<string, SocketHolder['end']>();
  for (const inode of await listeners(path)) ends.set(inode, 'listener');
  for (const inode of await clients(path)) ends.set(inode, 'client');
  return ends.size === 0 ? [] : openBy(ends);
}

export function holderLine({ pid, command, end }: SocketHolder): string {
  return `${end === 'listener' ? 'served' : 'held'} by ${command} (pid ${pid})`;
}

/** `000000002d997928: 00000002 00000000 00010000 0001 01 81417 /run/x.sock` */
async function listeners(path: string): Promise<string[]> {
  const text = await readFile('/proc/net/unix', 'utf8').catch(ifAbsent(''));
  return text.split('\n').flatMap((line) => {
    const [, , , flags, , , inode, ...name] = line.trim().split(/ +/);
    const listens = flags !== undefined && (Number.parseInt(flags, 16) & LISTENS) !== 0;
    return listens && inode !== undefined && name.join(' ') === path ? [inode] : [];
  });
}

/** `u_str ESTAB 0 0 /run/x.sock 81423 * 81422`: local name and inode, peer name and inode. */
async function clients(path: string): Promise<string[]> {
  const { stdout, failed } = await execa('ss', ['-xnH'], { reject: false });
  if (failed) return [];
  return stdout.split('\n').flatMap((line) => {
    const row = /^u_str\s+ESTAB\s+\d+\s+\d+\s+(.*?)\s+\d+\s+\S+\s+(\d+)\s*$/.exec(line);
    return row?.[1] === path && row[2] !== undefined ? [row[2]] : [];
  });
}

async function openBy(ends: ReadonlyMap<string, SocketHolder['end']>): Promise<SocketHolder[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(pids.map((pid) => holderOf(pid, ends)));
  return found.filter((holder) => holder !== undefined);
}

async function holderOf(pid: string, ends: ReadonlyMap<string, SocketHolder['end']>): Promise<SocketHolder | undefined> {
  const fds = await readdir(`/proc/${pid}/fd`).catch(ifAbsent([], NOT_OURS));
  const links = await Promise.all(fds.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(ifAbsent('', NOT_OURS))));
  const end = links.map((link) => ends.get(/^socket:\[(\d+)\]$/.exec(link)?.[1] ?? '')).find((each) => each !== undefined);
  if (end === undefined) return undefined;
  const command = await readFile(`/proc/${pid}/comm`, 'utf8').catch(ifAbsent('?', NOT_OURS));
  return { pid: Number(pid), command: command.trim(), end };
}

/** The process ended while we looked, or belongs to somebody else. */
const NOT_OURS = ['ENOENT', 'ESRCH', 'EACCES', 'EPERM'];
