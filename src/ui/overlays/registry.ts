import { confirmOverlay } from './confirm.ts';
import { copyOverlay } from './copy.ts';
import { helpOverlay } from './help.ts';
import { lineOverlay } from './line.ts';
import { listOverlay } from './list.ts';
import type { OverlayKind } from './overlay.ts';
import { paletteOverlay } from './palette.ts';
import { promptOverlay } from './prompt.ts';

export const OVERLAYS: readonly OverlayKind[] = [paletteOverlay, helpOverlay, confirmOverlay, promptOverlay, listOverlay, lineOverlay, copyOverlay];

/** @throws for a kind that nobody draws */
export function overlayKindOf(kind: string): OverlayKind {
  const found = OVERLAYS.find((each) => each.kind === kind);
  if (found === undefined) throw new Error(`no overlay is of the kind ${kind}`);
  return found;
}
