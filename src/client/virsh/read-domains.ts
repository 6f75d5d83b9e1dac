import type { Domain, DomainDriver } from '../../model/domain.ts';
import { parseUuids } from '../../parse/virsh/list.ts';
import { unsupportedCall, virshFault } from '../../parse/virsh/fault.ts';
import type { Answer } from '../../parse/virsh/transcript.ts';
import { type Domstats, parseDomstats } from '../../parse/virsh/domstats.ts';
import { parseDumpxml } from '../../parse/virsh/dumpxml.ts';
import { parseDomstate } from '../../parse/virsh/domstate.ts';
import { joinDomain } from './join-domain.ts';
import type { VirshSession } from './session.ts';

/** Turns an answer that is an error into the error it is. */
export type Refuse = (command: string, error: string) => Error;

const ALL = 'list --all --uuid';
const AUTOSTART = 'list --all --uuid --autostart';
const STATS = 'domstats --raw';
const PER_DOMAIN = 2;

/**
 * Every domain of one driver, in one question to virsh: the lists, all statistics, and two commands for each domain known from last time. Domains that are new
 * cost a second question; one that is gone in between is left out.
 */
export class DomainReader {
  readonly #session: VirshSession;
  readonly #driver: DomainDriver;
  readonly #refuse: Refuse;
  #known: readonly string[] = [];
  /** What the driver said it cannot do at all; it is not asked again. */
  #unsupported: readonly string[] = [];

  constructor(session: VirshSession, driver: DomainDriver, refuse: Refuse) {
    this.#session = session;
    this.#driver = driver;
    this.#refuse = refuse;
  }

  async read(): Promise<Domain[]> {
    const asked = this.#known;
    const withStats = this.#unsupported.length === 0;
    const lists = [ALL, AUTOSTART, ...(withStats ? [STATS] : [])];
    const answers = await this.#session.ask([...lists, ...asked.flatMap(perDomain)]);
    const uuids = parseUuids(this.#text(ALL, answers[0])).map(({ uuid }) => uuid);
    const autostart = new Set(parseUuids(this.#text(AUTOSTART, answers[1])).map(({ uuid }) => uuid));
    const stats = withStats ? this.#stats(answers[2]) : new Map<string, Domstats>();
    const told = new Map(asked.map((uuid, index) => [uuid, answers.slice(lists.length + index * PER_DOMAIN)]));
    await this.#askFor(uuids.filter((uuid) => !told.has(uuid)), told);
    this.#known = uuids;
    return uuids.flatMap((uuid) => this.#domain(uuid, told.get(uuid) ?? [], stats, autostart.has(uuid)));
  }

  async #askFor(uuids: readonly string[], told: Map<string, readonly Answer[]>): Promise<void> {
    if (uuids.length === 0) return;
    const answers = await this.#session.ask(uuids.flatMap(perDomain));
    for (const [index, uuid] of uuids.entries()) told.set(uuid, answers.slice(index * PER_DOMAIN));
  }

  #stats(answer: Answer | undefined): Map<string, Domstats> {
    if (answer !== undefined && !answer.ok && virshFault(answer.error) === 'unsupported') {
      this.#unsupported = [unsupportedCall(answer.error) ?? STATS];
      return new Map();
    }
    return parseDomstats(this.#text(STATS, answer).replace(/\n+$/, '\n'));
  }

  #domain(uuid: string, [xml, state]: readonly Answer[], stats: ReadonlyMap<string, Domstats>, autostart: boolean): Domain[] {
    if (isGone(xml) || isGone(state)) return [];
    const [dumpxml, domstate] = perDomain(uuid);
    const facts = parseDumpxml(this.#text(dumpxml, xml));
    const parts = { xml: facts, ...parseDomstate(this.#text(domstate, state)), stats: stats.get(facts.name), autostart };
    return [joinDomain(this.#driver, parts, this.#unsupported)];
  }

  #text(command: string, answer: Answer | undefined): string {
    if (answer?.ok === true) return answer.text;
    throw this.#refuse(command, answer?.error ?? 'error: no answer');
  }
}

function perDomain(uuid: string): [string, string] {
  return [`dumpxml --domain ${uuid}`, `domstate --reason --domain ${uuid}`];
}

function isGone(answer: Answer | undefined): boolean {
  return answer?.ok === false && virshFault(answer.error) === 'no-domain';
}
