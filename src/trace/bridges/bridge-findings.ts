// Payments into bridges that a run met: where each says that it goes, and what is known of its arrival.
import type { AssetId } from '../../model/asset.ts';
import type { Sending } from '../../model/bridge.ts';
import type { ChainId } from '../../model/chain.ts';
import type { CrossingId } from '../../model/crossing.ts';
import type { TxId } from '../../model/place.ts';
import type { Bridged, BridgeOutcome } from './bridging.ts';

export interface BridgeFinding {
  /** Circle CCTP, Across, THORChain. */
  readonly bridge: string;
  /** `payer`: a memo that anyone can write; only what arrived proves that a bridge took it. */
  readonly said: Sending['said'];
  readonly chain: ChainId;
  readonly txId: TxId;
  /** All that was handed over, tainted or not. */
  readonly asset: AssetId;
  readonly amount: bigint;
  readonly to: {
    readonly chain: ChainId | undefined;
    readonly name: string;
    /** As whoever paid wrote it: hostile text. */
    readonly address: string;
  };
  readonly outcome: BridgeOutcome;
  readonly arrivedIn: TxId | undefined;
  /** Among `crossings`, where something arrived or came back. */
  readonly crossing: CrossingId | undefined;
}

export function bridgeFindings(bridged: readonly Bridged[]): BridgeFinding[] {
  return bridged.map(({ sending, given, chain, txId, outcome, arrivedIn, crossing }) => ({
    bridge: sending.bridge,
    said: sending.said,
    ...{ chain, txId, asset: given, amount: sending.amount },
    to: sending.to,
    ...{ outcome, arrivedIn, crossing },
  }));
}
