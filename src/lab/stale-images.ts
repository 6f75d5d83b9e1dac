import { parseExecStart, parseSetupScript, type SetupDomain } from '../parse/nix/setup-script.ts';
import { run, runOk } from '../transport/run.ts';
import type { Transport } from '../transport/transport.ts';

/** A node whose disk or definition is older than what the outer VM would make it from today. */
export interface StaleNode {
  readonly domain: string;
  readonly what: 'image' | 'definition' | 'no OS image';
  readonly says: string;
  /** What makes it anew, as it would be run in the outer VM. */
  readonly next: string;
}

const SETUP_UNIT = 'setup-inner-vms.service';
const LIMIT_MS = 30_000;

/** Where libvirt keeps the definitions it was given: NixOS builds it with sysconfdir /var/lib. */
const DEFINED_IN = ['/var/lib/libvirt/qemu', '/etc/libvirt/qemu'];

/**
 * Nodes of an n3x lab that a rebuild has not reached: its unit copies an image only where none is, and defines a domain only where none is, so an old outer disk keeps both.
 * Times in the store are all 1970, so it is the change of the inode that tells when a store path came (ctime), and the birth of the copy when it was made.
 * Empty on a machine without that unit.
 */
export async function staleNodes(outer: Transport): Promise<StaleNode[]> {
  const unit = await run(outer, { argv: ['systemctl', 'show', '-p', 'ExecStart', '--value', SETUP_UNIT], timeoutMs: LIMIT_MS });
  const script = parseExecStart(unit.stdout.toString('utf8'));
  if (script === undefined) return [];
  const { stdout } = await runOk(outer, { argv: ['cat', script], timeoutMs: LIMIT_MS });
  const domains = parseSetupScript(stdout.toString('utf8'));
  const times = await statTimes(outer, domains.flatMap(pathsOf));
  return domains.flatMap((domain) => judge(domain, times));
}

interface Times {
  /** Unix seconds; 0 where the file system does not know. */
  readonly bornAt: number;
  readonly changedAt: number;
}

type TimesOf = ReadonlyMap<string, Times>;

function pathsOf({ domain, image, disk, xml }: SetupDomain): string[] {
  return [image, disk, xml, ...definitions(domain)].filter((path) => path !== undefined);
}

function definitions(domain: string): string[] {
  return DEFINED_IN.map((dir) => `${dir}/${domain}.xml`);
}

/** `stat` prints what is there and complains of the rest: its status does not matter. */
async function statTimes(outer: Transport, paths: readonly string[]): Promise<TimesOf> {
  if (paths.length === 0) return new Map();
  const { stdout } = await run(outer, { argv: ['stat', '-L', '-c', '%W %Z %n', '--', ...paths], timeoutMs: LIMIT_MS });
  const rows = [...stdout.toString('utf8').matchAll(/^(\d+|-) (\d+) (.+)$/gm)];
  return new Map(rows.map(([, born = '', changed = '', path = '']) => [path, { bornAt: Number(born) || 0, changedAt: Number(changed) }]));
}

function judge(domain: SetupDomain, times: TimesOf): StaleNode[] {
  return [...judgeImage(domain, times), ...judgeDefinition(domain, times)];
}

function judgeImage({ domain, image, disk }: SetupDomain, times: TimesOf): StaleNode[] {
  if (image === undefined) return [{ domain, what: 'no OS image', says: `${disk} was made empty: ${domain} can run and never boot`, next: 'add its image to embedded-system.nix (diskImagePath)' }];
  const [source, copy] = [times.get(image), times.get(disk)];
  if (source === undefined || copy === undefined || copy.bornAt === 0 || source.changedAt <= copy.bornAt) return [];
  return [{ domain, what: 'image', says: `${disk} was copied before ${image} was built`, next: `virsh destroy ${domain}; cp ${image} ${disk}; chmod 644 ${disk}` }];
}

function judgeDefinition({ domain, xml }: SetupDomain, times: TimesOf): StaleNode[] {
  const source = xml === undefined ? undefined : times.get(xml);
  const defined = definitions(domain).map((path) => times.get(path)).find((each) => each !== undefined);
  if (xml === undefined || source === undefined || defined === undefined || source.changedAt <= defined.changedAt) return [];
  return [{ domain, what: 'definition', says: `${domain} was defined before ${xml} was built`, next: `virsh define ${xml}` }];
}
