import { LabdeckError } from '../model/errors.ts';
import { runOk } from '../transport/run.ts';
import type { LifeParts, RunOptions } from './life.ts';
import { dropOverlay } from './outer/overlay.ts';
import { awaitEnd, findQemu, killQemu } from './outer/qemu-process.ts';
import { createSteps, type Steps } from './steps.ts';
import type { Ended } from './under-way.ts';

const NODES_DOWN_MS = 60_000;
const OUTER_DOWN_MS = 120_000;

/** What `down` found. */
export interface DownResult {
  readonly lab: string;
  /** `starting`: something was bringing it up, and was ended. */
  readonly was: 'running' | 'starting' | 'down';
}

/**
 * Ends what brings the lab up, then shuts down in good order: nodes, then the outer VM by its own systemd. `force` cuts the power, and nothing else is needed by
 * a machine that took no command yet.
 */
export async function down(parts: LifeParts, { force, onProgress, signal }: RunOptions & { readonly force: boolean }): Promise<DownResult> {
  const { lab, paths, hold } = parts;
  const steps = createSteps('down', onProgress);
  const { what, young } = await endUnderWay(parts, steps);
  const wasStarting = what.length > 0;
  if ((await findQemu(paths.qemuPid)) === undefined) return { lab: lab.lab, was: wasStarting ? 'starting' : 'down' };
  if (!force && !young) {
    await steps.run('nodes', (says) => nodesDown(parts, signal, says));
    await steps.run('outer VM', () => outerDown(parts, signal));
  }
  if ((await findQemu(paths.qemuPid)) !== undefined) await steps.run('power', (says) => cutPower(parts, young ? says : undefined));
  hold.forgetPanic();
  return { lab: lab.lab, was: wasStarting ? 'starting' : 'running' };
}

/** Ends what brings a lab up in this keeper, in a step of its own where there is something. */
export async function endUnderWay({ underWay }: Pick<LifeParts, 'underWay'>, steps: Steps): Promise<Ended> {
  const { what } = underWay;
  return what.length === 0 ? { what, young: false } : steps.run(`end ${what.join(', ')}`, () => underWay.end());
}

async function cutPower({ paths }: LifeParts, says?: (text: string) => void): Promise<void> {
  says?.('it was booting and had taken no command');
  await killQemu(paths.qemuPid);
}

/** Asks every running domain, waits a while, and leaves the rest to the power cut of their machine. */
const SHUT_DOMAINS = `for uri in qemu:///system lxc:///system; do
  virsh -q -c "$uri" list --name | while IFS= read -r name; do [ -z "$name" ] || virsh -q -c "$uri" shutdown --domain "$name"; done
done
for i in $(seq 1 100); do
  [ -z "$(virsh -q -c qemu:///system list --name; virsh -q -c lxc:///system list --name)" ] && exit 0
  sleep 0.2
done`;

export const NODES_DOWN_ARGV = ['sh', '-c', SHUT_DOMAINS] as const;
export const OUTER_DOWN_ARGV = ['systemctl', 'poweroff', '--no-block'] as const;

/** Nodes that take too long, or a libvirt that does not answer, do not keep their machine from going down. */
async function nodesDown({ outer }: LifeParts, signal: AbortSignal, says: (text: string) => void): Promise<void> {
  try {
    await runOk(outer, { argv: NODES_DOWN_ARGV, timeoutMs: NODES_DOWN_MS, signal });
  } catch (error) {
    if (!(error instanceof LabdeckError) || !['timeout', 'exit', 'lost'].includes(error.kind)) throw error;
    says(`not all of them went down by themselves: ${error.message}`);
  }
}

async function outerDown({ outer, paths, hold }: LifeParts, signal: AbortSignal): Promise<void> {
  try {
    await runOk(outer, { argv: OUTER_DOWN_ARGV, timeoutMs: NODES_DOWN_MS, signal });
  } catch (error) {
    if (!isLost(error)) throw error;
    // A machine that obeys may take its channels along before it answers; one that did not hear has a power button.
    if ((await findQemu(paths.qemuPid)) !== undefined) await pressPower(hold);
  }
  await awaitEnd(paths.qemuPid, OUTER_DOWN_MS, signal);
}

async function pressPower(hold: LifeParts['hold']): Promise<void> {
  try {
    await (await hold.monitor()).systemPowerdown();
  } catch (error) {
    // Its QEMU ended meanwhile: that is what was wanted, and awaitEnd sees it.
    if (!isLost(error)) throw error;
  }
}

const isLost = (error: unknown): boolean => error instanceof LabdeckError && error.kind === 'lost';

/** Down, and all that the lab wrote is thrown away. */
export async function reset(parts: LifeParts, options: RunOptions): Promise<{ readonly lab: string; readonly removed: readonly string[] }> {
  await down(parts, { ...options, force: true });
  await dropOverlay(parts.paths.overlay);
  await parts.records.clear();
  return { lab: parts.lab.lab, removed: [parts.paths.overlay] };
}
