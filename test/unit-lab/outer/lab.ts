/** A lab file of one page. */
export const LAB = {
  lab: 'tiny',
  outer: { source: { type: 'image' }, vcpus: 1, memory: '128 MiB', disk: '64 MiB' },
  network: { address: '192.168.100.1/24', dhcp: { from: '192.168.100.100', to: '192.168.100.200' } },
  nodes: [
    { name: 'n1', role: 'server', memory: '64 MiB', nics: [{ mac: '52:54:00:12:34:01', ip: '192.168.100.10' }, { mac: '52:54:00:12:34:02' }] },
    { name: 'n2', role: 'agent', memory: '64 MiB', nics: [{ mac: '52:54:00:12:34:03' }, { mac: '52:54:00:12:34:04', ip: '192.168.100.14' }, { mac: '52:54:00:12:34:05', ip: '192.168.100.15' }] },
  ],
} as const;
