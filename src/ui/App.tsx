import { Box } from 'ink';
import { type ReactNode, useSyncExternalStore } from 'react';
import type { Canvas as CanvasArea, StyleName } from './canvas.ts';
import type { PaneBox, Size } from './layout/arrange.ts';
import { Canvas, Frame } from './paint/elements.ts';
import type { EdgeTitle } from './paint/nodes.ts';
import { useSize } from './paint/screen-context.ts';

type Draw = (canvas: CanvasArea) => void;

/** A pane as the frame knows it: asked with every frame that is painted, whatever React thinks has changed. */
export interface PaneFace {
  readonly title: () => EdgeTitle;
  readonly edge: () => StyleName;
  readonly draw: Draw;
}

/** What the screen is made of. The same arrays and functions back mean that nothing moved: React has nothing to do then. */
export interface Face {
  readonly subscribe: (changed: () => void) => () => void;
  /** Where panes stand on the whole screen; none when it is too small for any. */
  readonly boxes: () => readonly PaneBox[];
  /** The smallest terminal that shows anything. */
  readonly needs: () => Size;
  readonly header: Draw;
  readonly footer: Draw;
  readonly pane: (id: string) => PaneFace;
  /** What lies over the panes, on a canvas as large as the screen. */
  readonly over: Draw;
}

/** Header, boxes of panes, footer, and what lies over them. Its state is in stores, none of it here. */
export function App({ face }: { readonly face: Face }): ReactNode {
  const { width, height } = useSize();
  const boxes = useSyncExternalStore(face.subscribe, face.boxes);
  if (boxes.length === 0) return <Canvas width={width} height={height} paint={(canvas) => drawTooSmall(canvas, face.needs())} />;
  return (
    <Box width={width} height={height}>
      <Canvas position="absolute" width={width} height={1} paint={face.header} />
      {boxes.map((box) => <PaneFrame key={box.pane} box={box} face={face.pane(box.pane)} />)}
      <Canvas position="absolute" marginTop={height - 1} width={width} height={1} paint={face.footer} />
      <Canvas position="absolute" width={width} height={height} paint={face.over} />
    </Box>
  );
}

function PaneFrame({ box: { x, y, width, height }, face }: { readonly box: PaneBox; readonly face: PaneFace }): ReactNode {
  return <Frame position="absolute" marginLeft={x} marginTop={y} width={width} height={height} edge={face.edge} title={face.title} paint={face.draw} />;
}

/** Too small for any pane: says what is needed, in words that fit where nothing else does. */
function drawTooSmall(canvas: CanvasArea, { width, height }: Size): void {
  ['labdeck', `needs ${width}x${height}`, `has ${canvas.width}x${canvas.height}`, 'q quits'].forEach((line, row) => canvas.text(0, row, line, row === 0 ? 'title' : 'text'));
}
