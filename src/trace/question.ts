// What a pass over the timeline needs to know beside the transfers: seeds, explored places, stops. Nothing of I/O.
import type { ChainId } from '../model/chain.ts';
import type { Crossing } from '../model/crossing.ts';
import type { PlaceKey, TxId } from '../model/place.ts';
import type { SeedId } from '../model/seed.ts';
import type { CoinId, Transfer, TransferId } from '../model/transfer.ts';

/** A seed with its transfers found. Wallets that are followed together are one seed of several places. */
export type ResolvedSeed =
  | { readonly kind: 'wallet'; readonly id: SeedId; readonly places: readonly PlaceKey[] }
  | {
      readonly kind: 'payment';
      readonly id: SeedId;
      readonly chain: ChainId;
      readonly txId: TxId;
      /** The recorded transfer that is the payment; for a coin whose own transaction is not at hand, undefined. */
      readonly transfer: TransferId | undefined;
      readonly coin: CoinId | undefined;
      /** Base units claimed, from the front of the payment. */
      readonly amount: bigint;
    };

export type PaymentSeed = ResolvedSeed & { readonly kind: 'payment' };

/** Where wallet seeds stand. */
export function seedWallets(seeds: Iterable<ResolvedSeed>): Set<PlaceKey> {
  const wallets = new Set<PlaceKey>();
  for (const seed of seeds) if (seed.kind === 'wallet') for (const place of seed.places) wallets.add(place);
  return wallets;
}

/** Under which name a payment seed claims: its transfer, or its coin where the coin's own transaction is not at hand. */
export function claimName(seed: PaymentSeed): string {
  return seed.transfer === undefined ? coinClaim(seed.coin) : transferClaim(seed.chain, seed.transfer);
}

export function transferClaim(chain: ChainId, transfer: TransferId): string {
  return `${chain}|${transfer}`;
}

export function coinClaim(coin: CoinId | undefined): string {
  return `coin|${coin}`;
}

/** Units claimed by these seeds, by claim name. */
export function claimedUnits(seeds: Iterable<ResolvedSeed>): Map<string, bigint> {
  const claims = new Map<string, bigint>();
  for (const seed of seeds)
    if (seed.kind === 'payment')
      claims.set(claimName(seed), (claims.get(claimName(seed)) ?? 0n) + seed.amount);
  return claims;
}

export interface Question {
  readonly seeds: readonly ResolvedSeed[];
  /** Places whose history is complete in the timeline (account chains), or whose tainted coins were asked for. */
  readonly explored: ReadonlySet<PlaceKey>;
  /** Coins whose spending was asked for and answered. */
  readonly answered: ReadonlySet<CoinId>;
  /** True where the place is an endpoint as of the time of the arrival. */
  readonly isEndpoint: (place: PlaceKey, time: number) => boolean;
  /** Transfers by which value changed asset or chain. */
  readonly crossings?: readonly Crossing[];
  /** Wallet seeds inject from here on, unix seconds. */
  readonly since: number | undefined;
  /** Tainted transfers later than this are not followed, unix seconds. */
  readonly until: number | undefined;
  /** Transfers that an analyst left out, or of spam, under the names of `isExcluded`: taint stops at them, their units do not. */
  readonly excluded?: ReadonlySet<string> | undefined;
}

/**
 * A name of an excluded transfer is `<chain>|` and its transaction, its own id, or the coin that it makes; or the id of its
 * asset, all of whose transfers are left out.
 */
export function isExcluded(
  { chain, txId, id, coin, to, asset }: Transfer,
  excluded: ReadonlySet<string> | undefined,
): boolean {
  if (excluded === undefined) return false;
  return (
    excluded.has(asset) ||
    excluded.has(`${chain}|${txId}`) ||
    excluded.has(`${chain}|${id}`) ||
    (coin !== undefined && to.kind !== 'junction' && excluded.has(`${chain}|${coin}`))
  );
}
