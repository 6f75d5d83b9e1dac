import type { LabNodeConfig } from '../config/lab.ts';
import type { NodeKind } from '../model/domain.ts';
import { RefusedError } from '../model/errors.ts';
import type { NodeArch } from '../model/lab-node.ts';
import type { KvmVerdict } from './kvm-probe.ts';

/** What the outer VM is, as far as it decides what its nodes can be. */
export interface OuterFacts {
  readonly arch: NodeArch;
  readonly kvm: KvmVerdict;
}

export interface KindDecision {
  readonly kind: NodeKind;
  /** It may stop working by itself: KVM on an emulated CPU. */
  readonly experimental: boolean;
  /** One sentence: why this kind. */
  readonly why: string;
}

/**
 * What a node becomes. `auto` is kvm where the outer VM really has it; else a container where the node has the outer VM's
 * architecture, and an emulated machine where it has another. A forced kind is never replaced by a different one.
 * @throws RefusedError when the forced kind cannot run here
 */
export function decideKind(node: Pick<LabNodeConfig, 'name' | 'arch' | 'kind'>, outer: OuterFacts): KindDecision {
  return node.kind === 'auto' ? automatic(node.arch, outer) : forced(node, node.kind, outer);
}

function automatic(arch: NodeArch, outer: OuterFacts): KindDecision {
  if (arch !== outer.arch) return { kind: 'tcg', experimental: false, why: `${arch} is emulated on an ${outer.arch} outer VM` };
  if (outer.kvm.state === 'real') return { kind: 'kvm', experimental: false, why: outer.kvm.why };
  return { kind: 'lxc', experimental: false, why: `no real KVM in the outer VM (${outer.kvm.why})` };
}

function forced(node: Pick<LabNodeConfig, 'name' | 'arch'>, kind: NodeKind, outer: OuterFacts): KindDecision {
  const why = 'the lab file says so';
  if (kind === 'tcg') return { kind, experimental: false, why };
  if (node.arch !== outer.arch) throw refused(node.name, kind, `it is ${node.arch}, the outer VM is ${outer.arch}`);
  if (kind === 'lxc') return { kind, experimental: false, why };
  if (outer.kvm.state === 'real') return { kind, experimental: false, why };
  if (outer.kvm.state === 'emulated') return { kind, experimental: true, why: `${why}; experimental: ${outer.kvm.why}` };
  throw refused(node.name, kind, outer.kvm.why);
}

function refused(node: string, kind: NodeKind, detail: string): RefusedError {
  return new RefusedError({ what: `${node} cannot be of kind ${kind} here: ${detail}`, next: `set its kind to auto in the lab file`, detail });
}
