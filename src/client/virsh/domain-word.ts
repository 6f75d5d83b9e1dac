import { UsageError } from '../../model/errors.ts';

const UUID = /^[0-9a-fA-F-]{32,36}$/;

/**
 * Whether virsh could take a name for something else: it looks a word up as an id first, as a UUID next, as a name last
 * (virshLookupDomainBy in tools/virsh-util.c).
 */
export function mistakable(name: string): boolean {
  return /^\d+$/.test(name) || UUID.test(name);
}

/**
 * A domain as one word that is neither an option nor a command of virsh's: `--domain=-x` is a name, `--domain -x` is not.
 * @throws UsageError for what no domain can be called: libvirt refuses empty names, `/` and newlines
 */
export function domainWord(domain: string): string {
  if (domain === '' || /[\n\0/]/.test(domain)) throw new UsageError({ what: `no domain can be called ${JSON.stringify(domain)}`, next: 'labdeck vm list' });
  return `--domain=${domain}`;
}
