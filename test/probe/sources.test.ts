import { describe, expect, it } from 'vitest';
import { EVENT_SOURCES, type News } from '../../src/probe/sources.ts';
import { fixture } from '../parse/fixture.ts';

/** What a source makes of a recorded stream. */
function newsOf(name: string, file: string): News[] {
  const source = EVENT_SOURCES.find((each) => each.name === name);
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

  it('tell interfaces that come and go, not the first picture', () => {
    const news = newsOf('ovsdb-client monitor Interface', 'ovs/monitor-interface.txt');
    expect(whats(news)).toEqual(['vnet10 removed from the switch', 'vnet14 added to the switch']);
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
    expect(whats(news)).toEqual([]);
  });
});
