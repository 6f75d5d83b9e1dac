import { existsSync } from 'node:fs';
import { DRIVER_OF, URI_OF } from './domain-xml.ts';
import type { Image } from './image/recipe.ts';
import type { LifeParts } from './life.ts';
import { NODES_DOWN_ARGV, OUTER_DOWN_ARGV } from './life-end.ts';
import { findLaunched } from './launch.ts';
import { decideKind } from './node-kind.ts';
import { readLaunch } from './outer/launch-record.ts';
import { overlayArgv } from './outer/overlay.ts';
import { type Accelerator, qemuArgv } from './outer/qemu-argv.ts';

/** One process of a plan, and where it would run. */
export interface Planned {
  readonly machine: string;
  readonly argv: readonly string[];
}

export interface PlanParts extends Pick<LifeParts, 'lab' | 'paths' | 'accelerator' | 'underWay'> {
  readonly plannedImage: () => Promise<{ readonly image: Image; readonly missing: readonly string[] }>;
}

/** What `up` would do from here. Steps of a build stand for themselves: their processes follow from what they find. */
export async function planUp(parts: PlanParts, { all }: { readonly all: boolean }): Promise<Planned[]> {
  const accelerator = await parts.accelerator();
  const running = (await findLaunched(parts.paths)) !== undefined;
  return [...(running ? [] : await planStart(parts, accelerator)), ...planNodes(parts, accelerator, all)];
}

async function planStart({ lab, paths, plannedImage }: PlanParts, accelerator: Accelerator): Promise<Planned[]> {
  const { image, missing } = await plannedImage();
  const sshPort = (await readLaunch(paths.launchRecord))?.sshPort ?? 0;
  const overlay = existsSync(paths.overlay) ? [] : [overlayArgv(paths.overlay, image.disk, lab.outer.disk)];
  const onHost = [...missing.map((step) => ['labdeck', 'build', step]), ...overlay, qemuArgv({ lab, paths, image, accelerator, sshPort })];
  return onHost.map((argv) => ({ machine: 'host', argv }));
}

/** Kinds as they will come out: the probe in the outer VM finds real KVM only where the outer VM itself has it. */
function planNodes({ lab }: PlanParts, accelerator: Accelerator, all: boolean): Planned[] {
  const kvm = accelerator === 'kvm' ? ({ state: 'real', why: 'the outer VM runs on KVM' } as const) : ({ state: 'absent', why: 'the outer VM is emulated' } as const);
  return lab.nodes.filter(({ autostart }) => all || autostart).map((node) => {
    const uri = URI_OF[DRIVER_OF[decideKind(node, { arch: 'x86_64', kvm }).kind]];
    return { machine: 'outer', argv: ['virsh', '--quiet', '--connect', uri, 'start', node.name] };
  });
}

/** What `down` would do from here. */
export async function planDown({ paths, underWay }: Pick<PlanParts, 'paths' | 'underWay'>, { force }: { readonly force: boolean }): Promise<Planned[]> {
  const ended = underWay.what.map((what) => ({ machine: 'host', argv: ['labdeck', 'end', what] }));
  const launched = await findLaunched(paths);
  if (launched === undefined) return ended;
  if (force || underWay.young) return [...ended, { machine: 'host', argv: ['kill', '-KILL', String(launched.pid)] }];
  return [...ended, ...[NODES_DOWN_ARGV, OUTER_DOWN_ARGV].map((argv) => ({ machine: 'outer', argv }))];
}

/** What `reset` would do from here. */
export async function planReset(parts: Pick<PlanParts, 'paths' | 'underWay'>): Promise<Planned[]> {
  return [...(await planDown(parts, { force: true })), { machine: 'host', argv: ['rm', '-f', '--', parts.paths.overlay] }];
}
