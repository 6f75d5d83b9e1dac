/** npm run record [-- HOST]: the tools' answers in the running lab, as fixtures in test/fixtures/HOST (default: the lab's name). */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { loadLab, wantedLab } from '../src/config/load-lab.ts';
import { TOOL_ENV } from '../src/client/run.ts';
import { LocalTransport } from '../src/transport/local.ts';
import { run } from '../src/transport/run.ts';
import { ViaTransport } from '../src/transport/via.ts';
import { ensureBuild } from './steps/ensure-build.ts';
import { recordMoment } from './steps/moment.ts';
import { RECORDINGS, type Recording } from './steps/recordings.ts';
import { inRoot } from './steps/root.ts';

const host = process.argv[2] ?? process.env['LABDECK_LAB'] ?? 'embedded';
const local = new LocalTransport();

/** By way of the built labdeck, as a person would ask. */
const outer = new ViaTransport('outer', () => local, ({ argv, env = {} }) => {
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return { argv: ['sh', inRoot('bin/labdeck'), '--lab', host, 'exec', 'outer', '--', 'env', ...variables, ...argv] };
});

/** Bytes as they came; what was said on standard error lies beside, where anything was. */
async function record({ file, argv }: Recording): Promise<string> {
  const { status, stdout, stderr } = await run(outer, { argv, env: TOOL_ENV });
  const path = inRoot('test/fixtures', host, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, stdout);
  rmSync(`${path}.stderr`, { force: true });
  if (stderr.length > 0) writeFileSync(`${path}.stderr`, stderr);
  return `${file}: status ${status}, ${stdout.length} bytes`;
}

/** What the probes ask, all of it at about the same moment. */
async function moment(): Promise<string> {
  const file = inRoot('profiles/lab/embedded.yaml');
  const said = await recordMoment(outer, wantedLab(loadLab({ name: host, file }), file));
  writeFileSync(inRoot('test/fixtures', host, 'moment.json'), `${JSON.stringify(said, undefined, 1)}\n`);
  return `moment.json: ${said.length} processes`;
}

if (!(await ensureBuild())) process.exitCode = 1;
else {
  const up = await run(outer, { argv: ['true'] });
  if (up.status === 0) {
    for (const each of RECORDINGS) console.log(await record(each));
    console.log(await moment());
  } else {
    console.log(`record needs a running lab: npm start\n${up.stderr.toString('utf8').trimEnd()}`);
    process.exitCode = 1;
  }
}
await local.close();
