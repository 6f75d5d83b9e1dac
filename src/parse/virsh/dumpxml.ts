import type { DomainBlock, DomainDriver, DomainInterface, NodeKind } from '../../model/domain.ts';
import { integer, notUnderstood } from '../lines.ts';
import { present } from '../present.ts';
import { child, children, type Element, parseXml } from './xml.ts';

/** What the domain XML says: of the running domain while it runs, else of its definition. */
export interface DomainXml {
  readonly driver: DomainDriver;
  readonly kind: NodeKind;
  readonly name: string;
  readonly uuid: string;
  /** Absent while the domain is shut off. */
  readonly id?: number;
  readonly description?: string;
  readonly arch?: string;
  readonly vcpus: number;
  readonly maxMemoryKiB: number;
  readonly balloonKiB: number;
  readonly interfaces: readonly DomainInterface[];
  readonly blocks: readonly DomainBlock[];
  /** The pty of the first console, and the file that virtlogd writes where the XML asks for one. */
  readonly console?: { readonly tty?: string; readonly log?: string };
}

const WHAT = 'virsh dumpxml';

const KINDS: Readonly<Record<string, { readonly kind: NodeKind; readonly driver: DomainDriver }>> = {
  kvm: { kind: 'kvm', driver: 'qemu' },
  qemu: { kind: 'tcg', driver: 'qemu' },
  lxc: { kind: 'lxc', driver: 'lxc' },
};

/** `virsh dumpxml` (https://libvirt.org/formatdomain.html) */
export function parseDumpxml(raw: string): DomainXml {
  const domain = parseXml(WHAT, raw, 'domain');
  const id = domain.attributes['id'];
  const maxMemoryKiB = kib(domain, 'memory', raw);
  return present({
    ...kindOf(domain, raw),
    name: needed(domain, 'name', raw),
    uuid: needed(domain, 'uuid', raw),
    id: id === undefined ? undefined : integer(WHAT, id, raw),
    description: child(domain, 'description')?.text,
    arch: child(domain, 'os/type')?.attributes['arch'],
    vcpus: vcpus(domain, raw),
    maxMemoryKiB,
    balloonKiB: child(domain, 'currentMemory') === undefined ? maxMemoryKiB : kib(domain, 'currentMemory', raw),
    interfaces: children(child(domain, 'devices'), 'interface').map((each) => interfaceOf(each, raw)),
    blocks: children(child(domain, 'devices'), 'disk').map((each) => blockOf(each, raw)),
    console: consoleOf(domain),
  });
}

function kindOf(domain: Element, raw: string) {
  const type = domain.attributes['type'] ?? '';
  const kind = KINDS[type];
  if (kind === undefined) throw notUnderstood(WHAT, `a domain of type '${type}'`, raw);
  return kind;
}

function needed(of: Element, path: string, raw: string): string {
  const text = child(of, path)?.text;
  if (text === undefined || text === '') throw notUnderstood(WHAT, `no <${path}>`, raw);
  return text;
}

/** `current` is what is plugged in, the text how many there may be. */
function vcpus(domain: Element, raw: string): number {
  const vcpu = child(domain, 'vcpu');
  return vcpu === undefined ? 1 : integer(WHAT, vcpu.attributes['current'] ?? vcpu.text, raw);
}

/** libvirt always prints KiB, whatever the definition said; without a unit it means KiB. */
function kib(domain: Element, path: string, raw: string): number {
  const unit = child(domain, path)?.attributes['unit'] ?? 'KiB';
  if (unit !== 'KiB') throw notUnderstood(WHAT, `<${path}> in ${unit}`, raw);
  return integer(WHAT, needed(domain, path, raw), raw);
}

function interfaceOf(element: Element, raw: string): DomainInterface {
  const mac = child(element, 'mac')?.attributes['address'];
  if (mac === undefined) throw notUnderstood(WHAT, 'an <interface> without <mac>', raw);
  const source = child(element, 'source')?.attributes ?? {};
  return present({
    target: child(element, 'target')?.attributes['dev'],
    type: element.attributes['type'] ?? '',
    source: source['bridge'] ?? source['network'] ?? source['dev'] ?? '',
    model: child(element, 'model')?.attributes['type'],
    mac,
  });
}

function blockOf(element: Element, raw: string): DomainBlock {
  const target = child(element, 'target')?.attributes['dev'];
  if (target === undefined) throw notUnderstood(WHAT, 'a <disk> without <target>', raw);
  const source = child(element, 'source')?.attributes ?? {};
  return present({ target, source: source['file'] ?? source['dev'] ?? source['name'] ?? source['volume'], device: element.attributes['device'] });
}

/** A QEMU domain's <console> repeats its first <serial>; `<log>` may be on either. */
function consoleOf(domain: Element): DomainXml['console'] {
  const devices = child(domain, 'devices');
  const console = child(devices, 'console') ?? child(devices, 'serial');
  if (console === undefined) return undefined;
  const log = (child(console, 'log') ?? child(devices, 'serial/log'))?.attributes['file'];
  return present({ tty: console.attributes['tty'] ?? child(console, 'source')?.attributes['path'], log });
}
