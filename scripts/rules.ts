/** npm run rules: who may import whom. */
import { join } from 'node:path';
import { checkRules, verdict } from './steps/import-rules.ts';

const { lines, holds } = verdict(await checkRules(join(import.meta.dirname, '..')));
console.log(lines.join('\n'));
process.exitCode = holds ? 0 : 1;
