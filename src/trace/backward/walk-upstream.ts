// A walk upstream: what an account received, explored to its sources and swept forward from them under every convention.
import type { ChainId } from '../../model/chain.ts';
import type { Crossing } from '../../model/crossing.ts';
import type { Label } from '../../model/label.ts';
import type { Block, Ledger } from '../../model/ledger.ts';
import { type OwnerPlace, type PlaceKey, placeKey } from '../../model/place.ts';
import type { SeedId } from '../../model/seed.ts';
import type { PriceSource } from '../../prices/price.ts';
import { endingIn } from '../coins/mixing.ts';
import { conventions } from '../conventions/by-name.ts';
import { upstream } from '../direction.ts';
import { type Explored, explore, type Progress } from '../explore.ts';
import type { TraceOptions } from '../options.ts';
import { rememberedPrices } from '../prices/worth.ts';
import { type Labels, type Stops, sourcesBy } from '../stops.ts';
import { sweep } from '../sweep/sweep.ts';
import type { Swept } from '../sweep/swept.ts';
import { type Receipts, receiptsOf } from './receipts.ts';
import { type Attributed, attributed } from './sources.ts';

export interface SourcesRequest {
  /** Deposit addresses, on one or several chains. */
  readonly account: readonly OwnerPlace[];
  /** A ledger for every chain of the account. */
  readonly ledgers: ReadonlyMap<ChainId, Ledger>;
  readonly asOf: ReadonlyMap<ChainId, Block>;
  readonly labels: Labels;
  /** `since` and `until` choose the receipts; no history is shortened by them. */
  readonly options: TraceOptions;
  readonly crossings?: readonly Crossing[];
  /** What was received is also told in its currency. */
  readonly prices?: PriceSource | undefined;
  /** Labels that make a place a source whatever their category. */
  readonly isFlag?: (label: Label) => boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

export interface UpstreamWalk extends Attributed {
  readonly request: SourcesRequest;
  readonly stops: Stops;
  readonly explored: Explored;
  readonly account: ReadonlySet<PlaceKey>;
  readonly receipts: Receipts;
  /** One for each convention, in their order; all lots keep their ways. */
  readonly swepts: readonly Swept[];
  readonly headline: Swept;
  /** The first that adds up; the headline where no such convention was asked for. */
  readonly conserving: Swept;
}

export async function walkUpstream(request: SourcesRequest): Promise<UpstreamWalk> {
  const { account: places, ledgers, asOf, labels, options, crossings = [], signal, onProgress } = request;
  const prices = request.prices && rememberedPrices(request.prices);
  const account = new Set(places.map(placeKey));
  const { isFlag = () => false } = request;
  const named = sourcesBy(
    labels,
    (label) => options.stopAt.has(label.category) || isFlag(label),
    options.follow,
  );
  // What the account is called is no source of its money.
  const stops: Stops = {
    endpointLabel: (place, time) =>
      account.has(placeKey(place)) ? undefined : named.endpointLabel(place, time),
  };
  const seeds = places.map((place) => ({
    kind: 'wallet' as const,
    id: placeKey(place) as string as SeedId,
    place,
  }));
  const explored = await explore({
    seeds,
    ledgers,
    asOf,
    stops,
    options,
    crossings,
    prices,
    direction: upstream,
    signal,
    onProgress,
  });
  const ends = endingIn(explored.mixings, { labels, stops });
  const at = attributed(explored, account, ends.stops, explored.crossings);
  const swepts = options.conventions.map((name) =>
    sweep(at.timeline, at.question, conventions[name], 'kept'),
  );
  const headline = swepts[0] as Swept;
  return {
    ...at,
    request: { ...request, prices, labels: ends.labels },
    stops: ends.stops,
    explored,
    account,
    receipts: receiptsOf(explored.timeline, account, options),
    swepts,
    headline,
    conserving: swepts.find((swept) => swept.convention.conserving) ?? headline,
  };
}
