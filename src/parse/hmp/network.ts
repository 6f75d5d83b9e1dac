export interface HmpNet {
  /** The client's name: `user.0`, `virtio-net-pci.0`. */
  readonly name: string;
  readonly type: string;
  /** `model`, `macaddr`, `net`, `restrict`, … as QEMU names them. */
  readonly info: Readonly<Record<string, string>>;
  /** The other end of the pair: a NIC's back end. */
  readonly peer?: HmpNet;
}

/*
 * virtio-net-pci.0: index=0,type=nic,model=virtio-net-pci,macaddr=52:54:00:12:34:56
 *  \ user.0: index=0,type=user,net=10.0.2.0,restrict=off
 */
export function parseInfoNetwork(output: string): HmpNet[] {
  const nets: HmpNet[] = [];
  for (const line of output.split('\n')) {
    const match = /^( *\\ )?([^:]+): (.*type=.*)$/.exec(line);
    if (match === null) continue;
    const net = netOf(match[2] ?? '', match[3] ?? '');
    const last = nets.at(-1);
    if (match[1] !== undefined && last !== undefined) nets[nets.length - 1] = { ...last, peer: net };
    else nets.push(net);
  }
  return nets;
}

function netOf(name: string, words: string): HmpNet {
  const info = Object.fromEntries(words.split(',').flatMap((word) => (word.includes('=') ? [pair(word)] : [])));
  return { name, type: info['type'] ?? '', info };
}

function pair(word: string): [string, string] {
  const at = word.indexOf('=');
  return [word.slice(0, at), word.slice(at + 1)];
}
