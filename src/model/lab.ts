import type { NodeArch, NodeRole } from './lab-node.ts';

/** What the lab file wants, as far as a screen or a probe needs it. */
export interface WantedNode {
  readonly name: string;
  readonly role: NodeRole;
  readonly arch: NodeArch;
  readonly kind: 'auto' | 'kvm' | 'tcg' | 'lxc';
  readonly autostart: boolean;
  /** Asked for by its name before anything stops it. */
  readonly protected?: true;
  readonly nics: readonly { readonly mac: string; readonly ip?: string }[];
}

export interface WantedLab {
  readonly name: string;
  /** The lab file that was read. */
  readonly file: string;
  /** `user@machine` when the lab runs elsewhere. */
  readonly host?: string;
  readonly bridge: string;
  readonly nodes: readonly WantedNode[];
  /** `no k3s in this lab: <why>`, or where its binary comes from. */
  readonly k3s: string;
}
