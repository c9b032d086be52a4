// The seeds of one sweep by rank, and where each of them stands: at a place, or on a payment.
import { claimName, coinClaim, type Question, type ResolvedSeed, transferClaim } from '../question.ts';
import type { Timeline } from '../timeline.ts';

export const NOBODY = -1;

export interface RankedSeeds {
  /** By rank: order of first injection, then id. */
  readonly seeds: readonly ResolvedSeed[];
  /** Rank of the wallet seed at each place, or NOBODY. */
  readonly at: Int32Array;
  /** Ranks of the payment seeds that claim a transfer or a coin, by `claimName`. */
  readonly claims: ReadonlyMap<string, readonly number[]>;
}

export function rankedSeeds(timeline: Timeline, question: Question): RankedSeeds {
  const seeds = ranked(timeline, question);
  const at = new Int32Array(timeline.keys.length).fill(NOBODY);
  const claims = new Map<string, number[]>();
  for (const [rank, seed] of seeds.entries()) {
    if (seed.kind === 'wallet') {
      for (const key of seed.places) {
        const place = timeline.placeIndex.get(key);
        if (place !== undefined) at[place] = rank;
      }
    } else {
      const name = claimName(seed);
      claims.set(name, [...(claims.get(name) ?? []), rank]);
    }
  }
  return { seeds, at, claims };
}

/** Seeds by first position in the timeline, then id: the order in which units left over are given out. */
function ranked(timeline: Timeline, question: Question): ResolvedSeed[] {
  const first = new Map<ResolvedSeed, number>();
  const wallets = new Map<string, ResolvedSeed>();
  const payments = new Map<string, ResolvedSeed[]>();
  for (const seed of question.seeds)
    if (seed.kind === 'wallet') for (const place of seed.places) wallets.set(place, seed);
    else {
      const name = claimName(seed);
      payments.set(name, [...(payments.get(name) ?? []), seed]);
    }
  function meet(seed: ResolvedSeed | undefined, index: number): void {
    if (seed !== undefined && !first.has(seed)) first.set(seed, index);
  }
  const since = question.since ?? 0;
  for (const [index, leg] of timeline.legs.entries()) {
    const { transfer } = leg;
    if (leg.from !== leg.to && (transfer.at?.time ?? 0) >= since)
      meet(wallets.get(timeline.keys[leg.from] as string), index);
    if (payments.size === 0) continue;
    for (const seed of payments.get(transferClaim(transfer.chain, transfer.id)) ?? []) meet(seed, index);
    if (transfer.to.kind === 'junction')
      for (const seed of payments.get(coinClaim(transfer.coin)) ?? []) meet(seed, index);
  }
  const never = timeline.legs.length;
  return [...question.seeds].sort(
    (a, b) => (first.get(a) ?? never) - (first.get(b) ?? never) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
}
