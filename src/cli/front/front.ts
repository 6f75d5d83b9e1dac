import { COCKPIT } from '../../command/front-verbs.ts';
import type { Session } from '../session.ts';

/** A verb that the front end does itself; gives the exit code. */
export type FrontRun = (session: Session) => Promise<number>;

/** Each is loaded when it is asked for. */
export const FRONT_RUNS: Readonly<Record<string, () => Promise<FrontRun>>> = {
  [COCKPIT]: async () => (await import('./cockpit.ts')).cockpit,
  'machine.exec': async () => (await import('./exec.ts')).exec,
  'machine.ssh': async () => (await import('./ssh.ts')).ssh,
  'outer.serial': async () => (await import('./serial.ts')).serial,
  'keeper.status': async () => (await import('./keeper.ts')).status,
  'keeper.log': async () => (await import('./keeper.ts')).log,
  'keeper.stop': async () => (await import('./keeper.ts')).stop,
  'completion.print': async () => (await import('./completion.ts')).completion,
};
