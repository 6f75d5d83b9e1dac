import { createHash } from 'node:crypto';
import type { LabConfig, LabNodeConfig } from '../../config/lab.ts';
import type { NodeKind } from '../../model/domain.ts';
import { artefact, nodePaths, OUTER } from '../domain/outer-paths.ts';
import type { NodePaths } from '../domain/outer-paths.ts';
import { domainXml, DRIVER_OF, URI_OF } from '../domain-xml.ts';
import { NODE_ARTEFACTS } from '../node-image/artefacts.ts';
import { nodeSeed } from './node-seed.ts';
import type { LabKeys } from './node-seed.ts';

/** One process in the outer VM. */
export interface NodeStep {
  readonly title: string;
  readonly argv: readonly string[];
  readonly stdin?: string | Uint8Array;
  readonly limitMs: number;
}

export interface PlanOptions {
  readonly lab: LabConfig;
  readonly node: LabNodeConfig;
  readonly kind: NodeKind;
  readonly keys: LabKeys;
  /** Length of the k3s binary in the outer VM, bytes; 0 for none. */
  readonly k3sBytes: number;
  /** What tells one build of the node image from another. */
  readonly image: string;
}

/** How a node comes to be defined: steps that may run again, and a stamp that says what they were made from. */
export interface NodePlan {
  readonly node: LabNodeConfig;
  readonly kind: NodeKind;
  readonly uri: string;
  readonly stamp: string;
  readonly steps: readonly NodeStep[];
}

const SHORT_MS = 30_000;
/** Files of 20 MiB under an emulated CPU on a busy machine. */
const FILES_MS = 180_000;
/** The first define asks every QEMU what it can do: 18 s without KVM. */
const VIRSH_MS = 180_000;

/** The steps that prepare and define one node in the outer VM. It must not run meanwhile: its files are replaced. */
export function planNode(options: PlanOptions): NodePlan {
  const { node, kind } = options;
  const uri = URI_OF[DRIVER_OF[kind]];
  const xml = domainXml(options);
  const seed = nodeSeed(options);
  const paths = nodePaths(node.name);
  const stamp = createHash('sha256').update(xml).update(seed).update(options.image).digest('hex');
  const steps = [
    step('directories', ['mkdir', '-p', '--', paths.dir, OUTER.consoleLogs, OUTER.consoleSockets], SHORT_MS),
    { ...write('seed', paths.seed), stdin: seed },
    ...(kind === 'lxc' ? lxcFiles(options, paths) : qemuFiles(options, paths)),
    { ...write('domain XML', paths.xml), stdin: xml },
    step('define', ['virsh', '--quiet', '--connect', uri, 'define', '--validate', paths.xml], VIRSH_MS),
    script('console relay', kind === 'lxc' ? RELAY_ON : RELAY_OFF, `${WANTS}/${relayUnit(node.name)}`, relayUnit(node.name)),
    { ...write('stamp', paths.stamp), stdin: stamp },
  ];
  return { node, kind, uri, stamp, steps };
}

/** The relay that owns the console of an lxc node. */
export function relayUnit(node: string): string {
  return `labdeck-console@${node}.service`;
}

function step(title: string, argv: readonly string[], limitMs: number): NodeStep {
  return { title, argv, limitMs };
}

/** Writes its standard input beside the file and renames it into place, so that no reader sees half of it. */
function write(title: string, file: string): NodeStep {
  return step(title, ['sh', '-c', 'umask 077 && cat >"$0.new" && mv -- "$0.new" "$0"', file], SHORT_MS);
}

/** Several archives in a row are one initramfs. */
const JOIN = 'new=$1.new && target=$1 && shift && cat -- "$@" >"$new" && mv -- "$new" "$target"';
const MAKE_QCOW2 = '[ -e "$1" ] || { qemu-img create -q -f qcow2 "$1.new" "$2" && mv -- "$1.new" "$1"; }';
const MAKE_EXT4 = '[ -e "$1" ] || { truncate -s "$2" "$1.new" && mkfs.ext4 -q "$1.new" && mv -- "$1.new" "$1"; }';
/** As `systemctl enable --now` and `disable --now`, without the reload of all units that costs seconds without KVM. */
const WANTS = '/etc/systemd/system/multi-user.target.wants';
const RELAY_ON = 'ln -sf /etc/systemd/system/labdeck-console@.service "$1" && systemctl start -- "$2"';
const RELAY_OFF = '[ ! -L "$1" ] || { rm -- "$1" && systemctl stop -- "$2"; }';
/** The root is made new: what a node wrote into an older image does not belong into this one. Data disks stay. */
const UNPACK = 'set -e; rm -rf -- "$1"; mkdir -- "$1"; cd -- "$1"; shift; for archive; do busybox cpio -idmu <"$archive"; done; chmod 0755 .';

function qemuFiles({ node, k3sBytes }: PlanOptions, paths: NodePaths): NodeStep[] {
  const { userland, modules, k3sModules } = NODE_ARTEFACTS;
  const archives = [userland, modules, ...(k3sBytes > 0 ? [k3sModules] : [])].map((file) => artefact(node.arch, file));
  const disks = node.disks.map((sizeMiB, index) => script(`disk ${index + 1}`, MAKE_QCOW2, paths.disk(index, 'qcow2'), `${sizeMiB}M`));
  return [script('initramfs', JOIN, paths.initrd, ...archives, paths.seed), ...disks];
}

function lxcFiles({ node }: PlanOptions, paths: NodePaths): NodeStep[] {
  const disks = node.disks.map((sizeMiB, index) => script(`disk ${index + 1}`, MAKE_EXT4, paths.disk(index, 'raw'), `${sizeMiB}M`));
  return [script('root', UNPACK, paths.rootfs, artefact(node.arch, NODE_ARTEFACTS.userland), paths.seed), ...disks];
}

/** A script that never changes; all that does is in its arguments. */
function script(title: string, code: string, ...args: readonly string[]): NodeStep {
  return step(title, ['sh', '-c', code, 'labdeck', ...args], FILES_MS);
}
