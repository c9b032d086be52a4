// All that the events of one transaction say of bridges.
import { type BridgeActs, NO_ACTS } from '../../../model/bridge.ts';
import { acrossActs } from './across.ts';
import { cctpActs } from './cctp.ts';
import type { BridgeTx } from './logs.ts';
import { thorActs } from './thor-router.ts';

export function bridgeActs(tx: BridgeTx): BridgeActs {
  const all = [cctpActs(tx), acrossActs(tx), thorActs(tx)];
  const acts = {
    sendings: all.flatMap(({ sendings }) => sendings),
    landings: all.flatMap(({ landings }) => landings),
  };
  return acts.sendings.length + acts.landings.length === 0 ? NO_ACTS : acts;
}
