import type { LabConfig } from '../../config/lab.ts';
import type { DomainDriver } from '../../model/domain.ts';
import { UnsupportedError } from '../../model/errors.ts';
import type { NodeArch } from '../../model/lab-node.ts';
import { runOk } from '../../transport/run.ts';
import type { Transport } from '../../transport/transport.ts';
import { OUTER } from '../domain/outer-paths.ts';
import { URI_OF } from '../domain-xml.ts';
import { probeKvm } from '../kvm-probe.ts';
import type { OuterFacts } from '../node-kind.ts';

/** What the outer VM has of the lab's nodes already. */
export interface OuterState {
  /** Which build of the node image lies there. */
  readonly image: string;
  /** By node: what its files were made from. */
  readonly stamps: ReadonlyMap<string, string>;
  readonly defined: Readonly<Record<DomainDriver, ReadonlySet<string>>>;
  readonly running: ReadonlySet<string>;
}

const LIMIT_MS = 120_000;
/** KVM of an emulated machine took 1.6 s for what a real one does in a moment. */
const PROBE_LIMIT_SEC = 10;
const ARCHES: Readonly<Record<string, NodeArch>> = { x86_64: 'x86_64', aarch64: 'aarch64' };

/**
 * What the outer VM can be for its nodes: asked inside it.
 * @throws UnsupportedError on a machine that is neither x86_64 nor aarch64; what the transport throws
 */
export async function outerFacts(outer: Transport, signal?: AbortSignal): Promise<OuterFacts> {
  const cancel = signal === undefined ? {} : { signal };
  const [machine, kvm] = await Promise.all([lines(outer, ['uname', '-m'], cancel), probeKvm(outer, { limitSec: PROBE_LIMIT_SEC, ...cancel })]);
  const arch = ARCHES[machine[0] ?? ''];
  if (arch === undefined) throw new UnsupportedError({ what: `an outer VM on ${machine[0] ?? 'an unknown machine'} runs no nodes` });
  return { arch, kvm };
}

/** Prints `name stamp` for each node that has one. */
const STAMPS = 'for node; do file=$0/$node/stamp; [ -e "$file" ] && printf "%s %s\\n" "$node" "$(cat -- "$file")"; done; true';

/** @throws ExitError when libvirt does not answer, or when there is no node image in the outer VM */
export async function outerState(outer: Transport, lab: LabConfig, signal?: AbortSignal): Promise<OuterState> {
  const cancel = signal === undefined ? {} : { signal };
  const names = lab.nodes.map((node) => node.name);
  const [image, stamps, qemu, lxc, qemuRunning, lxcRunning] = await Promise.all([
    lines(outer, ['find', OUTER.artefacts, '-type', 'f', '-printf', '%P %s %T@\\n'], cancel),
    lines(outer, ['sh', '-c', STAMPS, OUTER.domains, ...names], cancel),
    domains(outer, 'qemu', ['--all'], cancel),
    domains(outer, 'lxc', ['--all'], cancel),
    domains(outer, 'qemu', [], cancel),
    domains(outer, 'lxc', [], cancel),
  ]);
  return {
    image: image.sort().join('\n'),
    stamps: new Map(stamps.map((line) => splitOnce(line))),
    defined: { qemu: new Set(qemu), lxc: new Set(lxc) },
    running: new Set([...qemuRunning, ...lxcRunning]),
  };
}

type Cancel = { readonly signal?: AbortSignal };

function domains(outer: Transport, driver: DomainDriver, options: readonly string[], cancel: Cancel): Promise<string[]> {
  return lines(outer, ['virsh', '--connect', URI_OF[driver], 'list', '--name', ...options], cancel);
}

async function lines(outer: Transport, argv: readonly string[], cancel: Cancel): Promise<string[]> {
  const { stdout } = await runOk(outer, { argv, timeoutMs: LIMIT_MS, ...cancel });
  return stdout.toString().split('\n').filter((line) => line !== '');
}

function splitOnce(line: string): [string, string] {
  const at = line.indexOf(' ');
  return [line.slice(0, at), line.slice(at + 1)];
}
