// What the issuer of a token did to one holder: froze what he has, let it go again, or destroyed it. A fact of the chain, told
// by an event of the token's contract. Issuing and redeeming concern the issuer's own wallet and are not told here.
import type { AssetId } from './asset.ts';
import type { WalletPlace } from './place.ts';
import type { Position, Transfer } from './transfer.ts';

export interface IssuerAct extends Pick<Transfer, 'id' | 'chain' | 'txId'> {
  readonly kind: 'froze' | 'released' | 'destroyed';
  readonly asset: AssetId;
  readonly at: Position;
  readonly holder: WalletPlace;
  /** `destroyed`: base units; else 0. */
  readonly amount: bigint;
}
