import type { Pane } from '../pane.ts';
import { fabricPane } from './fabric.ts';
import { nodesPane } from './nodes.ts';
import { outerVmPane } from './outer-vm.ts';
import { timelinePane } from './timeline.ts';

/** Every pane that a layout can name. */
export const PANES: readonly Pane[] = [nodesPane, outerVmPane, fabricPane, timelinePane];

export function paneById(id: string): Pane | undefined {
  return PANES.find((pane) => pane.id === id);
}
