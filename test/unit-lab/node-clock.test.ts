import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';

const PROGRAM = join(import.meta.dirname, '../../assets/guest/outer/usr/lib/labdeck/node-clock');

/**
 * virsh as it stays on a pipe: it shows its prompt and the line itself, and the agent's answer after it. The guest's clock is this machine's and an offset
 * in microseconds, kept in a file; the agent is not there for the first `deaf` questions, complains about the RTC when it sets the time, and loses time by it.
 */
const VIRSH = String.raw`#!/bin/bash
cd "$(dirname "$0")"
printf 'Welcome to virsh, the virtualization interactive terminal.\n\n'
while printf 'virsh # ' && read -r line; do
  printf '%s\n' "$line"
  printf '%s\n' "$line" >>asked
  now=$(date +%s%N)
  if (($(<deaf) > 0)); then
    echo $(($(<deaf) - 1)) >deaf
    echo 'error: Guest agent is not responding: QEMU guest agent is not connected'
  elif [[ $line =~ \"time\":([0-9]+) ]]; then
    echo $(((BASH_REMATCH[1] - now) / 1000 - $(<loses))) >offset
    echo 'error: internal error: unable to execute QEMU agent command: hwclock failed to set hardware clock to system time'
  else
    echo "{\"return\":$((now + $(<offset) * 1000))}"
  fi
  echo
done`;

let dir: string;
const say = (name: string, text: string) => writeFileSync(join(dir, name), text);
const heard = (name: string) => readFileSync(join(dir, name), 'utf8').trim();
const run = () => execa('bash', [PROGRAM, 'qemu:///system', 'the-uuid'], { env: { PATH: `${dir}:${process.env['PATH'] ?? ''}` }, timeout: 20_000 });

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'labdeck-clock-'));
  writeFileSync(join(dir, 'virsh'), VIRSH, { mode: 0o755 });
  say('deaf', '0');
  say('loses', '0');
});
afterEach(() => rmSync(dir, { recursive: true }));

test.each([-125_000_000, 90_000_000])('a clock that is %s microseconds off is set, and looked at again', async (offset) => {
  say('offset', String(offset));
  await run();
  expect(Math.abs(Number(heard('offset')))).toBeLessThan(50_000);
  const asked = heard('asked').split('\n');
  expect(asked[0]).toContain('--domain the-uuid');
  expect(asked.at(-1)).toContain('guest-get-time');
});

test('a clock that is right is left alone', async () => {
  say('offset', '1000');
  await run();
  expect(heard('asked')).not.toContain('guest-set-time');
});

test('what the clock loses by being set is given to it ahead', async () => {
  say('offset', '-60000000');
  say('loses', '1500000');
  await run();
  expect(Math.abs(Number(heard('offset')))).toBeLessThan(100_000);
});

test('an agent that is not up yet is asked again', async () => {
  say('offset', '-60000000');
  say('deaf', '2');
  await run();
  expect(Math.abs(Number(heard('offset')))).toBeLessThan(50_000);
});
