/** with-packages.ts SCRIPT [ARGS...]: installs the npm packages where any is missing, then runs SCRIPT in this process. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensurePackages } from './steps/packages.ts';

const [node = '', , name = '', ...args] = process.argv;
if (await ensurePackages()) {
  const script = resolve(name);
  process.argv = [node, script, ...args];
  await import(pathToFileURL(script).href);
} else {
  process.exitCode = 1;
}
