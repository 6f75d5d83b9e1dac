/** npm run record [-- HOST]: the tools' answers in the running lab, as fixtures in test/fixtures/HOST (default: the lab's name). */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { loadLab, wantedLab } from '../src/config/load-lab.ts';
import { LocalTransport } from '../src/transport/local.ts';
import { ViaTransport } from '../src/transport/via.ts';
import { ensureBuild } from './steps/ensure-build.ts';
import { recordMoment } from './steps/moment.ts';
import { RECORDINGS, type Recording } from './steps/recordings.ts';
import { inRoot } from './steps/root.ts';

const host = process.argv[2] ?? process.env['LABDECK_LAB'] ?? 'embedded';

/** Bytes as they came; what was said on standard error lies beside, where anything was. */
function record({ file, argv }: Recording): string {
  const { status, stdout, stderr } = spawnSync('sh', [inRoot('bin/labdeck'), 'exec', 'outer', '--', 'env', 'LC_ALL=C.UTF-8', 'TERM=dumb', ...argv]);
  const path = inRoot('test/fixtures', host, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, stdout);
  rmSync(`${path}.stderr`, { force: true });
  if (stderr.length > 0) writeFileSync(`${path}.stderr`, stderr);
  return `${file}: status ${status}, ${stdout.length} bytes`;
}

/** What the probes ask, all of it at about the same moment. */
async function moment(): Promise<string> {
  const local = new LocalTransport();
  const outer = new ViaTransport('outer', () => local, ({ argv, env = {} }) => {
    const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    return { argv: ['sh', inRoot('bin/labdeck'), 'exec', 'outer', '--', 'env', ...variables, ...argv] };
  });
  const file = inRoot('profiles/lab/embedded.yaml');
  const said = await recordMoment(outer, wantedLab(loadLab({ name: host, file }), file));
  writeFileSync(inRoot('test/fixtures', host, 'moment.json'), `${JSON.stringify(said, undefined, 1)}\n`);
  await local.close();
  return `moment.json: ${said.length} processes`;
}

if (!(await ensureBuild())) process.exitCode = 1;
else {
  const up = spawnSync('sh', [inRoot('bin/labdeck'), 'exec', 'outer', '--', 'true'], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (up.status === 0) {
    for (const each of RECORDINGS) console.log(record(each));
    console.log(await moment());
  } else {
    console.log('record needs a running lab: npm start');
    process.exitCode = 1;
  }
}
