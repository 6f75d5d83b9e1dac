import type { Rates } from '../../model/rates.ts';
import type { LabState } from '../../store/state.ts';

/** Rates, while they are read: an old rate says nothing of now, unlike an old state. */
export function liveRates({ rates }: Pick<LabState, 'rates'>): Rates | undefined {
  return rates.state === 'fresh' ? rates.value : undefined;
}
