import { fixture } from '../../parse/fixture.ts';
import { DOMAIN_WORDS } from './domain-words.ts';
import { lines, type Tool, type ToolRun } from './tool.ts';
import type { FakeChange, FakeDomain, World } from './world.ts';

const XML = { lxc: fixture('embedded/virsh/dumpxml-lxc.xml'), qemu: fixture('embedded/virsh/dumpxml-qemu.xml') } as const;
const STATS = fixture('embedded/virsh/domstats-qemu.txt');

const OFF_STATS = '  state.state=5\n  state.reason=0\n  balloon.current=262144\n  balloon.maximum=262144\n  vcpu.current=1\n  vcpu.maximum=1\n';

interface Answer {
  readonly text: string;
  readonly ok: boolean;
}

type Word = (world: World, driver: string, words: readonly string[]) => Answer;

/** What virsh says is followed by an empty line. */
const says = (text: string): Answer => ({ text: `${text}\n`, ok: true });
const error = (text: string): Answer => ({ text: `error: ${text}\n`, ok: false });

/** virsh's commands. Words that are none of these are refused as virsh does. */
const WORDS: Readonly<Record<string, Word>> = {
  list: (world, driver, words) => {
    const all = of(world, driver).filter(({ autostart, state }) => (words.includes('--autostart') ? autostart : words.includes('--all') || state !== 'shut off'));
    const withName = words.includes('--name');
    if (words.includes('--uuid')) return says(all.map(({ uuid, name }) => (withName ? `${uuid} ${name}\n` : `${uuid}\n`)).join(''));
    return says(listTable(all));
  },
  domstats: (world, driver) => {
    if (driver === 'lxc') return error('this function is not supported by the connection driver: virConnectGetAllDomainStats');
    return says(of(world, driver).map((domain) => statsOf(domain, world)).join('\n'));
  },
  dumpxml: (world, driver, words) => about(world, driver, words, (domain) => says(`${xmlOf(domain).trimEnd()}\n`)),
  domstate: (world, driver, words) => about(world, driver, words, ({ state, reason }) => says(words.includes('--reason') ? `${state} (${reason})\n` : `${state}\n`)),
  dominfo: (world, driver, words) => about(world, driver, words, (domain) => says(infoOf(domain))),
  echo: (_world, _driver, words) => ({ text: `${words.join(' ')}\n`, ok: true }),
};

/** One virsh: an interactive one that is given commands, one that tells of events, or one command. */
export const virsh: Tool = (run) => {
  const [, uri = 'qemu:///system', ...words] = run.argv[0] === '-c' ? run.argv : ['-c', 'qemu:///system', ...run.argv];
  const driver = uri.split(':')[0] ?? '';
  if (words[0] === 'event') return events(run, driver);
  if (words.length === 0) return session(run, driver);
  const { text, ok } = answer(run.world, driver, words);
  (ok ? run.out : run.err)(text);
  run.exit(ok ? 0 : 1);
};

function session({ world, stdin, out, exit }: ToolRun, driver: string): void {
  out("Welcome to virsh, the virtualization interactive terminal.\n\nType:  'help' for help with commands\n       'quit' to quit\n\n");
  lines(
    stdin,
    (line) => {
      const words = line.split(' ');
      const { text, ok } = answer(world, driver, words);
      out(`virsh # ${line}\n${text}${ok ? '' : '\n'}`);
    },
    () => (out('virsh # \n'), exit(0)),
  );
}

function events({ world, out, onGone }: ToolRun, driver: string): void {
  const tell = ({ domain, detail }: FakeChange): void => {
    const at = new Date().toISOString().replace('T', ' ').replace('Z', '+0000');
    if (domain.driver === driver && detail !== '') out(`${at}: event 'lifecycle' for domain '${domain.name}': ${detail}\n`);
  };
  world.on('change', tell);
  onGone(() => world.off('change', tell));
}

function answer(world: World, driver: string, words: readonly string[]): Answer {
  const [verb = '', ...rest] = words;
  return WORDS[verb]?.(world, driver, rest) ?? about(world, driver, rest, (domain) => act(world, verb, domain, rest));
}

function act(world: World, verb: string, domain: FakeDomain, words: readonly string[]): Answer {
  const said = DOMAIN_WORDS[verb]?.(domain, words);
  if (said !== undefined) return 'error' in said ? error(said.error) : { text: said.text, ok: true };
  const done = world.act(verb, domain);
  if (done === undefined) return error(`unknown command: '${verb}'`);
  return done.ok ? says(`${done.says}\n`) : { ok: false, text: `error: Failed to ${verb} domain '${domain.name}'\nerror: Requested operation is not valid: ${done.says}\n` };
}

/** `--domain=NAME` or `--domain NAME`; a name that is unknown is an error in virsh's words. */
function about(world: World, driver: string, words: readonly string[], then: (domain: FakeDomain) => Answer): Answer {
  const named = words.find((word) => word.startsWith('--domain='))?.slice('--domain='.length) ?? words[words.indexOf('--domain') + 1] ?? '';
  const domain = world.find(named);
  return domain?.driver === driver ? then(domain) : error(`failed to get domain '${named}'`);
}

const of = (world: World, driver: string): FakeDomain[] => world.domains.filter((domain) => domain.driver === driver);

function listTable(domains: readonly FakeDomain[]): string {
  const rows = domains.map(({ id, name, state }) => ` ${state === 'shut off' ? '-   ' : String(id).padEnd(4)} ${name.padEnd(10)} ${state}\n`);
  return ` Id   Name       State\n----------------------------\n${rows.join('')}`;
}

function xmlOf({ driver, name, uuid, mac, tap, state, id, role, arch }: FakeDomain): string {
  const own = XML[driver]
    .replaceAll(driver === 'lxc' ? 'n100-1' : 'jetson-1', name)
    .replace(/<uuid>.*<\/uuid>/, `<uuid>${uuid}</uuid>`)
    .replace(/<mac address='.*'\/>/, `<mac address='${mac}'/>`)
    .replace(/role="\w+"/, `role="${role}"`)
    .replace(/arch='\w+'/, `arch='${arch}'`)
    .replace(/<target dev='vnet\d+'\/>/, `<target dev='${tap}'/>`);
  if (state === 'shut off') return own.replace(/ id='\d+'/, '').replace(/ *<target dev='vnet\d+'\/>\n/, '');
  if (driver === 'qemu') return own.replace(/ id='\d+'/, ` id='${id}'`);
  const numbered = own.replace("<domain type='lxc'>", `<domain type='lxc' id='${id}'>`);
  return numbered.includes(`<target dev='${tap}'/>`) ? numbered : numbered.replace(/( *)<guest dev='eth0'\/>/, `$1<target dev='${tap}'/>\n$&`);
}

function statsOf({ name, state, tap, id }: FakeDomain, { traffic }: World): string {
  if (state === 'shut off') return `Domain: '${name}'\n${OFF_STATS}`;
  return STATS.trimEnd()
    .replace('jetson-1', name)
    .replace('vnet24', tap)
    .replace('state.state=1', `state.state=${state === 'paused' ? 3 : 1}`)
    .replace(/cpu\.time=\d+/, `cpu.time=${(id * 1_000 + traffic) * 1_000_000}`)
    .replace(/rx\.bytes=\d+/, `rx.bytes=${traffic * 90}`)
    .replace(/tx\.bytes=\d+/, `tx.bytes=${traffic * 150}`)
    .concat('\n');
}

function infoOf({ id, name, uuid, state, autostart, driver }: FakeDomain): string {
  const rows = [
    ['Id', state === 'shut off' ? '-' : String(id)], ['Name', name], ['UUID', uuid],
    ['OS Type', driver === 'lxc' ? 'exe' : 'hvm'], ['State', state], ['CPU(s)', '1'],
    ['Max memory', '262144 KiB'], ['Used memory', '262144 KiB'], ['Persistent', 'yes'], ['Autostart', autostart ? 'enable' : 'disable'],
    ['Managed save', 'no'], ['Security model', 'none'], ['Security DOI', '0'],
  ];
  return `${rows.map(([key = '', value = '']) => `${`${key}:`.padEnd(16)}${value}`).join('\n')}\n`;
}
