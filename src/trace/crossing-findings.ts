// What is said about crossings: both amounts, and the tainted part of each under every convention.
import type { AssetId } from '../model/asset.ts';
import { placeCrossings } from './crossings.ts';
import type { CrossingFinding } from './findings.ts';
import type { Walk } from './walk.ts';

export function crossingFindings({ explored: { timeline, question }, swepts }: Walk): CrossingFinding[] {
  const { placed, refused } = placeCrossings(timeline, question);
  const sum = (bySeed: ReadonlyMap<number, bigint> | undefined): bigint =>
    [...(bySeed?.values() ?? [])].reduce((total, amount) => total + amount, 0n);
  const most = (bySeed: ReadonlyMap<number, bigint> | undefined): bigint =>
    [...(bySeed?.values() ?? [])].reduce((high, amount) => (amount > high ? amount : high), 0n);
  return [
    ...placed.map(({ crossing, gives, gets, x, y }, index): CrossingFinding => {
      const asset = (of: number): AssetId => timeline.assets[of] as AssetId;
      return {
        crossing,
        given: { asset: asset(gives), amount: x },
        received: { asset: asset(gets), amount: y },
        // The reach of several seeds is one payment, not its multiple.
        amounts: new Map(
          swepts.map(({ convention, crossed }) => {
            const over = convention.conserving ? sum : most;
            return [
              convention.name,
              { given: over(crossed[index]?.given), received: over(crossed[index]?.received) },
            ];
          }),
        ),
        refused: undefined,
      };
    }),
    ...refused.map(
      ({ crossing, why }): CrossingFinding => ({
        crossing,
        given: undefined,
        received: undefined,
        amounts: new Map(),
        refused: why,
      }),
    ),
  ];
}
