// Seeds: what is tainted at the start of a question.
import type { Brand } from './brand.ts';
import type { ChainId } from './chain.ts';
import type { OwnerPlace, TxId } from './place.ts';

/** `<chain>/<address>` or `<chain>/<txid>[:n]`; stable over runs, used as key in JSON. */
export type SeedId = Brand<string, 'SeedId'>;

/** What leaves this wallet carries its name. */
export interface WalletSeed {
  readonly kind: 'wallet';
  readonly id: SeedId;
  readonly place: OwnerPlace;
}

/**
 * Exactly this payment is tainted when it arrives. `n`: vout on coin chains, else the position in the transaction's
 * list of transfers; undefined = the only one there is. `amount`: the front of the payment, in base units.
 */
export interface PaymentSeed {
  readonly kind: 'payment';
  readonly id: SeedId;
  readonly chain: ChainId;
  readonly txId: TxId;
  readonly n: number | undefined;
  readonly amount?: bigint;
}

export type Seed = WalletSeed | PaymentSeed;

export function chainOfSeed(seed: Seed): ChainId {
  return seed.kind === 'wallet' ? seed.place.chain : seed.chain;
}
