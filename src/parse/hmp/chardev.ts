export interface HmpChardev {
  readonly label: string;
  /** `unix:/run/x.sock,server=on`, `pty:/dev/pts/3`, `null`, … */
  readonly filename: string;
  /** Whether anybody is at the other end: QEMU says `disconnected:` when not. */
  readonly connected: boolean;
}

/** `compat_monitor0: filename=disconnected:unix:qmp.sock,server=on` */
export function parseInfoChardev(output: string): HmpChardev[] {
  return [...output.matchAll(/^(.+?): filename=(disconnected:)?(.*)$/gm)].map(([, label = '', gone, filename = '']) => ({
    label,
    filename,
    connected: gone === undefined,
  }));
}
