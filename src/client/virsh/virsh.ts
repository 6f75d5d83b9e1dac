import type { Domain, DomainBlock, DomainDriver, DomainInterface } from '../../model/domain.ts';
import { UsageError } from '../../model/errors.ts';
import { parseDomblklist } from '../../parse/virsh/domblklist.ts';
import { type DomainAddress, parseDomifaddr } from '../../parse/virsh/domifaddr.ts';
import { parseDomiflist } from '../../parse/virsh/domiflist.ts';
import { type Domiftune, parseDomiftune } from '../../parse/virsh/domiftune.ts';
import { type Dominfo, parseDominfo } from '../../parse/virsh/dominfo.ts';
import { parseDomstate } from '../../parse/virsh/domstate.ts';
import { type ListedDomain, parseList, parseUuids } from '../../parse/virsh/list.ts';
import { type DomainSnapshot, parseSnapshotList } from '../../parse/virsh/snapshot-list.ts';
import { parseTtyconsole } from '../../parse/virsh/ttyconsole.ts';
import { parseVcpuinfo, type Vcpu } from '../../parse/virsh/vcpuinfo.ts';
import { READ_LIMIT_MS, type Runner, TOOL_ENV } from '../run.ts';
import { domainWord, mistakable } from './domain-word.ts';
import { driverOf, virshError } from './errors.ts';
import { DomainReader } from './read-domains.ts';
import { virshBatch, type VirshSession } from './session.ts';

export interface VirshOptions {
  /** `qemu:///system`, `lxc:///system` */
  readonly uri: string;
  readonly read: Runner;
  /** For what changes something: goes into the command log, and runs nothing in a dry run. */
  readonly act: Runner;
  /** Where many questions go at once; without it each batch is a process of its own. */
  readonly session?: VirshSession;
}

/** What a change is for: the domain as it runs and as it is written down, or, while it is shut off, the latter alone. */
export type WhenWords = readonly ['--live', '--config'] | readonly ['--config'];

/** virsh on one driver. Methods carry virsh's own words. A verb may take minutes without KVM, so only what gave the order ends it. */
export class Virsh {
  readonly uri: string;
  readonly #read: Runner;
  readonly #act: Runner;
  readonly #domains: DomainReader;

  constructor({ uri, read, act, session = virshBatch(read, uri) }: VirshOptions) {
    this.uri = uri;
    this.#read = read;
    this.#act = act;
    const refuse = (command: string, stderr: string) => virshError({ machine: read.machine, uri, argv: ['virsh', '-c', uri, ...command.split(' ')], status: 1, stderr });
    this.#domains = new DomainReader(session, driverOf(uri) as DomainDriver, refuse);
  }

  /** Every domain of this driver with all that is shown of it. */
  domains(): Promise<Domain[]> {
    return this.#domains.read();
  }

  async list(): Promise<ListedDomain[]> {
    return parseList(await this.#text(['list', '--all']));
  }

  async domstate(domain: string) {
    return parseDomstate(await this.#of(domain, ['domstate', '--reason']));
  }

  async dominfo(domain: string): Promise<Dominfo> {
    return parseDominfo(await this.#of(domain, ['dominfo']));
  }

  async domiflist(domain: string): Promise<DomainInterface[]> {
    return parseDomiflist(await this.#of(domain, ['domiflist']));
  }

  async domblklist(domain: string): Promise<DomainBlock[]> {
    return parseDomblklist(await this.#of(domain, ['domblklist', '--details']));
  }

  async domifaddr(domain: string, source: 'lease' | 'agent' | 'arp' = 'arp'): Promise<DomainAddress[]> {
    return parseDomifaddr(await this.#of(domain, ['domifaddr', '--source', source]));
  }

  async vcpuinfo(domain: string): Promise<Vcpu[]> {
    return parseVcpuinfo(await this.#of(domain, ['vcpuinfo']));
  }

  async snapshotList(domain: string): Promise<DomainSnapshot[]> {
    return parseSnapshotList(await this.#of(domain, ['snapshot-list']));
  }

  dumpxml(domain: string): Promise<string> {
    return this.#of(domain, ['dumpxml']);
  }

  /** The limits of one NIC, by its device on the outer VM. */
  async domiftune(domain: string, device: string): Promise<Domiftune> {
    return parseDomiftune(await this.#of(domain, ['domiftune', `--interface=${device}`]));
  }

  /** The pty of the console on the outer VM; undefined while the domain is shut off. */
  async ttyconsole(domain: string): Promise<string | undefined> {
    const argv = await this.#argv(domain, ['ttyconsole']);
    const result = await this.#read.run({ argv, env: TOOL_ENV, timeoutMs: READ_LIMIT_MS });
    const stderr = result.stderr.toString('utf8');
    if (result.status !== 0 && stderr.trim() !== '') throw virshError({ machine: this.#read.machine, uri: this.uri, argv, status: result.status, stderr, domain });
    return parseTtyconsole(result.stdout.toString('utf8'));
  }

  start(domain: string): Promise<void> {
    return this.#verb(domain, ['start']);
  }

  shutdown(domain: string): Promise<void> {
    return this.#verb(domain, ['shutdown']);
  }

  destroy(domain: string): Promise<void> {
    return this.#verb(domain, ['destroy']);
  }

  reset(domain: string): Promise<void> {
    return this.#verb(domain, ['reset']);
  }

  suspend(domain: string): Promise<void> {
    return this.#verb(domain, ['suspend']);
  }

  resume(domain: string): Promise<void> {
    return this.#verb(domain, ['resume']);
  }

  /** Whether libvirtd starts it by itself. */
  autostart(domain: string, isOn: boolean): Promise<void> {
    return this.#verb(domain, ['autostart', ...(isOn ? [] : ['--disable'])]);
  }

  /** @param kib in KiB, which is virsh's own unit */
  setmem(domain: string, kib: number, when: WhenWords): Promise<void> {
    return this.#verb(domain, ['setmem', `--size=${kib}`, ...when]);
  }

  /** Only while it is shut off. */
  setmaxmem(domain: string, kib: number): Promise<void> {
    return this.#verb(domain, ['setmaxmem', `--size=${kib}`, '--config']);
  }

  setvcpus(domain: string, count: number, when: WhenWords): Promise<void> {
    return this.#verb(domain, ['setvcpus', `--count=${count}`, ...when]);
  }

  /** How many it could have; only while it is shut off. */
  setMaxVcpus(domain: string, count: number): Promise<void> {
    return this.#verb(domain, ['setvcpus', `--count=${count}`, '--maximum', '--config']);
  }

  /** Puts a file of the outer VM into a drive, in place of what is in it; without a file the drive is emptied. */
  changeMedia(domain: string, target: string, source: string | undefined, when: WhenWords): Promise<void> {
    return this.#verb(domain, ['change-media', `--path=${target}`, ...(source === undefined ? ['--eject'] : [`--source=${source}`, '--update']), ...when]);
  }

  /** Gives it a CD drive with a file of the outer VM in it. SCSI: a drive on IDE or SATA cannot be plugged into a domain that runs. */
  attachCdrom(domain: string, target: string, source: string, when: WhenWords): Promise<void> {
    return this.#verb(domain, ['attach-disk', `--source=${source}`, `--target=${target}`, '--targetbus=scsi', '--type=cdrom', '--mode=readonly', ...when]);
  }

  /** Writes its memory to disk and stops it; the next start goes on from there. */
  managedsave(domain: string): Promise<void> {
    return this.#verb(domain, ['managedsave']);
  }

  snapshotCreateAs(domain: string, name: string): Promise<void> {
    return this.#verb(domain, ['snapshot-create-as', `--name=${name}`]);
  }

  snapshotRevert(domain: string, name: string): Promise<void> {
    return this.#verb(domain, ['snapshot-revert', `--snapshotname=${name}`]);
  }

  snapshotDelete(domain: string, name: string): Promise<void> {
    return this.#verb(domain, ['snapshot-delete', `--snapshotname=${name}`]);
  }

  async #verb(domain: string, words: readonly string[]): Promise<void> {
    await this.#run(this.#act, await this.#argv(domain, words), domain);
  }

  async #of(domain: string, words: readonly string[]): Promise<string> {
    return this.#run(this.#read, await this.#argv(domain, words), domain, READ_LIMIT_MS);
  }

  #text(words: readonly string[]): Promise<string> {
    return this.#run(this.#read, ['virsh', '-c', this.uri, ...words], undefined, READ_LIMIT_MS);
  }

  async #run(runner: Runner, argv: readonly string[], domain?: string, timeoutMs?: number): Promise<string> {
    const result = await runner.run({ argv, env: TOOL_ENV, ...(timeoutMs === undefined ? {} : { timeoutMs }) });
    const failure = { machine: runner.machine, uri: this.uri, argv, status: result.status, stderr: result.stderr.toString('utf8') };
    if (result.status !== 0) throw virshError(domain === undefined ? failure : { ...failure, domain });
    return result.stdout.toString('utf8');
  }

  async #argv(domain: string, [verb = '', ...options]: readonly string[]): Promise<string[]> {
    const word = domainWord(mistakable(domain) ? await this.#uuidOf(domain) : domain);
    return ['virsh', '-c', this.uri, verb, word, ...options];
  }

  /** A name that virsh could take for an id or a UUID is looked up here, so that it means the name and nothing else. */
  async #uuidOf(name: string): Promise<string> {
    const all = parseUuids(await this.#text(['list', '--all', '--uuid', '--name']));
    const found = all.find((each) => each.name === name) ?? all.find((each) => each.uuid === name.toLowerCase());
    if (found === undefined) throw new UsageError({ what: `${this.uri} knows no domain '${name}'`, next: 'labdeck vm list' });
    return found.uuid;
  }
}
