import { describe, expect, it } from 'vitest';
import { eventSources, type News } from '../../src/probe/sources.ts';
import { fixture } from '../parse/fixture.ts';

/** What a source makes of a recorded stream. */
function newsOf(name: string, file: string): News[] {
  const source = eventSources().find((each) => each.name === name);
  if (source === undefined) throw new Error(`no source ${name}`);
  const lines = fixture(`debian12-host/${file}`).trimEnd().split('\n');
  return [...lines, 'a line that no tool prints', ''].map((line) => source.read(line)).filter((news) => news !== undefined);
}

const whats = (news: readonly News[]) => news.map(({ event }) => event?.what).filter((what) => what !== undefined);

describe('event sources', () => {
  it('tell what libvirt tells, and wake what a start or a stop changes', () => {
    const news = newsOf('virsh event lxc:///system', 'virsh/event-lxc.txt');
    expect(whats(news)).toEqual(['n100-3: Stopped Destroyed', 'n100-3: Started Booted']);
    expect(news[0]?.wakes).toEqual(expect.arrayContaining(['domains', 'bridges', 'tc', 'links', 'leases']));
    expect(news[0]?.event?.at).toBe(Date.UTC(2026, 10, 21, 7, 48, 58, 649));
  });

  it('tell interfaces that come and go, and their links, not the first picture', () => {
    const news = newsOf('ovsdb-client monitor Interface', 'ovs/monitor-interface.txt');
    expect(whats(news)).toEqual(['vnet10 removed from the switch', 'vnet14 added to the switch', 'vnet14 link_state up']);
    expect(news).toHaveLength(5);
  });

  it('wake for every qdisc, class and filter, and list only what is news', () => {
    const news = newsOf('tc monitor', 'tc/monitor.txt');
    expect(new Set(news.flatMap(({ wakes }) => wakes))).toEqual(new Set(['tc']));
    expect(whats(news).some((what) => what.startsWith('class'))).toBe(false);
    expect(whats(news).at(-1)).toBe('deleted qdisc netem 1de7: dev vnet9 root limit 1000 delay 10ms');
  });

  it('wake links and leases', () => {
    const news = newsOf('ip monitor', 'ip/monitor.txt');
    expect(new Set(news.flatMap(({ wakes }) => wakes))).toEqual(new Set(['links', 'leases']));
  });

  it('tell of links what changed, once, with the device it is about', () => {
    const news = newsOf('ip monitor', 'ip/monitor.txt');
    expect(whats(news)).toEqual(['vnet10 state DOWN, set down', 'vnet10 deleted', 'vnet15 state DOWN, set down', 'vnet14 state DOWN, set down', 'vnet14 state LOWERLAYERDOWN', 'vnet15 deleted', 'vnet14 state UP']);
    expect(news.flatMap(({ event }) => event?.about ?? []).at(-1)).toBe('vnet14');
  });

  it('tell an error of an interface, and that it is gone, with what else changed in the same moment', () => {
    const read = eventSources().find(({ name }) => name.endsWith('Interface'))?.read;
    const headings = ['row', 'action', 'name', 'ofport', 'admin_state', 'link_state', 'error'];
    const line = (...data: unknown[]) => JSON.stringify({ data, headings });
    const none = ['set', []];
    expect(read?.(line(['u', 'old', null, 4, 'up', null, none], ['', 'new', 'vnet3', -1, 'down', 'up', 'could not open network device'])))
      .toEqual({ wakes: ['bridges', 'fdb'], event: { source: 'ovsdb', what: 'vnet3 admin_state down, error could not open network device', about: 'vnet3' } });
    expect(read?.(line(['u', 'old', null, null, null, null, 'gone'], ['', 'new', 'vnet3', 4, 'up', 'up', none]))?.event?.what).toBe('vnet3 error none');
    expect(read?.(line(['u', 'old', null, 3, null, null, null], ['', 'new', 'vnet3', 4, 'up', 'up', none]))).toEqual({ wakes: ['bridges', 'fdb'] });
  });
});
