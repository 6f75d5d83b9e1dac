import { cellsOf, cut, fitted } from '../widgets/cells.ts';
import { type Line, lineText, span } from '../widgets/spans.ts';
import type { TopologyLink, TopologySwitch } from './topology-links.ts';

/** One drawn line; those of a link have its id. */
export interface TopologyLine {
  readonly id?: string;
  readonly line: Line;
}

/** Left of a switch: where the outer VM is plugged in. */
const HOST = '  outer ──┤';
const LEFT = 10;
const WIDEST = 84;

let last: { readonly switches: readonly TopologySwitch[]; readonly width: number; readonly lines: readonly TopologyLine[] } | undefined;

/** Switches as boxes, a line per link: its number, what it is, and what is odd about it. The same lines for the same switches. */
export function topologyLines(switches: readonly TopologySwitch[], width: number): readonly TopologyLine[] {
  if (last?.switches !== switches || last.width !== width) last = { switches, width, lines: drawn(switches, width) };
  return last.lines;
}

function drawn(switches: readonly TopologySwitch[], width: number): readonly TopologyLine[] {
  const left = width >= 50 ? LEFT : 0;
  const inner = Math.max(10, Math.min(WIDEST, width - left - 3));
  return switches.flatMap(({ bridge, links }, index) => [
    ...(index === 0 ? [] : [{ line: [] }]),
    { line: [span(' '.repeat(left)), span('┌', 'border'), ...title(bridge, inner), span('┐', 'border')] },
    ...(links.length === 0 ? [boxed(left, inner, [span(' no ports', 'dim')])] : rows(links, left, inner)),
    { line: [span(' '.repeat(left)), span(`└${'─'.repeat(inner)}┘`, 'border')] },
  ]);
}

function title(bridge: string, inner: number): Line {
  const name = cut(` ${bridge} `, inner);
  const before = Math.floor((inner - cellsOf(name)) / 2);
  return [span('─'.repeat(before), 'border'), span(name, 'title'), span('─'.repeat(inner - cellsOf(name) - before), 'border')];
}

function rows(links: readonly TopologyLink[], left: number, inner: number): readonly TopologyLine[] {
  const name = Math.max(...links.map((link) => cellsOf(link.name)));
  const dev = inner >= 46 ? Math.max(0, ...links.map((link) => cellsOf(link.dev ?? ''))) : 0;
  const shortIp = inner < 70;
  const ip = Math.max(0, ...links.map((link) => ipText(link, shortIp).length));
  return links.map((link) => boxed(left, inner, rowOf(link, { name, dev, ip, shortIp }), link));
}

interface Widths {
  readonly name: number;
  readonly dev: number;
  readonly ip: number;
  readonly shortIp: boolean;
}

const LINKS = { up: span('──', 'good'), down: span('─✗', 'bad'), none: span('··', 'dim') } as const;

function rowOf(link: TopologyLink, { name, dev, ip, shortIp }: Widths): Line {
  return [
    span(` ${link.number.padStart(3)} `, link.state === 'up' ? 'text' : 'dim'),
    LINKS[link.state],
    span(` ${fitted(link.name, name)}`, link.node === undefined ? 'dim' : 'text'),
    ...(dev === 0 ? [] : [span(`  ${fitted(link.dev ?? '', dev)}`, 'dim')]),
    ...(ip === 0 ? [] : [span(`  ${fitted(ipText(link, shortIp), ip)}`)]),
    span(link.words === '' ? '' : `  ${link.words}`, link.style),
  ];
}

/** `.10` where there is little room: the rest is the same for all. */
function ipText({ ip = '' }: TopologyLink, short: boolean): string {
  return short ? ip.replace(/^.*(?=\.)/, '') : ip;
}

function boxed(left: number, inner: number, line: Line, link?: TopologyLink): TopologyLine {
  const isHost = link?.isHost === true && left > 0;
  const lead = isHost ? span(HOST, 'dim') : span(' '.repeat(left));
  const kept = clipped(line, inner);
  const gap = inner - cellsOf(lineText(kept));
  const drawn = [lead, ...(isHost ? [] : [span('│', 'border')]), ...kept, span(' '.repeat(gap)), span('│', 'border')];
  return { ...(link === undefined ? {} : { id: link.id }), line: drawn };
}

function clipped(line: Line, width: number): Line {
  let left = width;
  return line.flatMap((each) => {
    const text = cut(each.text, left);
    left -= cellsOf(text);
    return text === '' ? [] : [{ ...each, text }];
  });
}
