import { TimeoutError } from '../../model/errors.ts';
import type { BootStage } from '../../model/outer-vm.ts';
import { runOk } from '../../transport/run.ts';
import type { Transport } from '../../transport/transport.ts';
import { DISK_NODE } from './qemu-argv.ts';

/** One QMP command of the outer VM's monitor. */
export type Ask = (execute: string, args: Readonly<Record<string, unknown>>) => Promise<unknown>;

export interface StageLimits {
  readonly limitMs: number;
  readonly signal?: AbortSignal;
}

const SECTOR_BYTES = 512;

/** How often a stage that only the monitor can see is looked at. */
const LOOK_MS = 250;

/** Stages before commands can be run, seen from outside. Each is a state of the machine; no text of a log decides. */
const SEEN: Readonly<Record<'kernel' | 'systemd', (ask: Ask) => Promise<boolean>>> = {
  // With direct boot nobody but the kernel's own driver reads the disk, save one sector that QEMU itself looks at.
  kernel: async (ask) => bytesRead(await ask('query-blockstats', {})) > SECTOR_BYTES,
  // A unit of systemd's opens the port of the first command channel.
  systemd: async (ask) => isOpen(await ask('query-chardev', {}), 'channel0'),
};

/** The last of the stages that the monitor shows, now. */
export async function seenStage(ask: Ask): Promise<BootStage> {
  if (await SEEN.systemd(ask)) return 'systemd';
  return (await SEEN.kernel(ask)) ? 'kernel' : 'qemu';
}

/** Waits for a stage that the monitor shows. @throws TimeoutError, LostError when the VM or its monitor goes away, the signal's reason */
export async function awaitSeen(stage: keyof typeof SEEN, ask: Ask, { limitMs, signal }: StageLimits): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!(await SEEN[stage](ask))) {
    signal?.throwIfAborted();
    if (performance.now() > deadline) throw new TimeoutError({ what: `the outer VM did not come to the stage "${stage}" within ${Math.round(limitMs / 1000)} s`, next: 'labdeck serial' });
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** Units that a stage in the guest is made of. */
const UNITS: Readonly<Partial<Record<BootStage, readonly string[]>>> = {
  libvirt: ['libvirtd.service'],
  ovs: ['openvswitch-switch.service', 'labdeck-bridge.service', 'labdeck-dnsmasq.service'],
};

/**
 * Waits until the units of a stage have started, and starts them where they were not asked for.
 * @throws ExitError with systemd's own words, TimeoutError, LostError, CancelledError
 */
export async function awaitUnits(stage: 'libvirt' | 'ovs', outer: Transport, { limitMs, signal }: StageLimits): Promise<void> {
  await runOk(outer, { argv: ['systemctl', 'start', ...(UNITS[stage] ?? [])], timeoutMs: limitMs, ...(signal === undefined ? {} : { signal }) });
}

interface BlockStats {
  readonly 'node-name'?: string;
  readonly stats?: { readonly rd_bytes?: number };
}

function bytesRead(answer: unknown): number {
  const disk = (answer as readonly BlockStats[]).find((each) => each['node-name'] === DISK_NODE);
  return disk?.stats?.rd_bytes ?? 0;
}

interface Chardev {
  readonly label: string;
  /** qapi/char.json: whether the frontend device (here the guest's port) is open. */
  readonly 'frontend-open': boolean;
}

function isOpen(answer: unknown, label: string): boolean {
  return (answer as readonly Chardev[]).some((each) => each.label === label && each['frontend-open']);
}
