import { Box, type DOMElement } from 'ink';
import { createElement, type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { type Painting, PaintingContext, useSize } from './screen-context.ts';

/** A root of Ink's whose renders were taken over. */
export type Root = DOMElement;

interface GateProps {
  readonly painting: Painting;
  readonly onRoot: (root: Root) => void;
  readonly children?: ReactNode;
}

/**
 * The first commit is an empty box, which costs Ink nothing to draw; then the root's two render functions are ours, and the app is
 * mounted behind it.
 */
export function Gate({ painting, onRoot, children }: GateProps): ReactNode {
  return createElement(PaintingContext, { value: painting }, createElement(Whole, { onRoot }, children));
}

function Whole({ onRoot, children }: Omit<GateProps, 'painting'>): ReactNode {
  const ref = useRef<DOMElement>(null);
  const [ready, setReady] = useState(false);
  const { width, height } = useSize();
  useLayoutEffect(() => {
    onRoot(rootOf(ref.current));
    setReady(true);
  }, [onRoot]);
  return createElement(Box, { ref, width, height, flexDirection: 'column', overflow: 'hidden' }, ready ? children : null);
}

/** @throws when Ink's tree is not what it was: the version of Ink is pinned for this */
function rootOf(node: DOMElement | null): Root {
  let root = node;
  while (root?.parentNode) root = root.parentNode;
  if (root?.nodeName !== 'ink-root' || typeof root.onRender !== 'function') throw new Error('this version of Ink has no root that can be painted');
  return root;
}
