import { runKeeper } from '../../src/keeper/run-keeper.ts';
import { IDENTITY } from '../../src/wire/identity.ts';
import { composeFake } from './fake-lab.ts';

/** A keeper process over the fake lab, of the version that the test says. */
const version = process.env['TEST_VERSION'] ?? IDENTITY.version;
const build = process.env['TEST_BUILD'] ?? IDENTITY.build;
process.exit(await runKeeper(process.argv.slice(3), { env: process.env, uid: process.getuid?.() ?? 0, compose: composeFake, identity: { version, build } }));
