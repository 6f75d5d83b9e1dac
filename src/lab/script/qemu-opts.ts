import { RefusedError } from '../../model/errors.ts';

/** Where a QEMU that a script starts is to listen. */
export interface ScriptSockets {
  readonly monitor: string;
  readonly serial: string;
  readonly qmp: string;
  readonly agent: string;
  readonly pidFile: string;
}

/**
 * What the launcher adds to the script's own QEMU options: detached, the sockets of n3x's own background launcher, and two that it lacks: QMP, and the port of the
 * guest agent, which a NixOS VM runs already. The script hands QEMU_OPTS to QEMU unquoted: the shell splits it at blanks and expands patterns.
 * @throws RefusedError for a path that would not survive that
 */
export function qemuOpts(sockets: ScriptSockets, more = ''): string {
  for (const path of Object.values(sockets)) refuseBlank(path);
  const unix = (path: string): string => `unix:${commas(path)},server=on,wait=off`;
  const words = [
    more,
    `-daemonize -pidfile ${sockets.pidFile} -display none`,
    `-monitor ${unix(sockets.monitor)} -serial ${unix(sockets.serial)} -qmp ${unix(sockets.qmp)}`,
    `-device virtio-serial-pci,id=labdeck-agent -chardev socket,id=labdeck-qga,path=${commas(sockets.agent)},server=on,wait=off`,
    '-device virtserialport,bus=labdeck-agent.0,chardev=labdeck-qga,name=org.qemu.guest_agent.0',
  ];
  return words.filter((word) => word !== '').join(' ');
}

/** A comma in a value is doubled (QemuOpts). */
function commas(path: string): string {
  return path.replaceAll(',', ',,');
}

function refuseBlank(path: string): void {
  if (!/[\s*?[\]\\]/.test(path)) return;
  throw new RefusedError({ what: `${JSON.stringify(path)} cannot be passed through QEMU_OPTS: a shell splits it at blanks and expands patterns`, next: 'set XDG_RUNTIME_DIR or XDG_STATE_HOME to a plain path' });
}
