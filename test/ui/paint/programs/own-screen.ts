/** A program that takes the terminal, and ends in whatever way the key says. `process.argv[2]` is where a crash goes. */
import { writeFileSync } from 'node:fs';
import { writeCrash } from '../../../../src/ui/paint/crash-file.ts';
import { guardTerminal } from '../../../../src/ui/paint/guard.ts';
import { createLastMinute } from '../../../../src/ui/paint/last-minute.ts';
import { openTerminal } from '../../../../src/ui/paint/terminal.ts';

const terminal = openTerminal();
const guard = guardTerminal(terminal);
const lastMinute = createLastMinute();
guard.onCrash = (error) => writeCrash(process.argv[2] ?? '', { error, before: lastMinute.lines(), facts: { program: 'own-screen' } });

const WAYS: Readonly<Record<string, () => void>> = {
  q: () => guard.release(),
  x: () => process.exit(3),
  t: () => {
    throw new Error('thrown in the middle');
  },
  r: () => void Promise.reject(new Error('rejected in the middle')),
  z: () => guard.suspend(),
  b: () => terminal.write('x'.repeat(4_000_000), () => undefined),
  w: () => writeFileSync(process.argv[2] ?? '', 'still here'),
};

terminal.onEnter(() => terminal.write('\u001b[1;1Hours', () => undefined));
terminal.enter();
terminal.mouse(true);
terminal.listen((bytes) => {
  const key = Buffer.from(bytes).toString();
  lastMinute.note(`key ${key}`);
  WAYS[key]?.();
});
