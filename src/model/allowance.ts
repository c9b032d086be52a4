// Who used an allowance: a transaction that calls a token's `transferFrom` itself, so that its sender is the spender. A fact
// beside the transfer, of the transaction as a whole; a call inside a contract is not told here.
import type { AssetId } from './asset.ts';
import type { ChainId } from './chain.ts';
import type { OwnerPlace, TxId } from './place.ts';

export interface AllowanceUse {
  readonly chain: ChainId;
  readonly txId: TxId;
  readonly asset: AssetId;
  readonly spender: OwnerPlace;
  readonly from: OwnerPlace;
  readonly to: OwnerPlace;
  readonly amount: bigint;
}
