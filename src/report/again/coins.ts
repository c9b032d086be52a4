// What a JSON result says of CoinJoins, clusters and likely change, as findings have it.
import type { ClusterStep } from '../../graph/coins/clusters.ts';
import type { AssetId } from '../../model/asset.ts';
import type { ChainId } from '../../model/chain.ts';
import type { Label } from '../../model/label.ts';
import type { TxId } from '../../model/place.ts';
import type { TransferId } from '../../model/transfer.ts';
import type { ClusterFinding, CoinFindings, CoinJoinFinding } from '../../trace/coins/coin-findings.ts';
import type { ConventionName } from '../../trace/conventions/convention.ts';
import type { Hop } from '../../trace/findings.ts';
import type { RunJson } from '../schema.ts';
import { labelsOf } from './labels.ts';

import type { Places } from './places.ts';

export function coinsOf({ coinJoins = [], clusters = [] }: RunJson, places: Places): CoinFindings {
  return {
    coinJoins: coinJoins.map(coinJoinOf),
    clusters: clusters.map((cluster) => clusterOf(cluster, places)),
  };
}

function coinJoinOf(json: NonNullable<RunJson['coinJoins']>[number]): CoinJoinFinding {
  const { chain, tx, height, time, asset, amounts, kind, counts, equalAmount, parameters } = json;
  return {
    chain: chain as ChainId,
    txId: tx as TxId,
    height,
    time,
    asset: asset as AssetId,
    amounts: new Map(Object.entries(amounts).map(([name, units]) => [name as ConventionName, BigInt(units)])),
    shape: {
      kind,
      ...counts,
      amount: equalAmount === undefined ? undefined : BigInt(equalAmount),
      rule: parameters,
    },
  };
}

function clusterOf(
  { chain, size, places: members, because, labels }: NonNullable<RunJson['clusters']>[number],
  places: Places,
): ClusterFinding {
  return {
    chain: chain as ChainId,
    size,
    places: members.map(places.of),
    because: because.map(
      ({ from, to, tx, height }): ClusterStep => ({
        from: places.at(chain, from),
        to: places.at(chain, to),
        txId: tx as TxId,
        height,
      }),
    ),
    labels: labels.map(({ address, ...label }) => ({
      place: places.at(chain, address),
      label: labelsOf([label], { chain, address })[0] as Label,
    })),
  };
}

export function hopShapesOf({
  coinJoin,
  change,
  transfers,
}: RunJson['paths'][number]['hops'][number]): Pick<Hop, 'coinJoin' | 'change'> {
  return {
    ...(coinJoin === undefined ? {} : { coinJoin }),
    ...(change === undefined ? {} : { change: { id: transfers[0] as TransferId, ...change } }),
  };
}
