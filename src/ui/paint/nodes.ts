import type { DOMElement } from 'ink';
import type { Canvas, StyleName } from '../canvas.ts';

/** Ink's laid out nodes, and the words that only this painter reads: Ink keeps props it does not know as attributes. */
export type BoxNode = DOMElement;
export type ChildNode = DOMElement['childNodes'][number];

/** What stands in the upper edge of a box; the right half gives way first. */
export interface EdgeTitle {
  readonly left: string;
  readonly right?: string;
}

export interface PaintProps {
  /** Draws the inside of an `ink-box`. */
  readonly paint?: (canvas: Canvas) => void;
  /** The style of its border, in place of Ink's colours. */
  readonly edge?: () => StyleName;
  readonly title?: () => EdgeTitle;
  /** Nothing below it shines through. */
  readonly opaque?: boolean;
  /** The style of an `ink-text`. */
  readonly look?: StyleName;
}

export const paintProps = (node: BoxNode): PaintProps => node.attributes as unknown as PaintProps;

/** Yoga's DISPLAY_NONE. */
const HIDDEN = 1;

export interface NodeArea {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where a node stands on the screen; undefined for one that is not laid out or not displayed. */
export function areaOf({ yogaNode }: BoxNode, x: number, y: number): NodeArea | undefined {
  if (yogaNode === undefined || yogaNode.getDisplay() === HIDDEN) return undefined;
  return {
    x: x + Math.round(yogaNode.getComputedLeft()),
    y: y + Math.round(yogaNode.getComputedTop()),
    width: Math.round(yogaNode.getComputedWidth()),
    height: Math.round(yogaNode.getComputedHeight()),
  };
}
