import type { LabState } from '../../store/state.ts';
import { pane, type PaneAct, type PaneView } from '../pane.ts';
import type { Empty } from '../widgets/empty.ts';
import { drawText, FIRST_LINES, type HasText, textHead, textParts, textSource } from '../widgets/pane-text.ts';

interface Own extends HasText {
  /** The log that is shown: what its source has behind `log:`. */
  readonly log: string;
}

const WHY: Readonly<Record<string, string>> = {
  keeper: 'the keeper has written nothing yet',
  qemu: 'QEMU has written nothing: it does so when something is wrong',
  build: 'nothing was built on this machine yet',
};

/** Logs that can be shown: the keeper's, QEMU's, the newest of a build, and those of the build's steps that were seen. */
export function logsOf({ progress }: Pick<LabState, 'progress'>): readonly string[] {
  const steps = progress.filter(({ job }) => job === 'build').map(({ step }) => `build:${step.replaceAll(' ', '-')}`);
  return [...new Set(['keeper', 'qemu', 'build', ...steps])];
}

function choose(by: 1 | -1): PaneAct<Own> {
  return ({ own, state }) => {
    const logs = logsOf(state);
    const next = logs[(logs.indexOf(own.log) + by + logs.length) % logs.length] ?? 'keeper';
    return next === own.log ? own : { ...own, ...FIRST_LINES, log: next };
  };
}

function emptyOf({ own }: PaneView<Own>): Empty {
  return { why: WHY[own.log] ?? `the build step ${own.log.slice('build:'.length)} has written nothing`, press: '←/→ shows another log' };
}

const PARTS = textParts<Own>();

/** What is written to disk by the keeper, by QEMU and by the steps of a build. */
export const logPane = pane<Own>({
  id: 'log',
  title: 'Log',
  scope: 'text',
  shows: ['progress'],
  initial: { ...FIRST_LINES, log: 'keeper' },
  head: ({ own, rows }) => {
    const { count = '', mode = '' } = textHead(own, rows);
    return { count: `‹ ${own.log} › ${count}`, mode };
  },
  draw: (canvas, view) => drawText(canvas, view, emptyOf(view)),
  ...PARTS,
  acts: { ...PARTS.acts, 'pane.left': choose(-1), 'pane.right': choose(1) },
  source: ({ own }, size) => textSource(`log:${own.log}`, own, size),
});
