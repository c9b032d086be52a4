// Payments into bridges as JSON.
import type { BridgeFinding } from '../../trace/bridges/bridge-findings.ts';
import type { RunJson } from '../schema.ts';

export function bridgeJson({
  bridge,
  said,
  chain,
  txId,
  asset,
  amount,
  to,
  outcome,
  arrivedIn,
  crossing,
}: BridgeFinding): NonNullable<RunJson['bridges']>[number] {
  return {
    ...{ bridge, said, chain, tx: txId, asset, amount: amount.toString() },
    to: { ...(to.chain === undefined ? {} : { chain: to.chain }), name: to.name, address: to.address },
    outcome,
    ...(arrivedIn === undefined ? {} : { arrivedIn }),
    ...(crossing === undefined ? {} : { crossing }),
  };
}
