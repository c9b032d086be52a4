// CoinJoins and clusters of a run as JSON; absent where there are none.

import type { ClusterStep } from '../../graph/coins/clusters.ts';
import type { CoinJoin } from '../../graph/coins/coinjoin.ts';
import type { OwnerPlace } from '../../model/place.ts';
import type { ClusterLabel, CoinFindings } from '../../trace/coins/coin-findings.ts';
import type { Hop } from '../../trace/findings.ts';
import { placeJson } from '../json-parts.ts';
import type { RunJson } from '../schema.ts';
import { labelJson } from '../who-says.ts';

type CoinJoinJson = NonNullable<RunJson['coinJoins']>[number];
type ClusterJson = NonNullable<RunJson['clusters']>[number];
type HopJson = RunJson['paths'][number]['hops'][number];
type NameOf = (place: OwnerPlace) => string;

export function coinsJson(
  { coinJoins, clusters }: CoinFindings,
  nameOf: NameOf,
): Pick<RunJson, 'coinJoins' | 'clusters'> {
  return {
    ...(coinJoins.length === 0
      ? {}
      : {
          coinJoins: coinJoins.map(({ chain, txId, height, time, asset, amounts, shape }) => ({
            chain,
            tx: txId,
            height,
            time,
            asset,
            amounts: Object.fromEntries([...amounts].map(([name, units]) => [name, units.toString()])),
            ...shapeJson(shape),
          })),
        }),
    ...(clusters.length === 0
      ? {}
      : {
          clusters: clusters.map(({ chain, size, places, because, labels }) => ({
            chain,
            size,
            places: places.map((place) => placeJson(place, nameOf(place))),
            because: because.map((step) => stepJson(step, nameOf)),
            labels: labels.map((one) => clusterLabelJson(one, nameOf)),
          })),
        }),
  };
}

export function shapeJson(
  shape: CoinJoin,
): Pick<CoinJoinJson, 'kind' | 'counts' | 'equalAmount' | 'parameters'> {
  const { kind, inputs, inputScripts, outputs, equal, amount, rule } = shape;
  return {
    kind,
    counts: { inputs, inputScripts, outputs, equal },
    ...(amount === undefined ? {} : { equalAmount: amount.toString() }),
    parameters: { ...rule },
  };
}

export function stepJson(
  { from, to, txId, height }: ClusterStep,
  nameOf: NameOf,
): ClusterJson['because'][number] {
  return { from: nameOf(from), to: nameOf(to), tx: txId, height };
}

export function clusterLabelJson(
  { place, label }: ClusterLabel,
  nameOf: NameOf,
): ClusterJson['labels'][number] {
  return { address: nameOf(place), ...labelJson(label) };
}

export function hopShapesJson({ coinJoin, change }: Hop): Pick<HopJson, 'coinJoin' | 'change'> {
  return {
    ...(coinJoin === undefined ? {} : { coinJoin }),
    ...(change === undefined ? {} : { change: { signs: [...change.signs], against: [...change.against] } }),
  };
}
