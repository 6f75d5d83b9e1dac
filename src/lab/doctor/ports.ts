import { readLaunch } from '../outer/launch-record.ts';
import { findQemu } from '../outer/qemu-process.ts';
import { type Check, type Says, textOf } from './place.ts';

export interface PortFacts {
  /** The ssh port of the last start; absent before the first. */
  readonly port?: number;
  /** The pid of this lab's QEMU, where it runs. */
  readonly qemuPid?: number;
  /** `ss -ltnpH`, undefined where there is no ss. */
  readonly listeners?: string;
}

/** The port that leads to the outer VM's sshd: free, or held by nobody but our own QEMU. */
export function judgePort({ port, qemuPid, listeners }: PortFacts): Says {
  if (port === undefined) return { verdict: 'ok', says: 'none is fixed: the first start takes one that is free' };
  if (listeners === undefined) return { verdict: 'unknown', says: `who listens on 127.0.0.1:${port} is not known: there is no ss`, fix: 'install iproute2' };
  const holder = listeners.split('\n').find((line) => line.split(/\s+/)[3]?.endsWith(`:${port}`));
  const down = qemuPid === undefined;
  if (holder === undefined) return down ? { verdict: 'ok', says: `127.0.0.1:${port} is free` } : { verdict: 'warn', says: `127.0.0.1:${port} should lead to the outer VM, and nobody listens there`, fix: 'labdeck down, then labdeck up' };
  if (!down && holder.includes(`pid=${qemuPid},`)) return { verdict: 'ok', says: `127.0.0.1:${port} leads to the outer VM` };
  const who = /users:\(\("((?:[^"\\]|\\.)*)",pid=(\d+)/.exec(holder);
  return { verdict: 'warn', says: `127.0.0.1:${port} is held by ${who === null ? 'a process of another user' : `${who[1]} (pid ${who[2]})`}`, fix: down ? 'nothing: the next start takes another port, without the snapshot ready' : 'labdeck down, then labdeck up' };
}

export const ports: Check = {
  name: 'ports',
  run: async (machine, place) => {
    const [launch, qemu, listeners] = await Promise.all([readLaunch(place.paths.launchRecord), findQemu(place.paths.qemuPid), textOf(machine, ['ss', '-ltnpH'], place)]);
    return judgePort({
      ...(launch === undefined ? {} : { port: launch.sshPort }),
      ...(qemu === undefined ? {} : { qemuPid: qemu.pid }),
      ...(listeners === undefined ? {} : { listeners }),
    });
  },
};
