import type { Tool } from './tool.ts';

/** Units of the fake outer VM: all that labdeck's own image has. */
const SUB_STATES: Readonly<Record<string, string>> = {
  'multi-user.target': 'active', 'libvirtd.service': 'running', 'virtlogd.service': 'running', 'ovsdb-server.service': 'running', 'ovs-vswitchd.service': 'running',
  'labdeck-bridge.service': 'exited', 'labdeck-dnsmasq.service': 'running',
};

/** `systemctl show --property=… -- UNIT…`, and verbs that find everything done. */
export const systemctl: Tool = ({ argv, out, err, exit }) => {
  if (argv[0] === 'is-system-running') return (out('running\n'), exit(0));
  if (argv[0] === 'start') return exit(0);
  if (argv[0] !== 'show') return (err(`Unknown command verb ${argv[0] ?? ''}.\n`), exit(1));
  const units = argv.slice(argv.indexOf('--') + 1);
  out(units.map((unit) => unitText(unit, SUB_STATES[unit])).join('\n'));
  exit(0);
};

function unitText(unit: string, sub: string | undefined): string {
  const [load, active, at] = sub === undefined ? ['not-found', 'inactive', ''] : ['loaded', 'active', '@1795247693'];
  return `Id=${unit}\nLoadState=${load}\nActiveState=${active}\nSubState=${sub ?? 'dead'}\nStateChangeTimestamp=${at}\n`;
}
