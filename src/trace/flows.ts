// Flows: every transfer that carries anything of a seed, with how much under each convention. What graphs are drawn from.

import type { ConventionName } from './conventions/convention.ts';
import type { Flow } from './findings.ts';
import { sumOf } from './lots.ts';
import type { Leg } from './timeline.ts';
import type { Walk } from './walk.ts';

/** In chain order. Under poison each seed is asked alone: over several the reach of a transfer is that transfer. */
export function flowsOf({ explored: { timeline, question }, swepts }: Walk): Flow[] {
  const flows = new Map<number, Map<ConventionName, bigint>>();
  for (const { convention, carried } of swepts)
    for (const [index, lots] of carried) {
      // Anyone can forge them, and a decoy must not be drawn.
      if (question.excluded?.has((timeline.legs[index] as Leg).transfer.asset) === true) continue;
      const amounts = flows.get(index) ?? new Map<ConventionName, bigint>();
      flows.set(index, amounts);
      amounts.set(
        convention.name,
        convention.conserving ? sumOf(lots) : (timeline.legs[index] as Leg).transfer.amount,
      );
    }
  return [...flows]
    .sort(([a], [b]) => a - b)
    .map(([index, amounts]) => ({ transfer: (timeline.legs[index] as Leg).transfer, amounts }));
}
