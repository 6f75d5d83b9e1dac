/** What decides whether a machine with guests of its own may be saved. */
export interface NestedFacts {
  /** KVM runs the outer VM (`query-kvm`), not TCG. */
  readonly kvm: boolean;
  /** `vendor_id` of the host's /proc/cpuinfo: `AuthenticAMD`, `GenuineIntel`, … */
  readonly vendor: string;
  /** Nodes of kind kvm that run now. */
  readonly kvmNodes: readonly string[];
}

/**
 * Why a whole-lab snapshot would be unsound now, or undefined. The kernel's documentation (virt/kvm/x86/running-nested-guests): saving a machine that runs nested guests is supported on
 * Intel (Linux 5.3, QEMU 4.2 and newer), and undefined behaviour on AMD. Under TCG all state is QEMU's own, and always saved.
 */
export function nestedRefusal({ kvm, vendor, kvmNodes }: NestedFacts): string | undefined {
  if (!kvm || kvmNodes.length === 0 || !AMD.has(vendor)) return undefined;
  return `KVM on AMD does not save the state of nested guests, and ${kvmNodes.join(', ')} ${kvmNodes.length === 1 ? 'runs' : 'run'} under it: shut ${kvmNodes.length === 1 ? 'it' : 'them'} down first`;
}

const AMD: ReadonlySet<string> = new Set(['AuthenticAMD', 'HygonGenuine']);

/** `vendor_id` of the first processor; empty on machines that name none. */
export function cpuVendor(cpuinfo: string): string {
  return /^vendor_id\s*:\s*(\S+)/m.exec(cpuinfo)?.[1] ?? '';
}
