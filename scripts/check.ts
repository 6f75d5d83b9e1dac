/** npm run check: everything that holds without a lab. */
import { check } from './steps/check.ts';
import { closingLine } from './steps/tally.ts';

const tally = await check();
console.log(closingLine(tally));
process.exitCode = tally.failed === 0 ? 0 : 1;
