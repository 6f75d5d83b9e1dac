/**
 * Where keys are looked up: first what has the keyboard, then outward. A pane that is no row of this table has no keys of its own, and those of
 * `pane`.
 */
export interface Scope {
  readonly scope: string;
  readonly title: string;
  readonly outward?: string;
}

const row = (scope: string, title: string, outward?: string): Scope => ({ scope, title, ...(outward === undefined ? {} : { outward }) });

export const SCOPES: readonly Scope[] = [
  row('global', 'Everywhere'),
  row('pane', 'In every pane', 'global'),
  row('table', 'In tables', 'pane'),
  row('text', 'In text', 'pane'),
  row('nodes', 'Nodes', 'table'),
  row('node', 'A node', 'text'),
  row('outer-vm', 'Outer VM', 'pane'),
  row('fabric', 'Fabric', 'table'),
  row('topology', 'Topology', 'pane'),
  row('flows', 'Flows', 'table'),
  row('xray', 'X-ray', 'pane'),
  row('snapshots', 'Snapshots', 'table'),
  row('timeline', 'Timeline', 'table'),
  row('command-log', 'Command log', 'table'),
  row('serial', 'Serial', 'text'),
  row('monitor', 'Monitor', 'text'),
  row('overlay', 'In front of the panes'),
  row('line', 'Where text is written', 'overlay'),
  row('overlay.list', 'Lists', 'overlay'),
  row('overlay.help', 'Help', 'overlay.list'),
  row('overlay.menu', 'Menus', 'overlay.list'),
  row('overlay.copy', 'Copy mode', 'overlay.list'),
  // Enter is no answer to it: nothing is outward.
  row('overlay.confirm', 'A question'),
  row('overlay.typed', 'A question that wants a name', 'line'),
  row('overlay.palette', 'Palette', 'line'),
  row('overlay.prompt', 'A question for a word', 'line'),
  row('overlay.line', 'Filter, search, monitor line', 'line'),
];

/** A scope and those outward of it. */
export function chainOf(scope: string): readonly string[] {
  const known = SCOPES.find((each) => each.scope === scope);
  if (known === undefined) return [scope, ...chainOf('pane')];
  return known.outward === undefined ? [scope] : [scope, ...chainOf(known.outward)];
}

export function scopeTitle(scope: string): string {
  return SCOPES.find((each) => each.scope === scope)?.title ?? scope;
}

/** Scopes of what lies over the panes: the panes' own rules for keys do not reach there. */
export function isOverPanes(scope: string): boolean {
  return scope === 'overlay.confirm' || chainOf(scope).includes('overlay');
}
