import { flagArg } from '../../command/args.ts';
import { exitCodeOf } from '../../command/exit-codes.ts';
import { findLab } from '../../config/dirs.ts';
import type { LabPaths } from '../../config/paths.ts';
import { keeperLog, keeperStatus, stopKeeper } from '../../wire/keeper-control.ts';
import type { KeeperStatus } from '../../wire/protocol.ts';
import { write, writeJson } from '../output.ts';
import { printable } from '../printable.ts';
import { fieldLines } from '../render/fields.ts';
import { simpleWidth } from '../render/table.ts';
import { agoText } from '../render/units.ts';
import { msOption, type Session, wantsJson } from '../session.ts';

const pathsOf = ({ lab, io }: Session): LabPaths => findLab(lab.name, io.env, io.uid);

/** What the keeper says of itself; no keeper is an answer too. */
export async function status(session: Session): Promise<number> {
  const { io, lab } = session;
  const known = await keeperStatus(pathsOf(session), io.uid, msOption(session.args, 'timeout'));
  if (wantsJson(session)) await writeJson(io, known === undefined ? { lab: lab.name, running: false } : statusDocument(known));
  else await write(io.stdout, known === undefined ? `no keeper of ${lab.name} runs\n` : `${statusLines(known, io.now())}\n`);
  return exitCodeOf('done');
}

function statusDocument({ lab, pid, version, build, startedAt, frontEnds, running }: KeeperStatus) {
  return { lab, running: true, pid, version, build, since: startedAt, frontEnds, works: running };
}

function statusLines(known: KeeperStatus, nowMs: number): string {
  const fields = {
    lab: known.lab,
    pid: known.pid,
    version: known.version,
    since: agoText(known.startedAt, nowMs),
    'front ends': known.frontEnds.map(({ pid, user, tty }) => `${user} (pid ${pid}${tty === '' ? '' : `, ${tty}`})`).join(', '),
    runs: known.running.join('; '),
  };
  return fieldLines(fields, simpleWidth).join('\n');
}

const DEFAULT_LINES = 40;

export async function log(session: Session): Promise<number> {
  const { io, args, lab } = session;
  const lines = keeperLog(pathsOf(session), typeof args['lines'] === 'number' ? args['lines'] : DEFAULT_LINES);
  if (wantsJson(session)) await writeJson(io, { lab: lab.name, lines });
  else await write(io.stdout, lines.map((line) => `${printable(line)}\n`).join(''));
  return exitCodeOf('done');
}

const SAYS = { stopped: 'the keeper ended; the lab goes on', killed: 'the keeper did not answer and was killed; the lab goes on', none: 'no keeper runs' } as const;

export async function stop(session: Session): Promise<number> {
  const { io, args, lab } = session;
  const limitMs = msOption(args, 'timeout');
  const stopped = await stopKeeper(pathsOf(session), io.uid, { force: flagArg(args, 'force'), ...(limitMs === undefined ? {} : { limitMs }) });
  await (wantsJson(session) ? writeJson(io, { lab: lab.name, keeper: stopped }) : write(io.stdout, `${SAYS[stopped]}\n`));
  return exitCodeOf('done');
}
