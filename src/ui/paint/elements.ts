import type { BoxProps } from 'ink';
import { createElement, type ReactNode } from 'react';
import type { Canvas as CanvasArea, StyleName } from '../canvas.ts';
import type { PaintProps } from './nodes.ts';
import type { TextWrap } from './text-lines.ts';

type Place = Omit<BoxProps, 'backgroundColor' | 'borderColor'>;

interface CanvasProps extends Place {
  /** Draws it, with every frame: from stores, not from React. What is drawn outside is cut off. */
  readonly paint: (canvas: CanvasArea) => void;
}

/** One node that draws its inside itself, whatever is in it: no element, layout node or measuring per row. */
export function Canvas({ paint, ...place }: CanvasProps): ReactNode {
  return box(place, { paint });
}

export interface FrameProps extends Place, Pick<PaintProps, 'edge' | 'title' | 'paint'> {
  readonly children?: ReactNode;
}

/** A box with a border in the theme's style and titles in its upper edge, both asked for with every frame. Nothing shines through. */
export function Frame({ edge = () => 'border', title, paint, children, ...place }: FrameProps): ReactNode {
  return box({ borderStyle: 'round', ...place }, { edge, opaque: true, ...(title === undefined ? {} : { title }), ...(paint === undefined ? {} : { paint }) }, children);
}

interface WordsProps {
  readonly look?: StyleName;
  readonly wrap?: TextWrap;
  readonly children?: ReactNode;
}

/** Text in a style of the theme. Nested, the inner style adds to the outer one. */
export function Words({ look = 'text', wrap = 'truncate', children }: WordsProps): ReactNode {
  return createElement('ink-text', { style: { flexGrow: 0, flexShrink: 1, flexDirection: 'row', textWrap: wrap }, look } as object, children);
}

function box(place: Place, painted: PaintProps, children?: ReactNode): ReactNode {
  const overflow = place.overflow ?? 'hidden';
  const style = { flexWrap: 'nowrap', flexDirection: 'row', flexGrow: 0, flexShrink: 1, overflowX: overflow, overflowY: overflow, ...place };
  return createElement('ink-box', { style, ...painted } as object, children);
}
