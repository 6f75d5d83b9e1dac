import { join } from 'node:path';
import { homePaths } from '../config/paths.ts';
import { IDENTITY } from '../wire/identity.ts';
import { writeCrash } from './paint/crash-file.ts';
import type { LastMinute } from './paint/last-minute.ts';
import type { CockpitStart } from './cockpit-start.ts';

/** From now on an error that nobody caught leaves a file with the last minute in the state directory. */
export function keepCrashes({ guard, terminal, env, uid, lab }: CockpitStart, lastMinute: LastMinute): void {
  guard.onCrash = (error) => {
    const at = new Date().toISOString();
    const { width, height } = terminal.size();
    const facts = { labdeck: `${IDENTITY.version} (${IDENTITY.build})`, node: process.version, at, lab: lab.name, terminal: `${env['TERM'] ?? '?'} ${width}x${height}` };
    return writeCrash(join(homePaths(env, uid).state, 'crashes', `${at.replaceAll(':', '')}-${process.pid}.txt`), { error, before: lastMinute.lines(), facts });
  };
}
