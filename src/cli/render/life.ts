import type { ServedDocument, UpDocument } from '../../command/life-document.ts';
import { durationText } from '../../model/duration.ts';
import { fieldsText } from './fields.ts';
import { type Column, table } from './table.ts';
import type { View } from './view.ts';

type UpNode = UpDocument['nodes'][number];

const HOW = { running: () => 'up, as it was', restored: (snapshot?: string) => `up, restored from ${snapshot ?? 'a snapshot'}`, booted: () => 'up, booted' } as const;

const COLUMNS: readonly Column<UpNode>[] = [
  { title: 'node', cell: ({ name }) => name },
  { title: 'kind', cell: ({ kind, experimental }) => `${kind ?? ''}${experimental === true ? ' (experimental)' : ''}` },
  { title: 'why', cell: ({ why }) => why },
];

/** `what: why not` by the reason, for several things lack for one and the same. */
function lackLines({ name, lacks = [] }: UpNode): readonly string[] {
  const pairs = lacks.map((lack) => /^(.*?): (.*)$/s.exec(lack)?.slice(1) ?? [lack, 'not supported']);
  const reasons = [...new Set(pairs.map(([, reason]) => reason))];
  return reasons.map((reason) => `${name}: ${reason}: ${pairs.filter(([, each]) => each === reason).map(([what]) => what).join(', ')}`);
}

const SERVED_COLUMNS: readonly Column<ServedDocument['nodes'][number]>[] = [
  { title: 'node', cell: ({ name }) => name },
  { title: 'state', cell: ({ state }) => state },
];

/** An outer VM of somebody else's: how it is reached, and what runs in it. */
function servedText({ lab, how, monitor, serial, way, why, nodes, stale, elapsedMs }: ServedDocument, view: View): string {
  const head = `lab ${lab}: ${HOW[how]()} in ${durationText(elapsedMs)}`;
  const reached = fieldsText({ monitor, serial, commands: way === 'none' ? 'no way in' : `by ${way}`, ...(why === undefined ? {} : { 'no channel': why }) }, view);
  const rows = nodes.length === 0 ? [] : ['', table(SERVED_COLUMNS, nodes, view.width)];
  return [head, reached, ...rows, ...stale.map(({ domain, says, next }) => `${domain}: ${says}: ${next}`)].join('\n');
}

/** How the lab came up, and what its nodes are made of. A container is never passed off as a VM. */
export function upText(document: UpDocument | ServedDocument, view: View): string {
  if ('way' in document) return servedText(document, view);
  if (document.how === undefined) return fieldsText(document, view);
  const stale = document.nodes.filter((node) => node.stale === true).map(({ name }) => `${name} runs with an older definition: labdeck vm shutdown ${name}, then vm start ${name}`);
  const notes = [...document.nodes.flatMap(lackLines), ...stale];
  const head = `lab ${document.lab}: ${HOW[document.how](document.snapshot)} in ${durationText(document.elapsedMs)}`;
  return [head, '', table(COLUMNS, document.nodes, view.width), ...(notes.length === 0 ? [] : ['', ...notes])].join('\n');
}

const WAS = { down: 'was down already', running: 'down', starting: 'down; it was coming up, and that was ended' } as const;

export function downText({ lab, was }: { readonly lab: string; readonly was: keyof typeof WAS }): string {
  return `lab ${lab}: ${WAS[was]}`;
}

export function resetText({ lab, removed }: { readonly lab: string; readonly removed: readonly string[] }): string {
  return [`lab ${lab}: reset, the next up is a first one`, ...removed.map((path) => `removed ${path}`)].join('\n');
}

/** A restore into the lab that runs; where none ran it is an `up` from the snapshot. */
export function restoredText(document: { readonly snapshot: string; readonly elapsedMs: number } & Partial<UpDocument>, view: View): string {
  if (document.how !== undefined) return upText(document as UpDocument, view);
  return `restored ${document.snapshot} in ${durationText(document.elapsedMs)}`;
}
