import { valueOf } from '../model/reading.ts';
import type { LabState } from '../store/state.ts';

/** Whether the monitor last said that this lab has no QEMU. */
export function isDown(state: LabState): boolean {
  return valueOf(state.outer)?.state === 'off';
}

/** Why nothing inside the outer VM can answer, or undefined. */
export function outerSilent(state: LabState): string | undefined {
  const outer = valueOf(state.outer);
  if (outer === undefined) return undefined;
  if (outer.state === 'off') return `lab ${state.wanted.name} is down: labdeck up`;
  if (outer.panicked !== undefined || outer.state === 'guest-panicked') return 'the outer kernel panicked: labdeck snapshot restore ready';
  return outer.state === 'paused' ? 'the outer VM is paused: labdeck qmp cont' : undefined;
}

/** Why the monitor cannot answer, or undefined. */
export function monitorSilent(state: LabState): string | undefined {
  return isDown(state) ? `lab ${state.wanted.name} is down: labdeck up` : undefined;
}
