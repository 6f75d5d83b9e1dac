import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { optionalText } from '../../command/args.ts';
import type { SshAccess } from '../../command/context.ts';
import { exitCodeOf } from '../../command/exit-codes.ts';
import { checkNodes } from '../../command/known-nodes.ts';
import { outerSilent } from '../../command/reachable.ts';
import { fromFailure, LostError, RefusedError, UnsupportedError } from '../../model/errors.ts';
import { labNodes } from '../../store/select/nodes.ts';
import type { LabState } from '../../store/state.ts';
import { runCommand } from '../../wire/command.ts';
import type { Link } from '../../wire/link.ts';
import { planText, write, writeJson } from '../output.ts';
import { stateFor } from '../replica.ts';
import { refuseDisabled } from '../run-verb.ts';
import { openLink, type Session, wantsJson } from '../session.ts';
import { sshArgv, type SshGoal } from './ssh-argv.ts';

/** Becomes the system's ssh, with the lab's key, port and known hosts; a node is reached through the outer VM. */
export async function ssh(session: Session): Promise<number> {
  const link = await openLink(session);
  const argv = await argvFor(link, session).finally(() => link.close());
  if (session.args['dry-run'] !== true) return interactive(argv);
  const planned = [{ machine: 'host', argv }];
  await (wantsJson(session) ? writeJson(session.io, { dryRun: true, planned }) : write(session.io.stdout, planText(planned)));
  return exitCodeOf('done');
}

async function argvFor(link: Link, session: Session): Promise<readonly string[]> {
  const target = optionalText(session.args, 'target') ?? 'outer';
  const asking = { ...session, verb: { ...session.verb, disabled: outerSilent } };
  const state = await stateFor(link, asking);
  refuseDisabled(state, asking);
  const goal = goalOf(state, target);
  return sshArgv(await access(link, session), goal, (session.args['command'] as readonly string[] | undefined) ?? []);
}

/** @throws UsageError for a word that is no node, RefusedError for a node without an address */
export function goalOf(state: LabState, target: string): SshGoal {
  if (target === 'outer') return 'outer';
  if (target === 'host') throw new UnsupportedError({ what: 'you are on the host already', next: 'labdeck ssh outer, or labdeck ssh NODE' });
  checkNodes(state, [target]);
  const node = labNodes(state).find(({ name }) => name === target);
  const ip = node?.nics.find((nic) => nic.ip !== undefined)?.ip ?? node?.wantedIp;
  if (ip === undefined) throw new RefusedError({ what: `no address of ${target} is known`, next: `labdeck vm show ${target}` });
  return { node: target, ip };
}

async function access(link: Link, session: Session): Promise<SshAccess> {
  const request = { id: 'lab.ssh-access', args: {}, dryRun: false };
  const answer = await runCommand(link, request, { mutates: false, signal: session.signal, reconnect: () => openLink(session) });
  if (!answer.ok) throw fromFailure(answer.failure);
  return answer.result as SshAccess;
}

/** ssh's own status, or 128 + the signal that ended it. Ctrl-C is ssh's affair while it runs. */
function interactive(argv: readonly string[]): Promise<number> {
  const [program = 'ssh', ...words] = argv;
  const child = spawn(program, words, { stdio: 'inherit' });
  const ignore = (): void => undefined;
  process.on('SIGINT', ignore);
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new LostError({ what: 'cannot start ssh', next: 'install the OpenSSH client', argv, detail: error.message, cause: error })));
    child.once('close', (status, signal) => {
      process.off('SIGINT', ignore);
      resolve(status ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
