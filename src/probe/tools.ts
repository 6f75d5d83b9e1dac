import { Dnsmasq } from '../client/dnsmasq.ts';
import { Ip } from '../client/ip.ts';
import { Ovs } from '../client/ovs.ts';
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
  /** Ends the processes that stay. */
  readonly close: () => void;
}

export interface ToolsOptions {
  /** A virsh that stays per driver: two lanes of the transport for 250 ms less per reading. */
  readonly hold: boolean;
  readonly leaseFiles?: readonly string[];
}

/** A probe changes nothing. */
const NOTHING: Runner['run'] = ({ argv }) => Promise.reject(new RefusedError({ what: 'a probe does not change anything', argv }));

export function toolsOn(transport: Transport, { hold, leaseFiles }: ToolsOptions): Tools {
  const read = runnerOn(transport);
  const act = { machine: transport.machine, run: NOTHING };
  const session = (uri: string) => (hold ? virshHeld(transport, uri) : virshBatch(read, uri));
  const sessions = { qemu: session('qemu:///system'), lxc: session('lxc:///system') };
  return {
    qemu: new Virsh({ uri: 'qemu:///system', read, act, session: sessions.qemu }),
    lxc: new Virsh({ uri: 'lxc:///system', read, act, session: sessions.lxc }),
    ovs: new Ovs({ read, act }),
    tc: new Tc({ read, act }),
    ip: new Ip({ read }),
    systemctl: new Systemctl({ read }),
    dnsmasq: new Dnsmasq(leaseFiles === undefined ? { read } : { read, files: leaseFiles }),
    close: () => {
      sessions.qemu.close();
      sessions.lxc.close();
    },
  };
}
