/** npm run bench [-- NAME…]: what bench/NAME.ts measure, all of them by default, with the machine's baseline beside. */
import { ensureBuild } from './steps/ensure-build.ts';
import { benchNames, benchOf } from './steps/benches.ts';
import { machineLine, nodeStart, rowLine } from './steps/bench-lines.ts';

const wanted = process.argv.slice(2);
const names = benchNames().filter((name) => wanted.length === 0 || wanted.includes(name));
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.log(`no bench is called ${unknown.join(', ')}; there are ${benchNames().join(', ')}`);
  process.exitCode = 2;
} else if (await ensureBuild()) await printAll();
else process.exitCode = 1;

async function printAll(): Promise<void> {
  console.log(machineLine());
  console.log(rowLine(await nodeStart()));
  for (const name of names) {
    console.log(`\n${name}`);
    for (const each of await (await benchOf(name))()) console.log(rowLine(each));
  }
}
