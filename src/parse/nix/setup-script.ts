/** What n3x's setup-inner-vms puts into the outer VM for one node. */
export interface SetupDomain {
  readonly domain: string;
  /** The image in the store; absent where an empty disk is made instead (`no OS image`). */
  readonly image?: string;
  /** Where the image is copied to, once. */
  readonly disk: string;
  /** The domain XML in the store. */
  readonly xml?: string;
}

/*
 * cp /nix/store/…-n100-1.qcow2 /var/lib/libvirt/images/n100-1.qcow2
 * qemu-img create -f qcow2 /var/lib/libvirt/images/jetson-1.qcow2 8G
 * virsh dominfo n100-1 &>/dev/null || virsh define /nix/store/…-n100-1.xml
 */
const COPY = /^\s*cp (\/nix\/store\/\S+) (\/\S+\/([^/\s]+)\.qcow2)$/gm;
const EMPTY = /^\s*qemu-img create -f qcow2 (\/\S+\/([^/\s]+)\.qcow2) \S+$/gm;
const DEFINE = /\bvirsh dominfo (\S+) \S+ \|\| virsh define (\S+)/g;

/** The start script of the unit setup-inner-vms, as the Nix store has it. Both copying and defining are skipped for what is there already. */
export function parseSetupScript(script: string): SetupDomain[] {
  const xml = new Map([...script.matchAll(DEFINE)].map(([, domain = '', path = '']) => [domain, path]));
  const copied = [...script.matchAll(COPY)].map(([, image = '', disk = '', domain = '']) => ({ domain, image, disk }));
  const empty = [...script.matchAll(EMPTY)].map(([, disk = '', domain = '']) => ({ domain, disk })).filter(({ domain }) => xml.has(domain));
  return [...copied, ...empty].map((each) => ({ ...each, ...(xml.has(each.domain) ? { xml: xml.get(each.domain) ?? '' } : {}) }));
}

/** The store paths that `systemctl show -p ExecStart` names: `{ path=/nix/store/…-unit-script-setup-inner-vms-start/bin/… ; argv[]=… }`. */
export function parseExecStart(text: string): string | undefined {
  return /\bpath=(\S+)/.exec(text)?.[1];
}
