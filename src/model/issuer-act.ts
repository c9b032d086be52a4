// What the issuer of a token did: froze what a holder has, let it go again, destroyed it; issued to himself, or redeemed of
// his own. A fact of the chain, told by an event of the token's contract.
import type { AssetId } from './asset.ts';
import type { WalletPlace } from './place.ts';
import type { Position, Transfer } from './transfer.ts';

export interface IssuerAct extends Pick<Transfer, 'id' | 'chain' | 'txId'> {
  readonly kind: 'froze' | 'released' | 'destroyed' | 'issued' | 'redeemed';
  readonly asset: AssetId;
  readonly at: Position;
  /** `issued`, `redeemed`: the issuer's own wallet. */
  readonly holder: WalletPlace;
  /** Base units; of what was frozen or released 0. */
  readonly amount: bigint;
}
