import { allBuses, type QtreeBus } from '../../parse/hmp/qtree.ts';

/**
 * The buses that may take a PCI device while the VM runs, best first: a conventional bus (`pc`, NixOS's default machine), then free PCI Express root ports. The
 * root bus of q35 takes none (`Bus 'pcie.0' does not support hotplugging`), and a root port has room for one device. A root port without an id has a bus
 * called `pcie.0` like the root bus: it cannot be meant, and is left out.
 */
export function hotplugBuses(tree: readonly QtreeBus[]): string[] {
  const buses = allBuses(tree);
  const conventional = buses.filter(({ type }) => type === 'PCI');
  const ports = buses.flatMap((bus) => bus.devices.filter(({ type }) => ROOT_PORTS.has(type)).flatMap(({ buses: under }) => under));
  const free = [...conventional, ...ports.filter(({ devices }) => devices.length === 0)].map(({ name }) => name);
  return free.filter((name) => buses.filter((bus) => bus.name === name).length === 1);
}

const ROOT_PORTS: ReadonlySet<string> = new Set(['pcie-root-port', 'ioh3420']);
