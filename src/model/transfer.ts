// A transfer: one movement that the chain recorded. Never estimated, split or merged.
import type { AssetId } from './asset.ts';
import type { Brand } from './brand.ts';
import type { ChainId } from './chain.ts';
import type { Place, TxId } from './place.ts';

/**
 * Deterministic, and the same whichever party's history or service tells the transfer: `<txId>/in/0`, `/out/1`, `/value`,
 * `/fee`. Where sources number things differently or not at all, the row itself is the name:
 * `<txId>/trace/<n-th equal row>/<digest>`, `/token/<contract>/<n-th equal row>/<digest>`; rows of a transfer list
 * `<txId>/row/<n-th equal row>/<digest>`.
 */
export type TransferId = Brand<string, 'TransferId'>;
/** `<txid>:<vout>` */
export type CoinId = Brand<string, 'CoinId'>;

/** Where in the chain. `undefined` inside = the source does not say; never guessed. */
export interface Position {
  readonly height: number;
  /** Unix seconds of the block. */
  readonly time: number;
  /** Index of the transaction in its block. Coin chains need none: there the coins themselves give the order. */
  readonly txIndex: number | undefined;
  /**
   * Order inside the transaction: fee before value before calls and logs; on coin chains vin, vout and fee numbered through,
   * with those of amount zero, which are no transfers.
   */
  readonly order: number | undefined;
}

export interface Transfer {
  readonly id: TransferId;
  readonly chain: ChainId;
  readonly txId: TxId;
  /** undefined = unconfirmed */
  readonly at: Position | undefined;
  readonly from: Place;
  readonly to: Place;
  readonly asset: AssetId;
  /** Smallest unit, > 0. */
  readonly amount: bigint;
  /** Coin chains only: the coin spent (in legs) or created (out legs); none for fee and coinbase legs. */
  readonly coin: CoinId | undefined;
}

export function coinId(txId: TxId, vout: number): CoinId {
  return `${txId}:${vout}` as CoinId;
}

/** The transaction that made a coin, and which of its outputs it is. */
export interface CoinParts {
  readonly id: CoinId;
  readonly txId: TxId;
  readonly vout: number;
}

export function partsOfCoin(id: CoinId): CoinParts {
  const colon = id.lastIndexOf(':');
  return { id, txId: id.slice(0, colon) as TxId, vout: Number(id.slice(colon + 1)) };
}
