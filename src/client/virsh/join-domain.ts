import type { Domain, DomainDriver, DomainState } from '../../model/domain.ts';
import { type Domstats, statNumber } from '../../parse/virsh/domstats.ts';
import type { DomainXml } from '../../parse/virsh/dumpxml.ts';
import { present } from '../../parse/present.ts';

export interface DomainParts {
  readonly xml: DomainXml;
  readonly state: DomainState;
  readonly reason?: string;
  /** Absent where the driver has no statistics. */
  readonly stats: Domstats | undefined;
  readonly autostart: boolean;
}

/** One domain from what several commands said of it. */
export function joinDomain(driver: DomainDriver, { xml, state, reason, stats, autostart }: DomainParts, unsupported: readonly string[]): Domain {
  const stat = (key: string) => (stats === undefined ? undefined : statNumber(stats, key));
  return present({
    driver,
    kind: xml.kind,
    name: xml.name,
    uuid: xml.uuid,
    id: xml.id,
    state,
    reason,
    autostart,
    vcpus: stat('vcpu.current') ?? xml.vcpus,
    maxMemoryKiB: xml.maxMemoryKiB,
    balloonKiB: stat('balloon.current') ?? xml.balloonKiB,
    rssKiB: stat('balloon.rss'),
    cpuTimeNs: stat('cpu.time'),
    interfaces: xml.interfaces,
    blocks: xml.blocks,
    unsupported,
  });
}
