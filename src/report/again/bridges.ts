// What a JSON result says of payments into bridges, as findings have it.
import type { AssetId } from '../../model/asset.ts';
import type { ChainId } from '../../model/chain.ts';
import type { CrossingId } from '../../model/crossing.ts';
import type { TxId } from '../../model/place.ts';
import type { BridgeFinding } from '../../trace/bridges/bridge-findings.ts';
import type { RunJson } from '../schema.ts';

export function bridgeOf({
  tx,
  chain,
  asset,
  amount,
  to,
  arrivedIn,
  crossing,
  ...same
}: NonNullable<RunJson['bridges']>[number]): BridgeFinding {
  return {
    ...same,
    ...{ chain: chain as ChainId, txId: tx as TxId, asset: asset as AssetId, amount: BigInt(amount) },
    to: { ...to, chain: to.chain as ChainId | undefined },
    arrivedIn: arrivedIn as TxId | undefined,
    crossing: crossing as CrossingId | undefined,
  };
}
