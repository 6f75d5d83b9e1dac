import type { Front } from '../input/dispatch.ts';
import type { OverlayKind, World } from '../overlays/overlay.ts';
import { overlayKindOf } from '../overlays/registry.ts';
import type { ScreenState } from '../screen/state.ts';
import { insideOf, type Stage } from './stage.ts';

/** What lies over the panes with the inside of its box; undefined when nothing does. */
export function frontOf(stage: Stage, screen: ScreenState, world: () => World): (Front & { readonly kind: OverlayKind }) | undefined {
  const { overlay, size } = screen;
  if (overlay === undefined) return undefined;
  const kind = overlayKindOf(overlay.kind);
  const pane = kind.place === 'pane' ? stage.focused()?.box : undefined;
  if (pane !== undefined) return { overlay, kind, x: pane.x + 1, y: pane.y + 1, room: insideOf(pane) };
  const wanted = kind.size(overlay, world(), size);
  if (kind.place === 'bottom') return { overlay, kind, x: 0, y: size.height - wanted.height, room: { width: size.width, height: wanted.height } };
  const room = { width: Math.max(1, Math.min(wanted.width, size.width - 2)), height: Math.max(1, Math.min(wanted.height, size.height - 2)) };
  return { overlay, kind, x: Math.floor((size.width - room.width) / 2), y: Math.max(1, Math.floor((size.height - room.height) / 3)), room };
}
