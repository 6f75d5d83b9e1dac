import { describe, expect, test } from 'vitest';
import { HmpScreen, outputOf, versionOf } from '../../../src/parse/hmp/screen.ts';

const BANNER = "QEMU 7.2.22 monitor - type 'help' for more information\r\n(qemu) ";
// As recorded: readline draws the line anew with every character.
const ECHO = 'i\u001b[K\u001b[Din\u001b[K\u001b[D\u001b[Dinf\u001b[K\r\n';

describe('the screen of a human monitor', () => {
  test('is cut at the prompt, wherever the chunks end', () => {
    const stream = Buffer.from(`${BANNER}${ECHO}größe: 1\r\n  (qemu) inside\r\n(qemu) `);
    for (let cut = 0; cut <= stream.length; cut += 1) {
      const screen = new HmpScreen();
      // A monitor that answers one line at a time never sends past a prompt.
      const first = Buffer.from(BANNER).length;
      const parts = [stream.subarray(0, Math.min(cut, first)), stream.subarray(Math.min(cut, first), first), stream.subarray(first, Math.max(cut, first)), stream.subarray(Math.max(cut, first))];
      const answers = parts.flatMap((part) => screen.push(part));
      expect(answers.map((each) => outputOf(each))).toEqual(['', 'größe: 1\n  (qemu) inside']);
    }
  });

  test('keeps what has no prompt yet', () => {
    const screen = new HmpScreen();
    expect(screen.push(Buffer.from(`${ECHO}half`))).toEqual([]);
    expect(screen.rest()).toBe('iininf\nhalf');
  });

  test('knows the banner', () => {
    expect(versionOf(BANNER)).toBe('7.2.22');
    expect(versionOf('220 mail ESMTP\r\n')).toBeUndefined();
  });
});
