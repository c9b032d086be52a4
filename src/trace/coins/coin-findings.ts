// What a run on Bitcoin met of CoinJoins, and which wallets on its way seem to be one owner's: an inference each, with its
// evidence. No figure, no stop and no sum rests on clusters; that a CoinJoin ends a trace is mixing.ts's. A label speaks for a whole cluster only if its source says so.
import { type ClusterStep, clusters } from '../../graph/coins/clusters.ts';
import type { CoinJoin } from '../../graph/coins/coinjoin.ts';
import type { AssetId } from '../../model/asset.ts';
import type { ChainId } from '../../model/chain.ts';
import type { Label } from '../../model/label.ts';
import { isOwner, type OwnerPlace, type PlaceKey, placeKey, type TxId } from '../../model/place.ts';
import type { ConventionName } from '../conventions/convention.ts';
import { sumOf } from '../lots.ts';
import { type Labels, labelsOf } from '../stops.ts';
import type { Leg } from '../timeline.ts';
import type { Walk } from '../walk.ts';
import type { CoinShapes } from './shapes.ts';

export interface CoinJoinFinding {
  readonly chain: ChainId;
  readonly txId: TxId;
  readonly height: number;
  /** Unix seconds. */
  readonly time: number;
  readonly asset: AssetId;
  /** Tainted base units that went in, over all seeds; under poison reach. Zero is absent. */
  readonly amounts: ReadonlyMap<ConventionName, bigint>;
  readonly shape: CoinJoin;
}

/** Whose source says it of the whole cluster of an address. */
export interface ClusterLabel {
  /** Whose label it is. */
  readonly place: OwnerPlace;
  readonly label: Label;
}

export interface ClusterFinding {
  readonly chain: ChainId;
  /** Seeds and wallets that carried traced money, in the order in which it came to them. */
  readonly places: readonly OwnerPlace[];
  /** Addresses of the cluster in all transactions that were read. */
  readonly size: number;
  /** What ties `places`, or the one of them and those that are labelled, together. */
  readonly because: readonly ClusterStep[];
  readonly labels: readonly ClusterLabel[];
}

export interface CoinFindings {
  /** In chain order. */
  readonly coinJoins: readonly CoinJoinFinding[];
  readonly clusters: readonly ClusterFinding[];
}

/** `name`: told of every place that is to be shown. */
export function coinFindings(
  walk: Walk,
  shapes: CoinShapes,
  name: (place: OwnerPlace) => void,
): CoinFindings {
  if (shapes.transactions.length === 0) return { coinJoins: [], clusters: [] };
  const found = clustersOf(walk, shapes);
  for (const { places, because, labels } of found) {
    for (const place of places) name(place);
    for (const { from, to } of because) for (const place of [from, to]) name(place);
    for (const { place } of labels) name(place);
  }
  return { coinJoins: coinJoinsOf(walk, shapes), clusters: found };
}

function coinJoinsOf({ explored, swepts }: Walk, { coinJoins }: CoinShapes): CoinJoinFinding[] {
  const { timeline } = explored;
  return timeline.groups.flatMap(({ txId, chain, at, first, end }): CoinJoinFinding[] => {
    const shape = coinJoins.get(txId);
    if (shape === undefined) return [];
    const amounts = new Map<ConventionName, bigint>();
    for (const { convention, carried } of swepts) {
      let units = 0n;
      for (let index = first; index < end; index += 1) {
        const { transfer } = timeline.legs[index] as Leg;
        if (transfer.to.kind === 'junction') units += sumOf(carried.get(index) ?? []);
      }
      if (units > 0n) amounts.set(convention.name, units);
    }
    if (amounts.size === 0) return [];
    const { asset } = (timeline.legs[first] as Leg).transfer;
    return [{ chain, txId, height: at.height, time: at.time, asset, amounts, shape }];
  });
}

function clustersOf(walk: Walk, { transactions }: CoinShapes): ClusterFinding[] {
  const joined = clusters();
  for (const transaction of transactions) joined.add(transaction);
  const groups = new Map<PlaceKey, { readonly members: readonly OwnerPlace[]; readonly own: OwnerPlace[] }>();
  for (const place of tracedPlaces(walk)) {
    const members = joined.of(place);
    if (members.length < 2) continue;
    const key = placeKey(members[0] as OwnerPlace);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { members, own: [place] });
    else group.own.push(place);
  }
  return [...groups.values()]
    .flatMap(({ members, own }): ClusterFinding[] => {
      const labels = clusterLabels(walk.request.labels, members);
      const [first, ...others] = own as [OwnerPlace, ...OwnerPlace[]];
      const elsewhere = labels
        .map(({ place }) => place)
        .filter((place) => placeKey(place) !== placeKey(first));
      if (others.length + elsewhere.length === 0) return [];
      const because = joined.tie(first, [...others, ...elsewhere]);
      return [{ chain: first.chain, places: own, size: members.length, because, labels }];
    })
    .sort((a, b) => b.places.length - a.places.length);
}

export function clusterLabels(book: Labels, members: readonly OwnerPlace[]): ClusterLabel[] {
  return members.flatMap((place) =>
    labelsOf(book, place)
      .filter(({ clusterDefiner }) => clusterDefiner === true)
      .map((label) => ({ place, label })),
  );
}

/** Seeds, then every place into or out of which traced money went, under any convention; in chain order, each once. */
function tracedPlaces({ explored: { timeline }, swepts, request }: Walk): OwnerPlace[] {
  const places = new Map<PlaceKey, OwnerPlace>();
  for (const seed of request.seeds) if (seed.kind === 'wallet') places.set(placeKey(seed.place), seed.place);
  const touched = new Set(swepts.flatMap(({ carried }) => [...carried.keys()]));
  for (const index of [...touched].sort((a, b) => a - b)) {
    const { from, to } = (timeline.legs[index] as Leg).transfer;
    for (const place of [from, to]) if (isOwner(place)) places.set(placeKey(place), place);
  }
  return [...places.values()];
}
