// The inferred deposit addresses that a walk met, for the findings: those that stand in its timeline.
import type { Deposit } from '../../labels/deposits/judgement.ts';
import type { OwnerPlace } from '../../model/place.ts';
import type { Walk } from '../walk.ts';

/** By chain and address. `display` is told every place that they name. */
export function depositsMet({ deposits, explored }: Walk, display: (place: OwnerPlace) => string): Deposit[] {
  const met = [...deposits]
    .filter(([key]) => explored.timeline.placeIndex.has(key))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, deposit]) => deposit);
  for (const { place, sweeps } of met) for (const at of [place, ...sweeps.map(({ to }) => to)]) display(at);
  return met;
}
