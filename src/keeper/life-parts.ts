import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LabConfig } from '../config/lab.ts';
import { packageRoot } from '../config/package-root.ts';
import type { LabPaths } from '../config/paths.ts';
import { k3sBinary } from '../lab/k3s-binary.ts';
import { placeK3s } from '../lab/node/place-k3s.ts';
import { buildImage, plannedImage } from '../lab/image/recipe.ts';
import { probeKvm } from '../lab/kvm-probe.ts';
import type { LifeParts } from '../lab/life.ts';
import { cpuVendor, nestedRefusal } from '../lab/nested-kvm.ts';
import type { Prepared } from '../lab/launch.ts';
import type { Accelerator } from '../lab/outer/qemu-argv.ts';
import { SnapshotRecord } from '../lab/ready.ts';
import type { UnderWay } from '../lab/under-way.ts';
import { WholeLabSnapshots } from '../lab/whole-lab-snapshots.ts';
import { RefusedError } from '../model/errors.ts';
import { valueOf } from '../model/reading.ts';
import type { LabStore } from '../store/lab-store.ts';
import type { Transport } from '../transport/transport.ts';
import type { OuterSide } from './outer-side.ts';

export interface LifePremises {
  readonly config: LabConfig;
  readonly paths: LabPaths;
  readonly uid: number;
  readonly host: Transport;
  readonly outer: Transport;
  readonly side: OuterSide;
  readonly store: LabStore;
  readonly now: () => number;
  readonly underWay: UnderWay;
  /** Ends what the probes keep open in the outer VM; they begin again with their next reading. */
  readonly rest: () => void;
  /** What was read inside the outer VM is of another machine, or of another moment. */
  readonly outdate: () => void;
}

/** Joins what a lab's life is made of. */
export function lifeParts(premises: LifePremises): LifeParts {
  const { config, paths, host, outer, side, now } = premises;
  const assets = join(packageRoot(), 'assets');
  const records = new SnapshotRecord(join(paths.state, 'snapshots.json'));
  const quiet = {
    hold: (limitMs: number) => {
      premises.rest();
      return side.channel.hold(limitMs);
    },
    release: () => side.channel.release(),
    rebind: (why: string) => side.channel.rebind(why),
    ready: (limitMs: number) => side.channel.ready(limitMs),
  };
  return {
    lab: config, paths, host, outer, hold: side.hold, records, now, underWay: premises.underWay,
    snapshots: new WholeLabSnapshots({ lab: config, hold: side.hold, outer, quiet, records, now, vendorRefusal: () => vendorRefusal(premises) }),
    plannedImage: () => plannedImage(assets, paths.home),
    image: (onProgress, signal) => buildImage(assets, paths.home, { host, logs: paths.buildLogs, onProgress, uid: premises.uid, signal }),
    accelerator: () => acceleratorOf(config, host),
    outdate: premises.outdate,
    reachable: (limitMs, signal) => side.channel.ready(limitMs, signal),
    keys: (prepared) => nodeKeys(prepared, paths),
    attached: () => config.outer.source.type !== 'image',
    placeK3s: async (signal) => placeK3s(outer, await k3sBinary(config, { downloads: paths.downloads, signal }), signal),
  };
}

/** @throws RefusedError when the lab file wants KVM and none runs a guest here */
async function acceleratorOf({ outer }: LabConfig, host: Transport): Promise<Accelerator> {
  if (outer.accelerator === 'tcg') return 'tcg';
  const { state, why } = await probeKvm(host);
  if (state === 'real') return 'kvm';
  if (outer.accelerator === 'auto') return 'tcg';
  throw new RefusedError({ what: `the lab file wants KVM: ${why}`, next: 'labdeck doctor, or set outer.accelerator to auto' });
}

async function nodeKeys({ keys }: Prepared, { sshKey }: LabPaths) {
  return { authorizedKey: keys.authorizedKey, secret: await readFile(sshKey) };
}

async function vendorRefusal({ side, store }: LifePremises): Promise<string | undefined> {
  const kvm = await (await side.hold.monitor()).kvmEnabled();
  const domains = valueOf(store.get().domains) ?? [];
  const kvmNodes = domains.filter(({ kind, state }) => kind === 'kvm' && state === 'running').map(({ name }) => name);
  return nestedRefusal({ kvm, kvmNodes, vendor: cpuVendor(await readFile('/proc/cpuinfo', 'utf8')) });
}
