import type { LayoutConfig } from '../../config/layout.ts';
import type { LabState } from '../../store/state.ts';
import type { Size } from '../layout/arrange.ts';
import type { Tweaks } from '../layout/tweaks.ts';

/** Something said to the operator; it stays in the list when it has left the screen. */
export interface Notice {
  /** Unix milliseconds. */
  readonly at: number;
  readonly tone: 'info' | 'good' | 'warn' | 'bad';
  readonly text: string;
}

/** What lies over the panes: palette, help, a question. Its other fields belong to whoever draws that kind. */
export interface Overlay {
  readonly kind: string;
  readonly [field: string]: unknown;
}

/** What the next command does: run, be shown, or be copied. The last two hold for one command. */
export type Armed = 'run' | 'dry-run' | 'copy';

/** Everything a screen is beside the lab it shows: plain data of this front end alone. */
export interface ScreenState {
  /** The whole terminal. */
  readonly size: Size;
  readonly layouts: Readonly<Record<string, LayoutConfig>>;
  /** Views that were shown, the one that is shown last; never empty. */
  readonly views: readonly string[];
  /** The focused pane, by view. */
  readonly focus: Readonly<Record<string, string>>;
  /** Zoom, weights and swapped panes, by view. */
  readonly tweaks: Readonly<Record<string, Tweaks>>;
  /** Cursor, sort, filter, marks, …: what each pane keeps for itself, the same in every view that shows it. */
  readonly panes: Readonly<Record<string, unknown>>;
  /** The node that was opened last: what panes about one node show where no other pane stands on one. */
  readonly about?: string;
  /** The lab as it was when the screen was held still. */
  readonly frozen?: { readonly state: LabState; readonly at: number };
  readonly readonly: boolean;
  /** Whether clicks come to us; else the terminal selects text with them. */
  readonly mouse: boolean;
  readonly armed: Armed;
  readonly overlay?: Overlay;
  /** The newest 50, the newest last. */
  readonly notices: readonly Notice[];
  readonly theme: string;
}

/** What a screen begins with. */
export interface ScreenStart {
  readonly size: Size;
  readonly layouts: Readonly<Record<string, LayoutConfig>>;
  readonly view?: string;
  readonly readonly?: boolean;
  readonly mouse?: boolean;
  readonly theme?: string;
}

export function firstScreen({ size, layouts, view = 'overview', readonly = false, mouse = true, theme = 'default' }: ScreenStart): ScreenState {
  const shown = view in layouts ? view : (Object.keys(layouts)[0] ?? view);
  return { size, layouts, views: [shown], focus: {}, tweaks: {}, panes: {}, readonly, mouse, armed: 'run', notices: [], theme };
}
