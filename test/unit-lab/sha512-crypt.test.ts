import { expect, it } from 'vitest';
import { sha512Crypt } from '../../src/lab/node/sha512-crypt.ts';

// The first two from the specification's own list, the others from glibc's crypt(3).
it.each([
  ['Hello world!', 'saltstringsaltstring', 10000, '$6$rounds=10000$saltstringsaltst$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM/UrjmM0Dp8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v.'],
  ['a very much longer text to encrypt.  This one even stretches over morethan one line.', 'anotherlongsaltstring', 1400, '$6$rounds=1400$anotherlongsalts$POfYwTEok97VWcjxIiSOjiykti.o/pQs.wPvMxQ6Fm7I6IoYN3CmLs66x9t0oSwbtEW7o7UmJEiDwGqd8p4ur1'],
  ['test', 'abcdefgh', 1000, '$6$rounds=1000$abcdefgh$2r3bh53yLb.qDlfrFUkXNu5hu4Dxp0dhqf9TY5JZ9W6DdZWkht6EQZ7yDeZK24lyrAGTY4m16kRA04M8wzpUT/'],
  ['', 'x', 1000, '$6$rounds=1000$x$JUgHESfT/mKR2X.Qz/PrkEgBINN.wbH/GsJhhFRcgrb0a4MjVYFixxXtKicccBbv9PSG/n1kVdpVqZiR7Brv1.'],
])('%j with salt %s', (password, salt, rounds, hash) => {
  expect(sha512Crypt(password, salt, rounds)).toBe(hash);
});
