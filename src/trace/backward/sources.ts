// Sources: who paid into what was explored upstream of an account, and the timeline on which a payment stands under the
// name of its source. Transfers stay as recorded; only whose name a payment carries is said here.
import type { ChainId } from '../../model/chain.ts';
import type { Crossing } from '../../model/crossing.ts';
import type { Label } from '../../model/label.ts';
import type { Place, PlaceKey } from '../../model/place.ts';
import type { SeedId } from '../../model/seed.ts';
import { placeCrossings } from '../crossings.ts';
import type { Explored, NotFollowedReason } from '../explore.ts';
import type { Question } from '../question.ts';
import type { Stops } from '../stops.ts';
import type { Leg, Timeline } from '../timeline.ts';
import { type Payer, payersOf } from './payers.ts';

/** `own`: the account's own money that came back. `issued`: minted, mined or paid as a reward. */
export type SourceKind = 'labelled' | 'unknown' | 'issued' | 'own';

export interface Source {
  readonly id: SeedId;
  readonly kind: SourceKind;
  readonly chain: ChainId;
  /** undefined: many small senders under one name. */
  readonly place: Place | undefined;
  /** `labelled`: the label by which it is a source. */
  readonly label: Label | undefined;
  /** `unknown`: why its own history was not followed. */
  readonly reason: NotFollowedReason | undefined;
  /** How many places stand under it. */
  readonly places: number;
}

export interface Attributed {
  readonly timeline: Timeline;
  readonly sources: ReadonlyMap<SeedId, Source>;
  /** Every source and every place of the account is a seed of it. */
  readonly question: Question;
}

/** A source's name on the timeline: the key of no place. */
export function sourceKey(id: SeedId): PlaceKey {
  return `source ${id}` as PlaceKey;
}

/** `crossings`: those given to the question; what they link is passed on, and their other side is no source there. */
export function attributed(
  explored: Explored,
  account: ReadonlySet<PlaceKey>,
  stops: Stops,
  crossings: readonly Crossing[],
): Attributed {
  const { timeline } = explored;
  const placeAt = (key: PlaceKey): Place => timeline.places[timeline.placeIndex.get(key) as number] as Place;
  const own = [...account]
    .filter((key) => timeline.placeIndex.has(key))
    .map(
      (key): Source => ({
        ...OWN,
        id: key as string as SeedId,
        chain: placeAt(key).chain,
        place: placeAt(key),
      }),
    );
  const question: Question = {
    seeds: own.map(({ id }) => ({ kind: 'wallet', id, places: [id as string as PlaceKey] })),
    explored: explored.question.explored,
    answered: new Set(),
    ...(crossings.length === 0 ? {} : { crossings }),
    // What pays into a CoinJoin stands under its name, and comes out of it.
    isEndpoint: (key, time) =>
      placeAt(key).kind !== 'junction' && stops.endpointLabel(placeAt(key), time) !== undefined,
    since: undefined,
    until: undefined,
  };
  const payers = payersOf(explored, account, stops, placeCrossings(timeline, question).placed);
  const found = new Map<SeedId, { readonly source: Payer['source']; readonly places: Set<number> }>();
  for (const payer of payers) {
    if (payer === undefined) continue;
    const { source, place } = payer;
    const known = found.get(source.id) ?? { source, places: new Set() };
    known.places.add(place);
    found.set(source.id, known);
  }
  const others = [...found.values()].map(
    ({ source, places }): Source => ({ ...source, places: places.size }),
  );
  return {
    timeline: renamed(
      timeline,
      payers.map((payer) => payer?.source.id),
    ),
    sources: new Map([...own, ...others].map((source) => [source.id, source])),
    question: {
      ...question,
      seeds: [
        ...question.seeds,
        ...others.map(({ id }) => ({ kind: 'wallet' as const, id, places: [sourceKey(id)] })),
      ],
    },
  };
}

const OWN = { kind: 'own', label: undefined, reason: undefined, places: 1 } as const;

/** `names[leg]`: the source that pays it, instead of the place. */
function renamed(timeline: Timeline, names: readonly (SeedId | undefined)[]): Timeline {
  const places = [...timeline.places];
  const keys = [...timeline.keys];
  const placeIndex = new Map(timeline.placeIndex);
  const pools = [...timeline.pools];
  const poolIndex = new Map<string, number>();

  function placeOf(name: SeedId, { transfer }: Leg): number {
    const key = sourceKey(name);
    const known = placeIndex.get(key);
    if (known !== undefined) return known;
    placeIndex.set(key, places.length);
    keys.push(key);
    return places.push(transfer.from) - 1;
  }

  function poolOf(place: number, asset: number): number {
    const key = `${place}|${asset}`;
    const known = poolIndex.get(key);
    if (known !== undefined) return known;
    poolIndex.set(key, pools.length);
    return pools.push({ place, asset }) - 1;
  }

  const legs = timeline.legs.map((leg, index): Leg => {
    const name = names[index];
    if (name === undefined) return leg;
    const from = placeOf(name, leg);
    return { ...leg, from, fromPool: poolOf(from, leg.asset) };
  });
  return { ...timeline, places, keys, placeIndex, pools, legs };
}
