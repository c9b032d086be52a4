// Exploration: which histories are fetched, round by round, until nothing more could matter (engine.md §7). The choice
// depends on amounts alone, so the same answers and options give the same result at any concurrency.
import pLimit from 'p-limit';
import { metIn, type TransferGraph } from '../graph/transfer-graph.ts';
import type { AllowanceUse } from '../model/allowance.ts';
import type { AssetId } from '../model/asset.ts';
import type { ChainId } from '../model/chain.ts';
import type { Crossing } from '../model/crossing.ts';
import type { EmptyTransfer } from '../model/empty-transfer.ts';
import type { Gap } from '../model/gap.ts';
import type { Block, Ledger, Page, Scope } from '../model/ledger.ts';
import { type OwnerPlace, type PlaceKey, placeKey } from '../model/place.ts';
import type { Seed } from '../model/seed.ts';
import type { CoinId, Transfer } from '../model/transfer.ts';
import type { PriceSource } from '../prices/price.ts';
import { coinsAsked, historiesOf } from './ask-ledgers.ts';
import { assetInfoIn } from './asset-info.ts';
import { bridgeWatch } from './bridges/bridge-watch.ts';
import type { Bridged } from './bridges/bridging.ts';
import { type Ceilings, ceilingKeeper } from './ceiling/keeper.ts';
import { choice } from './choice.ts';
import { type Mixings, mixingWatch } from './coins/mixing.ts';
import { inputsOf } from './crossings.ts';
import { type Direction, downstream } from './direction.ts';
import { insideTransactions } from './inside.ts';
import { intake } from './intake.ts';
import { type IssuerActs, issuerWatch } from './issuers/issuing.ts';
import { legOrder } from './leg-order.ts';
import { type TraceOptions, UNLISTED_TOKEN_WALLETS } from './options.ts';
import { partialPlaces } from './partial-places.ts';
import { worthIn } from './prices/worth.ts';
import type { Question, ResolvedSeed } from './question.ts';
import { reachOf } from './reach.ts';
import { resolveSeeds } from './resolve-seeds.ts';
import { settlement } from './settlement.ts';
import { type SpamReason, spamWatch } from './spam/spam-watch.ts';
import type { Stops } from './stops.ts';
import type { Timeline } from './timeline.ts';
import { type Unexplained, unexplained } from './unexplained.ts';
import { wantedAssets } from './wanted-assets.ts';

/** Why value at an unexplored place was not followed: the closed list of engine.md §7. */
export type NotFollowedReason =
  | 'below-min-value'
  | 'hop-limit'
  | 'wallet-limit'
  | 'hub'
  | 'after-until'
  | 'source-failed'
  | 'evidence-ends'
  | 'excluded-by-analyst'
  | 'spam'
  | 'ambiguous-crossing';

export interface Progress {
  readonly round: number;
  readonly explored: number;
  readonly transfers: number;
  /** Missing: what is walked carries no amounts. */
  /** Reckoned when it is called, which is in time only while the round is told. */
  readonly unexplained?: () => readonly Unexplained[];
}

export interface Exploration {
  readonly seeds: readonly Seed[];
  readonly ledgers: ReadonlyMap<ChainId, Ledger>;
  readonly asOf: ReadonlyMap<ChainId, Block>;
  readonly stops: Stops;
  readonly options: TraceOptions;
  readonly crossings: readonly Crossing[];
  /** For a --min-value in a currency. */
  readonly prices?: PriceSource | undefined;
  /** Default: downstream. */
  readonly direction?: Direction;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

export interface Explored {
  /** In chain order, whichever way was walked. */
  readonly timeline: Timeline;
  readonly question: Question;
  readonly gaps: readonly Gap[];
  readonly pending: readonly Transfer[];
  /** Fewest hops from a seed, by place index. */
  readonly hops: ReadonlyMap<number, number>;
  /** For a place in the timeline that is not explored. */
  readonly reasonFor: (place: number) => NotFollowedReason;
  /** Coins whose spending could not be asked for. */
  readonly failedCoins: ReadonlySet<CoinId>;
  /** All that was told, also of assets that the question leaves out. */
  readonly graph: TransferGraph;
  readonly allowances: readonly AllowanceUse[];
  /** As each history tells them: those between two histories stand twice. */
  readonly empties: readonly EmptyTransfer[];
  /** Those given to the question, and exchanges found on the way; as they happened, whichever way was walked. */
  readonly crossings: readonly Crossing[];
  /** Payments into bridges that are read, by their ids. */
  readonly bridged: readonly Bridged[];
  /** Tokens that are spam, whether they were followed or not. */
  readonly spam: ReadonlyMap<AssetId, SpamReason>;
  /** Transactions that value ends in. */
  readonly mixings: Mixings;
  /** What issuers did to the seeds and to the places explored. */
  readonly issuerActs: IssuerActs;
}

export async function explore(asked: Exploration): Promise<Explored> {
  const { options, ledgers, signal, direction = downstream } = asked;
  let keeper = ceilingKeeper();
  const explored = new Set<PlaceKey>();
  const ledgerOf = (chain: ChainId): Ledger => ledgers.get(chain) as Ledger;
  const mixing = mixingWatch(options);
  const worth =
    asked.prices && options.minValue.kind === 'value'
      ? worthIn(asked.prices, (asset) => assetInfoIn(ledgers, asset), signal)
      : undefined;
  const spam = spamWatch(options, (asset) => assetInfoIn(ledgers, asset));
  const wantedOf = wantedAssets(options, ledgerOf);
  function scopeOf(chain: ChainId, hubLimit: number): Scope {
    const wants = wantedOf(chain);
    const scope = {
      asOf: asked.asOf.get(chain) as Block,
      hubLimit,
      concurrency: options.concurrency,
      signal,
    };
    return wants === undefined ? scope : { ...scope, wants };
  }

  const told = intake(options, asked.crossings, ledgerOf);
  const { refused } = told;
  const scopeOfChain = (chain: ChainId): Scope => scopeOf(chain, options.hubLimit);
  const wholeHistories = (places: readonly OwnerPlace[]): Promise<Page[]> =>
    historiesOf(places, ledgerOf, (chain) => scopeOf(chain, Number.POSITIVE_INFINITY));
  const resolved = await resolveSeeds(asked.seeds, ledgerOf, scopeOfChain, options.seeds ?? 'apart');
  told.add(resolved.transfers);
  told.take(resolved.pages);
  const seedPlaces = asked.seeds.flatMap((seed) => (seed.kind === 'wallet' ? [seed.place] : []));
  const seedKeys = new Set(seedPlaces.map(placeKey));
  told.take(await wholeHistories(seedPlaces));

  const limit = pLimit(options.concurrency);
  const inside = insideTransactions(ledgerOf, scopeOfChain, limit);
  const ordering = legOrder(inside);
  const bridges =
    direction === downstream ? bridgeWatch({ ledgers, scopeOf: scopeOfChain }, limit) : undefined;
  const settling = settlement(ledgerOf, scopeOfChain, inside, limit, bridges);
  const issuers = issuerWatch(ledgers, scopeOfChain);
  let listedWallets = 0;
  let unlistedWallets = 0;

  for (let round = 1; ; round += 1) {
    signal.throwIfAborted();
    const inOrder = told.timeline();
    const timeline = direction.read(inOrder, options.until);
    mixing.look(inOrder);
    if (spam.look(inOrder, wholeIn(inOrder), told.ownActs) === 'changed') keeper = ceilingKeeper();
    const question = questionNow(timeline, resolved.seeds);
    const upper = keeper.update(timeline, question);
    for (const place of otherSides(timeline, upper)) refused.set(place, 'ambiguous-crossing');
    await worth?.learn(timeline, upper);
    const next = choice(timeline, upper, { explored, refused, seedKeys }, options, ledgerOf, worth);
    const candidates = next.candidates();
    const listed = candidates.filter((candidate) => candidate.rank === 'listed');
    const unlisted = candidates.filter((candidate) => candidate.rank === 'unlisted');
    const chosen = [
      ...candidates.filter((candidate) => candidate.rank === 'followed'),
      ...listed.slice(0, Math.max(0, options.maxWallets - listedWallets)),
      ...unlisted.slice(0, Math.max(0, UNLISTED_TOKEN_WALLETS - unlistedWallets)),
    ];
    asked.onProgress({
      round,
      explored: explored.size,
      transfers: timeline.legs.length,
      unexplained: () =>
        unexplained(timeline, upper, {
          explored,
          isAsked: (coin) => told.answered.has(coin) || told.failedCoins.has(coin),
          infoOf: (asset) => assetInfoIn(ledgers, asset),
        }),
    });
    const reach = reachOf(timeline, question);
    const whole =
      (await ordering.ask(timeline, reach)) ??
      (await settling.ask(timeline, question, next.settleable(), reach, upper.couldCarry));
    if (whole !== undefined) {
      told.settle(whole, explored);
      continue;
    }
    listedWallets += chosen.filter(({ rank }) => rank === 'listed').length;
    unlistedWallets += chosen.filter(({ rank }) => rank === 'unlisted').length;
    const places = chosen.map(({ place }) => timeline.places[place] as OwnerPlace);
    const accounts = places.filter((place) => ledgerOf(place.chain).kind === 'account');
    for (const place of places) explored.add(placeKey(place));
    const coins = [...upper.coins]
      .filter(([coin, { place }]) => {
        const key = timeline.keys[place] as PlaceKey;
        const asking = !told.answered.has(coin) && !told.failedCoins.has(coin);
        return asking && explored.has(key) && !next.tooFar(place);
      })
      .map(([coin, { place }]) => ({ coin, chain: (timeline.places[place] as OwnerPlace).chain }));
    // A place whose coins are all known to lead on is explored without asking anybody: what it passes on is looked at anew.
    if (places.length === 0 && coins.length === 0) {
      // Reach may come to a bridge with what no rule that adds up can have brought there: looked at once, when all else is known.
      const last = await settling.ask(timeline, question, next.settleable(), reach, () => true);
      if (last !== undefined) {
        told.settle(last, explored);
        continue;
      }
      if (direction === downstream && (await askIssuers(inOrder)) === 'more') continue;
      return {
        timeline: inOrder,
        question,
        gaps: [...told.gaps, ...(worth?.gaps(timeline, upper) ?? [])],
        pending: told.pending,
        failedCoins: told.failedCoins,
        graph: told.graph,
        allowances: told.allowances,
        empties: told.empties,
        crossings: told.crossings,
        bridged: bridges?.told ?? [],
        spam: spam.found,
        mixings: mixing.found,
        hops: upper.hops,
        issuerActs: issuers.told,
        reasonFor: next.reasonFor,
      };
    }
    const followed = accounts.filter((place) => options.follow.has(placeKey(place)));
    const ordinary = accounts.filter((place) => !options.follow.has(placeKey(place)));
    const pages = await Promise.all([
      historiesOf(ordinary, ledgerOf, scopeOfChain),
      wholeHistories(followed),
      coinsAsked(coins, direction, ledgerOf, scopeOfChain),
    ]);
    told.take(pages.flat());
    for (const key of refused.keys()) explored.delete(key);
  }

  function questionNow(timeline: Timeline, seeds: readonly ResolvedSeed[]): Question {
    return {
      seeds,
      explored: new Set(explored),
      answered: new Set(told.answered),
      ...(told.crossings.length === 0 ? {} : { crossings: told.crossings.map(direction.crossing) }),
      isEndpoint: (key, time) =>
        mixing.found.has(key) ||
        asked.stops.endpointLabel(
          timeline.places[timeline.placeIndex.get(key) as number] as OwnerPlace,
          time,
        ) !== undefined,
      since: options.since,
      until: options.until,
      excluded: spam.leftOut(options.excluded),
    };
  }

  /** `more`: something was destroyed, issued or redeemed, which stands on the timeline from now on. */
  async function askIssuers(timeline: Timeline): Promise<'more' | undefined> {
    const isKept = (key: PlaceKey): boolean => explored.has(key) || seedKeys.has(key);
    const acts = await issuers.ask(timeline, isKept, metIn(told.graph));
    if (acts === undefined) return undefined;
    told.gaps.push(...acts.gaps);
    told.add(acts.transfers);
    return acts.transfers.length > 0 ? 'more' : undefined;
  }

  /** Places whose whole history is at hand. */
  function wholeIn({ keys }: Timeline): (place: number) => boolean {
    const partial = partialPlaces(told.gaps);
    return (place) => {
      const key = keys[place] as PlaceKey;
      return (explored.has(key) || seedKeys.has(key)) && !partial.has(key);
    };
  }
}

/**
 * Who stands on the other side of a crossing is a service there: what it has beyond what the crossing links is not followed
 * through it as though it were a wallet.
 */
function otherSides(timeline: Timeline, { crossings }: Ceilings): PlaceKey[] {
  const { keys, legs } = timeline;
  const payers = (index: number): readonly { readonly from: number }[] => {
    const leg = legs[index] as Timeline['legs'][number];
    return leg.transfer.from.kind === 'junction' ? inputsOf(leg.from, timeline) : [leg];
  };
  return crossings.flatMap(({ given, received }) => [
    ...given.map((index) => keys[legs[index]?.to as number] as PlaceKey),
    ...received.flatMap((index) => payers(index).map(({ from }) => keys[from] as PlaceKey)),
  ]);
}
