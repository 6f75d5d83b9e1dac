import { type Layer, type LayerName, LAYERS } from '../../model/layer.ts';
import { valueOf } from '../../model/reading.ts';
import type { LabState } from '../state.ts';
import { remembered } from './remembered.ts';

/** Every layer from the outside in; one that nobody read yet is `unknown`, not missing. */
export const layers = remembered(
  (state: LabState) => [state.layers] as const,
  (known): readonly Layer[] => LAYERS.map((name) => known.find((layer) => layer.name === name) ?? neverRead(name)),
);

function neverRead(name: LayerName): Layer {
  return { name, state: 'unknown', says: 'not read yet', since: 0, at: 0 };
}

/** Whether no QEMU of this lab is known to run: what was never read counts as down. */
export function labIsDown(state: LabState): boolean {
  const outer = valueOf(state.outer);
  return outer === undefined || outer.state === 'off';
}
