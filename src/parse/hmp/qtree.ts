/** A device in `info qtree`, with the buses it carries. */
export interface QtreeDevice {
  readonly type: string;
  readonly id: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly buses: readonly QtreeBus[];
}

export interface QtreeBus {
  readonly name: string;
  readonly type: string;
  readonly devices: readonly QtreeDevice[];
}

interface Line {
  readonly depth: number;
  readonly text: string;
}

/*
 * bus: pci.0
 *   type PCI
 *   dev: virtio-blk-pci, id ""
 *     addr = 02.0
 *     bus: virtio-bus
 *       type virtio-pci-bus
 */
/** `info qtree`: two blanks per level. Lines that are neither bus, device nor property (gpio, mmio, bar) are left out. */
export function parseQtree(output: string): QtreeBus[] {
  const lines = output.split('\n').filter((line) => line.trim() !== '').map((line) => ({ depth: line.length - line.trimStart().length, text: line.trim() }));
  return blocksOf(lines, /^bus: (.*)$/).map(({ head, body }) => busOf(head, body));
}

/** Every bus of the tree, whatever carries it. */
export function allBuses(buses: readonly QtreeBus[]): QtreeBus[] {
  return buses.flatMap((bus) => [bus, ...allBuses(bus.devices.flatMap((device) => device.buses))]);
}

export function allDevices(buses: readonly QtreeBus[]): QtreeDevice[] {
  return allBuses(buses).flatMap((bus) => bus.devices);
}

function busOf(head: RegExpExecArray, body: readonly Line[]): QtreeBus {
  const type = body.find((line) => line.text.startsWith('type '))?.text.slice('type '.length) ?? '';
  return { name: head[1] ?? '', type, devices: blocksOf(body, /^dev: (.*), id "(.*)"$/).map((each) => deviceOf(each.head, each.body)) };
}

function deviceOf(head: RegExpExecArray, body: readonly Line[]): QtreeDevice {
  const shallow = Math.min(...body.map((line) => line.depth));
  const own = body.filter((line) => line.depth === shallow);
  const properties = own.flatMap(({ text }) => {
    const at = text.indexOf(' = ');
    return at < 0 ? [] : [[text.slice(0, at), text.slice(at + 3)] as const];
  });
  return { type: head[1] ?? '', id: head[2] ?? '', properties: Object.fromEntries(properties), buses: blocksOf(body, /^bus: (.*)$/).map((each) => busOf(each.head, each.body)) };
}

/** The blocks at the shallowest depth that begin with `pattern`, each with the deeper lines under it. */
function blocksOf(lines: readonly Line[], pattern: RegExp): { head: RegExpExecArray; body: Line[] }[] {
  const depth = Math.min(...lines.map((line) => line.depth));
  const blocks: { head: RegExpExecArray; body: Line[] }[] = [];
  let open = false;
  for (const line of lines) {
    const head = line.depth === depth ? pattern.exec(line.text) : null;
    if (line.depth === depth) open = head !== null;
    if (head !== null) blocks.push({ head, body: [] });
    else if (open && line.depth > depth) blocks.at(-1)?.body.push(line);
  }
  return blocks;
}
