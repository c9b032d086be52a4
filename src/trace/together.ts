// Many wallets as one source: what left any of them is told from other money, not from what left the others. Kept apart, the
// parts of ten thousand seeds on every transfer take more memory than a machine has; and nobody reads them.
import type { Seed, SeedId } from '../model/seed.ts';
import { type ResolvedSeed, seedWallets } from './question.ts';

export type SeedsTaken = 'apart' | 'together';

/** More wallets than these are taken together where nothing is said. */
export const MOST_APART = 1_000;

/** Under which they stand in statements and paths; no wallet has an id without a slash. */
const TOGETHER = 'all wallets' as SeedId;

/** How these seeds are taken where `asked` leaves it open. Payments are claims of somebody, and always apart. */
export function takenAs(asked: SeedsTaken | undefined, seeds: readonly Seed[]): SeedsTaken {
  if (seeds.length < 2 || seeds.some(({ kind }) => kind === 'payment')) return 'apart';
  return asked ?? (seeds.length > MOST_APART ? 'together' : 'apart');
}

export function asOneSeed(seeds: readonly ResolvedSeed[]): readonly ResolvedSeed[] {
  return [{ kind: 'wallet', id: TOGETHER, places: [...seedWallets(seeds)] }];
}
