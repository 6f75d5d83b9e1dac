import { Dnsmasq } from '../client/dnsmasq.ts';
import { Ip } from '../client/ip.ts';
import { iprouteBatch, iprouteHeld } from '../client/iproute-session.ts';
import { ovsBatch, ovsHeld } from '../client/ovs-session.ts';
import { Ovs } from '../client/ovs.ts';
import { Proc, procBatch, procHeld } from '../client/proc.ts';
import { type Runner, runnerOn } from '../client/run.ts';
import { Systemctl } from '../client/systemctl.ts';
import { Tc } from '../client/tc.ts';
import { virshBatch, virshHeld } from '../client/virsh/session.ts';
import { Virsh } from '../client/virsh/virsh.ts';
import type { Transport } from '../transport/transport.ts';
import { RefusedError } from '../model/errors.ts';

/** The clients of the outer VM's tools that probes ask. */
export interface Tools {
  readonly qemu: Virsh;
  readonly lxc: Virsh;
  readonly ovs: Ovs;
  readonly tc: Tc;
  readonly ip: Ip;
  readonly systemctl: Systemctl;
  readonly dnsmasq: Dnsmasq;
  readonly proc: Proc;
  /** Ends the processes that stay. */
  readonly close: () => void;
}

export interface ToolsOptions {
  /** Processes that stay and are asked again, eight in all: a reading costs a tenth of the time, and the transport has to have lanes for them. */
  readonly hold: boolean;
  readonly leaseFiles?: readonly string[];
}

/** A probe changes nothing. */
const NOTHING: Runner['run'] = ({ argv }) => Promise.reject(new RefusedError({ what: 'a probe does not change anything', argv }));

export function toolsOn(transport: Transport, { hold, leaseFiles }: ToolsOptions): Tools {
  const read = runnerOn(transport);
  const act = { machine: transport.machine, run: NOTHING };
  const sessions = hold ? heldSessions(transport) : oneShotSessions(read);
  return {
    qemu: new Virsh({ uri: 'qemu:///system', read, act, session: sessions.qemu }),
    lxc: new Virsh({ uri: 'lxc:///system', read, act, session: sessions.lxc }),
    ovs: new Ovs({ read, act, session: sessions.ovs }),
    tc: new Tc({ read, act, session: sessions.tc }),
    ip: new Ip({ read, session: sessions.ip }),
    systemctl: new Systemctl({ read }),
    dnsmasq: new Dnsmasq(leaseFiles === undefined ? { read } : { read, files: leaseFiles }),
    proc: new Proc({ session: sessions.proc }),
    close: () => {
      for (const session of Object.values(sessions)) session.close();
    },
  };
}

function heldSessions(transport: Transport) {
  return {
    qemu: virshHeld(transport, 'qemu:///system'),
    lxc: virshHeld(transport, 'lxc:///system'),
    ovs: ovsHeld(transport),
    tc: iprouteHeld(transport, 'tc'),
    ip: iprouteHeld(transport, 'ip'),
    proc: procHeld(transport),
  };
}

function oneShotSessions(read: Runner): ReturnType<typeof heldSessions> {
  return {
    qemu: virshBatch(read, 'qemu:///system'),
    lxc: virshBatch(read, 'lxc:///system'),
    ovs: ovsBatch(read),
    tc: iprouteBatch(read, 'tc'),
    ip: iprouteBatch(read, 'ip'),
    proc: procBatch(read),
  };
}
