import { createHash } from 'node:crypto';

/** Six bits a letter, least significant first (crypt(5)). */
const ALPHABET = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const DIGEST = 64;

/**
 * A password as /etc/shadow wants it: `$6$`, after Ulrich Drepper's "Unix crypt using SHA-256 and SHA-512", whose step
 * numbers are in the comments. Not for secrets that matter: few rounds keep a login short where each instruction is emulated.
 * @param salt up to 16 letters of ./0-9A-Za-z
 * @param rounds 1000 at the least (the specification's own limit)
 */
export function sha512Crypt(password: string, salt: string, rounds = 1000): string {
  const key = Buffer.from(password);
  const saltBytes = Buffer.from(salt.slice(0, 16));
  const p = repeat(sha512(...Array.from({ length: key.length }, () => key)), key.length); // 13-16
  const first = startDigest(key, saltBytes);
  const s = repeat(sha512(...Array.from({ length: 16 + (first[0] ?? 0) }, () => saltBytes)), saltBytes.length); // 17-20
  let digest = first;
  for (let round = 0; round < rounds; round += 1) digest = oneRound(round, digest, p, s); // 21
  return `$6$rounds=${rounds}$${saltBytes.toString()}$${encode(digest)}`;
}

function startDigest(key: Buffer, salt: Buffer): Buffer {
  const alternate = sha512(key, salt, key); // 4-8
  const parts = [key, salt, repeat(alternate, key.length)]; // 1-3, 9-10
  for (let bits = key.length; bits > 0; bits >>= 1) parts.push(bits & 1 ? alternate : key); // 11
  return sha512(...parts);
}

function oneRound(round: number, digest: Buffer, p: Buffer, s: Buffer): Buffer {
  const odd = round % 2 === 1;
  const parts = [odd ? p : digest];
  if (round % 3 !== 0) parts.push(s);
  if (round % 7 !== 0) parts.push(p);
  parts.push(odd ? digest : p);
  return sha512(...parts);
}

/** 22: bytes in threes 21 apart, each three as four letters; the last byte alone as two. */
function encode(digest: Buffer): string {
  const threes = Array.from({ length: 21 }, (_, group) => letters([group * 22, group * 22 + 21, group * 22 + 42].map((at) => digest[at % 63] ?? 0), 4));
  return threes.join('') + letters([0, 0, digest[63] ?? 0], 2);
}

function letters(bytes: readonly number[], count: number): string {
  const value = bytes.reduce((all, byte) => all * 256 + byte, 0);
  return Array.from({ length: count }, (_, index) => ALPHABET[(value >> (6 * index)) & 63]).join('');
}

function sha512(...parts: readonly Buffer[]): Buffer {
  const hash = createHash('sha512');
  parts.forEach((part) => hash.update(part));
  return hash.digest();
}

function repeat(digest: Buffer, length: number): Buffer {
  return Buffer.concat(Array.from({ length: Math.ceil(length / DIGEST) }, () => digest)).subarray(0, length);
}
