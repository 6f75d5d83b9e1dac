import { type Instance, render } from 'ink';
import { createElement, type ReactNode } from 'react';
import { type Clock, WALL_CLOCK } from '../../model/clock.ts';
import type { Size } from '../layout/arrange.ts';
import type { ThemeStyles } from '../theme.ts';
import type { Abilities } from './abilities.ts';
import { createAgeClock } from './clock.ts';
import { clustersAreFull, forgetClusters } from './clusters.ts';
import { Shown } from './diff.ts';
import { createFrames, type Frames } from './frame.ts';
import { Gate, type Root } from './gate.ts';
import { Grid } from './grid.ts';
import type { Painting } from './screen-context.ts';
import { createSink } from './sink.ts';
import { paintTree } from './walk.ts';

/** The half of a terminal that a screen is painted on. */
export interface Paper {
  readonly size: () => Size;
  readonly write: (frame: string, taken: () => void) => void;
  readonly onResize: (call: () => void) => () => void;
  /** It was somebody else's meanwhile and shows nothing of ours. */
  readonly onEnter: (call: () => void) => void;
}

export interface MountOptions {
  readonly paper: Paper;
  readonly abilities: Abilities;
  /** Asked with each frame: another theme shows with the next one. */
  readonly styles: () => ThemeStyles;
  /** Before each frame that is painted, whether it changes anything or not. */
  readonly before?: () => void;
  /** Told when React gives up on the tree. */
  readonly failed: (error: unknown) => void;
  readonly clock?: Clock;
}

/** A screen: React and Ink lay it out, we paint it. */
export interface Mounted extends Pick<Frames, 'invalidate' | 'urgent' | 'pause' | 'resume'> {
  /** Every cell anew: the terminal shows something that is not ours. */
  readonly repaint: () => void;
  readonly unmount: () => void;
}

/** Has Ink lay out `app` on a terminal that it never sees, and paints what it laid out on `paper`. */
export function mount(app: ReactNode, options: MountOptions): Mounted {
  const { paper, failed } = options;
  const sizes = sizeStore(paper.size());
  const sink = createSink(sizes.get());
  const painter = createPainter(options, sizes.get());
  const { frames } = painter;
  const painting: Painting = { size: sizes.get, onSize: sizes.subscribe, invalidate: frames.invalidate };

  const offResize = paper.onResize(() => {
    sink.resize(paper.size());
    painter.resize(paper.size());
    sizes.set(paper.size());
    frames.invalidate();
  });
  paper.onEnter(() => repaint());
  const ink = start(createElement(Gate, { painting, onRoot: painter.take }, app), sink);
  ink.waitUntilExit().catch(failed);

  function repaint(): void {
    painter.shown.forget();
    frames.invalidate();
  }

  return {
    invalidate: frames.invalidate,
    urgent: frames.urgent,
    pause: frames.pause,
    resume: frames.resume,
    repaint,
    unmount: () => {
      offResize();
      frames.stop();
      painter.ages.stop();
      ink.unmount();
    },
  };
}

function start(tree: ReactNode, { stdout, stdin }: ReturnType<typeof createSink>): Instance {
  return render(tree, { stdout, stdin, stderr: stdout, interactive: true, alternateScreen: false, patchConsole: false, exitOnCtrlC: false });
}

function createPainter({ paper, abilities, styles, before, clock = WALL_CLOCK }: MountOptions, { width, height }: Size) {
  const grid = new Grid(width, height, abilities.glyphs);
  const shown = new Shown();
  let root: Root | undefined;

  function paint(): string {
    if (root?.yogaNode === undefined) return '';
    if (clustersAreFull()) {
      forgetClusters();
      shown.forget();
    }
    before?.();
    ages.begin();
    const looks = styles();
    grid.clear(looks.text);
    paintTree(root, grid, { styles: looks, depth: abilities.depth, showsAge: ages.shows });
    ages.end();
    return shown.update(grid);
  }

  const frames = createFrames({ paint, write: paper.write, clock });
  const ages = createAgeClock(frames.invalidate, clock);
  return {
    frames,
    ages,
    shown,
    resize: (size: Size) => grid.resize(size.width, size.height),
    take: (taken: Root): void => {
      root = taken;
      root.onRender = frames.invalidate;
      root.onImmediateRender = frames.invalidate;
      frames.invalidate();
    },
  };
}

function sizeStore(first: Size) {
  let size = first;
  const calls = new Set<() => void>();
  return {
    get: () => size,
    set: (next: Size) => {
      size = next;
      calls.forEach((call) => call());
    },
    subscribe: (call: () => void) => {
      calls.add(call);
      return () => void calls.delete(call);
    },
  };
}
