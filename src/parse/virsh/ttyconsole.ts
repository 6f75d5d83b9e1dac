import { linesOf, notUnderstood } from '../lines.ts';

const WHAT = 'virsh ttyconsole';

/**
 * `virsh ttyconsole`: the pty of the console. A domain that is shut off has none: an empty line and status 1, which gives undefined.
 */
export function parseTtyconsole(raw: string): string | undefined {
  const lines = linesOf(WHAT, raw).filter((line) => line !== '');
  const [path, ...more] = lines;
  if (path === undefined && raw !== '') return undefined;
  if (path === undefined || more.length > 0 || !path.startsWith('/')) throw notUnderstood(WHAT, raw === '' ? 'no output' : 'no path of a pty', raw);
  return path;
}
