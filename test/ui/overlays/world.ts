import { BUILT_IN } from '../../../src/keymap/keymap.ts';
import type { WantedNode } from '../../../src/model/lab.ts';
import { fresh } from '../../../src/model/reading.ts';
import type { LabState } from '../../../src/store/state.ts';
import { dispatch, type Front, type Outcome } from '../../../src/ui/input/dispatch.ts';
import type { InputEvent } from '../../../src/ui/input/events.ts';
import { Decoder } from '../../../src/ui/input/decoder.ts';
import type { World } from '../../../src/ui/overlays/overlay.ts';
import { overlayKindOf } from '../../../src/ui/overlays/registry.ts';
import type { Overlay } from '../../../src/ui/screen/state.ts';
import { upState } from '../../cli/made-lab.ts';
import { TextCanvas } from '../text-canvas.ts';

export const LAB: LabState = { ...upState(), snapshots: fresh([{ id: '1', name: 'ready', vmStateBytes: 1, savedAt: 1 }, { id: '2', name: 'before-upgrade', vmStateBytes: 1, savedAt: 2 }], 1) };

/** A lab in which some nodes are protected. */
export function guarded(...names: readonly string[]): LabState {
  const nodes = LAB.wanted.nodes.map((node): WantedNode => (names.includes(node.name) ? { ...node, protected: true } : node));
  return { ...LAB, wanted: { ...LAB.wanted, nodes } };
}

export const SCREEN = { width: 80, height: 24 };

export function worldWith(more: Partial<World> = {}): World {
  return {
    lab: LAB,
    keymap: BUILT_IN,
    scope: 'nodes',
    target: { node: ['n100-1'] },
    readonly: false,
    armed: 'run',
    views: [{ name: 'overview', title: 'Overview' }, { name: 'nodes', title: 'Nodes' }],
    themes: ['dark', 'light'],
    recent: [],
    ...more,
  };
}

/** A screen that does what is shown and closed, and remembers the rest. */
export class Hands {
  overlay: Overlay | undefined;
  readonly done: Exclude<Outcome, { do: 'show' | 'close' }>[] = [];
  world: World;

  constructor(world: World = worldWith()) {
    this.world = world;
  }

  /** Types bytes as a terminal sends them. */
  type(bytes: string): this {
    const decoder = new Decoder();
    for (const event of [...decoder.push(Buffer.from(bytes)), ...decoder.settle()]) this.event(event);
    return this;
  }

  event(event: InputEvent): this {
    for (const outcome of dispatch(event, this.world, this.front)) {
      if (outcome.do === 'show') this.overlay = outcome.overlay;
      else if (outcome.do === 'close') this.overlay = undefined;
      else this.done.push(outcome);
    }
    return this;
  }

  get front(): Front | undefined {
    return this.overlay === undefined ? undefined : { overlay: this.overlay, x: 2, y: 2, room: this.#room(this.overlay) };
  }

  /** What was done since it was last asked. */
  take(): readonly unknown[] {
    return this.done.splice(0);
  }

  /** The inside of the box, with its title above. */
  picture(): string {
    if (this.overlay === undefined) return '';
    const kind = overlayKindOf(this.overlay.kind);
    const { width, height } = this.#room(this.overlay);
    const canvas = new TextCanvas(width, height);
    kind.draw(canvas, this.overlay, this.world);
    return `${kind.title(this.overlay, this.world)}\n${canvas.toString()}`;
  }

  #room(overlay: Overlay): { readonly width: number; readonly height: number } {
    return overlayKindOf(overlay.kind).size(overlay, this.world, SCREEN);
  }
}
