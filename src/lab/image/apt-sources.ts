import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ifAbsent } from '../../model/absent.ts';

/** One apt source as sources.list(5) means it. */
interface Source {
  readonly types: readonly string[];
  readonly uris: readonly string[];
  readonly suites: readonly string[];
  readonly components: readonly string[];
  readonly signedBy?: string;
}

/**
 * This host's own Debian sources of a suite, as one deb822 text, so that a build uses the mirror the host uses; undefined when the
 * host has none (another suite, not Debian), and mmdebstrap then takes deb.debian.org. Other people's archives are left out.
 * @param apt `/etc/apt`
 */
export async function hostSources(suite: string, apt = '/etc/apt'): Promise<string | undefined> {
  const texts = await sourceFiles(apt);
  const sources = texts.flatMap(({ name, text }) => (name.endsWith('.sources') ? parseDeb822(text) : parseOneLine(text)));
  const debian = sources.filter((source) => ofDebian(source, suite));
  return debian.some(({ suites }) => suites.includes(suite)) ? debian.map(deb822).join('\n') : undefined;
}

async function sourceFiles(apt: string): Promise<{ name: string; text: string }[]> {
  const names = [join(apt, 'sources.list'), ...(await readdir(join(apt, 'sources.list.d')).catch(none)).toSorted().map((name) => join(apt, 'sources.list.d', name))];
  const wanted = names.filter((name) => /\.(list|sources)$/.test(name));
  return Promise.all(wanted.map(async (name) => ({ name, text: (await readFile(name, 'utf8').catch(none)).toString() })));
}

const none = ifAbsent<string[]>([], ['ENOENT', 'ENOTDIR']);

/** Debian's own archives call their first component main and their suites SUITE, SUITE-updates and SUITE-security. */
function ofDebian({ types, suites, components }: Source, suite: string): boolean {
  const own = [suite, `${suite}-updates`, `${suite}-security`];
  return types.includes('deb') && components.includes('main') && suites.every((each) => own.includes(each));
}

/** `deb [signed-by=/key arch=amd64] http://host/debian bookworm main contrib` */
function parseOneLine(text: string): Source[] {
  const lines = text.split('\n').map((line) => /^(deb|deb-src)\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s+([^#]+)/.exec(line.trim()));
  return lines.flatMap((match) => {
    if (match === null) return [];
    const [, type = '', options = '', uri = '', suite = '', components = ''] = match;
    const key = /signed-by=(\S+)/.exec(options)?.[1];
    return [{ types: [type], uris: [uri], suites: [suite], components: words(components), ...(key === undefined ? {} : { signedBy: key }) }];
  });
}

/** Stanzas of `Field: words`, parted by empty lines; comments begin a line (deb822(5)). */
function parseDeb822(text: string): Source[] {
  const stanzas = text.replaceAll(/^#.*\n?/gm, '').split(/\n\s*\n/);
  return stanzas.flatMap((stanza) => {
    const fields = new Map([...stanza.matchAll(/^([A-Za-z-]+):[ \t]*(.*(?:\n[ \t].*)*)/gm)].map(([, name = '', value = '']) => [name.toLowerCase(), value]));
    if (!fields.has('uris') || fields.get('enabled')?.trim() === 'no') return [];
    const list = (name: string) => words(fields.get(name) ?? '');
    const key = fields.get('signed-by');
    return [{ types: list('types'), uris: list('uris'), suites: list('suites'), components: list('components'), ...(key === undefined ? {} : { signedBy: key }) }];
  });
}

const words = (text: string): string[] => text.trim().split(/\s+/).filter(Boolean);

function deb822({ uris, suites, signedBy }: Source): string {
  const key = signedBy === undefined ? '' : `Signed-By: ${signedBy}\n`;
  return `Types: deb\nURIs: ${uris.join(' ')}\nSuites: ${suites.join(' ')}\nComponents: main\n${key}`;
}
