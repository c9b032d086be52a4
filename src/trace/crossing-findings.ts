// What is said about crossings: both amounts, and the tainted part of each under every convention.
import type { AssetId } from '../model/asset.ts';
import type { CrossingFinding } from './findings.ts';
import type { Walk } from './walk.ts';

export function crossingFindings({
  explored: { timeline },
  swepts,
  headline,
}: Pick<Walk, 'swepts' | 'headline'> & {
  readonly explored: Pick<Walk['explored'], 'timeline'>;
}): CrossingFinding[] {
  const sum = (bySeed: ReadonlyMap<number, bigint> | undefined): bigint =>
    [...(bySeed?.values() ?? [])].reduce((total, amount) => total + amount, 0n);
  const most = (bySeed: ReadonlyMap<number, bigint> | undefined): bigint =>
    [...(bySeed?.values() ?? [])].reduce((high, amount) => (amount > high ? amount : high), 0n);
  return [
    ...headline.crossed.map(({ of: { crossing, gives, gets, x, y } }, index): CrossingFinding => {
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
    ...headline.refused.map(
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
