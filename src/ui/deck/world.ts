import { BUILT_IN, type Keymap } from '../../keymap/keymap.ts';
import { withUserKeys } from '../../keymap/user-keys.ts';
import type { LabState, ScreenFiles } from '../../store/state.ts';
import { remembered } from '../../store/select/remembered.ts';
import { SCREEN_ACTS } from '../acts/screen-acts.ts';
import { LAYOUTS, THEMES } from '../built-in.ts';
import type { Request, World } from '../overlays/overlay.ts';
import type { Pane } from '../pane.ts';
import { shownView } from '../screen/look.ts';
import type { ScreenState } from '../screen/state.ts';
import type { Stage } from './stage.ts';

/** The key table as the user's keymap file changes it. */
export const keymapIn = remembered((state: LabState) => [state.screen.keymap] as const, (keymap): Keymap => (keymap === undefined ? BUILT_IN : withUserKeys(keymap.keys)));

/** Layouts and themes by name: the user's own before those that are built in. */
export const layoutsIn = remembered((state: LabState) => [state.screen.layouts] as const, (layouts): ScreenFiles['layouts'] => ({ ...LAYOUTS, ...layouts }));
export const themesIn = remembered((state: LabState) => [state.screen.themes] as const, (themes): ScreenFiles['themes'] => ({ ...THEMES, ...themes }));

/** Verbs of panes that do something in this one: its own, what it opens and takes, and those of the screen. */
function actsOf({ acts, opens, input, writes = {}, columns }: Pane): readonly string[] {
  const opened = opens === undefined && input === undefined ? [] : ['pane.open'];
  return [...Object.keys(SCREEN_ACTS), ...Object.keys(acts), ...Object.keys(writes), ...opened, ...(columns === undefined ? [] : ['table.columns'])];
}

/** What keys and overlays see of everything else. */
export function worldOf(stage: Stage, screen: ScreenState, recent: readonly string[], last: Request | undefined): World {
  const focused = stage.focused();
  const view = focused === undefined ? undefined : stage.view(focused.pane);
  const input = view === undefined ? undefined : focused?.pane.input?.(view);
  return {
    lab: stage.state,
    keymap: keymapIn(stage.state),
    scope: stage.scope(),
    target: view === undefined ? {} : (focused?.pane.target?.(view) ?? {}),
    readonly: screen.readonly,
    armed: screen.armed,
    views: Object.entries(screen.layouts).map(([name, { title }]) => ({ name, title })),
    themes: Object.keys(themesIn(stage.state)),
    theme: screen.theme,
    view: shownView(screen),
    recent,
    ...(focused === undefined ? {} : { acts: actsOf(focused.pane) }),
    ...(last === undefined ? {} : { last }),
    ...(input === undefined ? {} : { input }),
  };
}
