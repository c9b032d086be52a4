// All that one transaction says of bridges: by events, or by the call data of a plain payment.
import type { AssetId } from '../../../model/asset.ts';
import { type BridgeActs, NO_ACTS } from '../../../model/bridge.ts';
import type { EvmChain } from '../chains-table.ts';
import type { WholeTx } from '../transaction.ts';
import { acrossActs } from './across.ts';
import { callDataActs, isPlain } from './call-data.ts';
import { cctpActs } from './cctp.ts';
import type { BridgeTx } from './logs.ts';
import { thorActs } from './thor-router.ts';

export function bridgeActs(chain: EvmChain, native: AssetId, whole: WholeTx): BridgeActs {
  const { row, logs } = whole;
  if (isPlain(whole)) return callDataActs(native, [row]).get(row.txId) ?? NO_ACTS;
  return eventActs({ chain, native, txId: row.txId, logs });
}

export function eventActs(tx: BridgeTx): BridgeActs {
  const all = [cctpActs(tx), acrossActs(tx), thorActs(tx)];
  const acts = {
    sendings: all.flatMap(({ sendings }) => sendings),
    landings: all.flatMap(({ landings }) => landings),
  };
  return acts.sendings.length + acts.landings.length === 0 ? NO_ACTS : acts;
}
