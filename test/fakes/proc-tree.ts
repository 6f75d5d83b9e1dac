/** Files of /proc and /sys as a small machine has them: a root directory for the shell that reads them. */
export type Files = Readonly<Record<string, string>>;

/** Formats as this kernel prints them (6.1); numbers are made up. */
export const HOST_FILES: Files = {
  'proc/uptime': '8041.10 15321.88\n',
  'proc/stat': 'cpu  1000 20 500 8000 30 0 5 0 40 0\ncpu0 500 10 250 4000 15 0 2 0 20 0\ncpu1 500 10 250 4000 15 0 3 0 20 0\nintr 4321 0 0\nctxt 999\n',
  'proc/meminfo': 'MemTotal:        3038732 kB\nMemFree:         1200000 kB\nMemAvailable:    2000000 kB\n',
  'proc/diskstats': ' 254       0 vda 3041 1188 241634 1500 1540 891 43120 900 0 1200 2400 0 0 0 0 10 5\n 254       1 vda1 3000 1188 240000 1500 1540 891 43120 900 0 1200 2400 0 0 0 0 0 0\n   7       0 loop0 5 0 40 1 0 0 0 0 0 1 1 0 0 0 0 0 0\n',
  'proc/net/dev':
    'Inter-|   Receive                                                |  Transmit\n face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n' +
    '    lo:    5000      50    0    0    0     0          0         0     5000      50    0    0    0     0       0          0\n' +
    'ovs-system:       0       0    0    0    0     0          0         0        0       0    0    0    0     0       0          0\n' +
    ' vnet0: 1000000    9000    1    2    0     0          0         0  2000000    8000    3    4    0     0       0          0\n',
};

export type MadeNode =
  | { readonly kind: 'lxc'; readonly name: string; readonly pid: number; readonly group: string; readonly scope: string; readonly usageUsec: number; readonly memoryBytes?: number }
  | { readonly kind: 'qemu'; readonly name: string; readonly pid: number; readonly comm: string; readonly ticks: readonly [user: number, system: number]; readonly rssKiB: number };

/** The machine with nodes, each with the pid file that libvirt writes (without a newline) and what the kernel says of it. */
export function machineWith(nodes: readonly MadeNode[]): Files {
  return Object.assign({}, HOST_FILES, ...nodes.map(filesOf)) as Files;
}

function filesOf(node: MadeNode): Files {
  const { kind, name, pid } = node;
  const pidFile = { [`run/libvirt/${kind}/${name}.pid`]: String(pid) };
  if (node.kind === 'qemu') {
    const [user, system] = node.ticks;
    return {
      ...pidFile,
      [`proc/${pid}/cgroup`]: '0::/machine.slice/machine-qemu.scope/libvirt/emulator\n',
      [`proc/${pid}/stat`]: `${pid} (${node.comm}) S 1 ${pid} ${pid} 0 -1 4194560 100 0 5 0 ${user} ${system} 0 0 20 0 6 0 800000 900000000 75000 18446744073709551615 0 0\n`,
      [`proc/${pid}/status`]: `Name:\t${node.comm}\nVmPeak:\t  900000 kB\nVmRSS:\t  ${node.rssKiB} kB\nThreads:\t6\n`,
    };
  }
  return {
    ...pidFile,
    [`proc/${pid}/cgroup`]: `0::${node.group}\n`,
    [`sys/fs/cgroup${node.scope}/cpu.stat`]: `usage_usec ${node.usageUsec}\nuser_usec 1\nsystem_usec 1\n`,
    ...(node.memoryBytes === undefined ? {} : { [`sys/fs/cgroup${node.scope}/memory.current`]: `${node.memoryBytes}\n` }),
  };
}
