// Exploration: which histories are fetched, round by round, until nothing more could matter (engine.md §7). The choice
// depends on amounts alone, so the same answers and options give the same result at any concurrency.
import { type Added, addTransfers, type TransferGraph, transferGraph } from '../graph/transfer-graph.ts';
import type { AllowanceUse } from '../model/allowance.ts';
import { type AssetId, parseUnits } from '../model/asset.ts';
import type { ChainId } from '../model/chain.ts';
import type { Crossing } from '../model/crossing.ts';
import type { EmptyTransfer } from '../model/empty-transfer.ts';
import type { Gap } from '../model/gap.ts';
import type { Block, Ledger, Page, Scope } from '../model/ledger.ts';
import { isOwner, type OwnerPlace, type PlaceKey, placeKey } from '../model/place.ts';
import type { Seed } from '../model/seed.ts';
import type { CoinId, Transfer } from '../model/transfer.ts';
import { assetInfoIn } from './asset-info.ts';
import { type Ceilings, ceilingKeeper } from './ceiling/keeper.ts';
import { type Direction, downstream } from './direction.ts';
import { groupBy } from './group-by.ts';
import { type IssuerActs, issuerWatch } from './issuers/issuing.ts';
import { type TraceOptions, UNLISTED_TOKEN_WALLETS, wanted } from './options.ts';
import { partialPlaces } from './partial-places.ts';
import type { Question, ResolvedSeed } from './question.ts';
import { resolveSeeds } from './resolve-seeds.ts';
import { type Settled, settlement } from './settlement.ts';
import { type SpamReason, spamWatch } from './spam/spam-watch.ts';
import type { Stops } from './stops.ts';
import { type Timeline, timelineBuilder } from './timeline.ts';

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
}

export interface Exploration {
  readonly seeds: readonly Seed[];
  readonly ledgers: ReadonlyMap<ChainId, Ledger>;
  readonly asOf: ReadonlyMap<ChainId, Block>;
  readonly stops: Stops;
  readonly options: TraceOptions;
  readonly crossings: readonly Crossing[];
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
  /** Tokens that are spam, whether they were followed or not. */
  readonly spam: ReadonlyMap<AssetId, SpamReason>;
  /** What issuers did to the seeds and to the places explored. */
  readonly issuerActs: IssuerActs;
}

interface Candidate {
  readonly place: number;
  readonly share: bigint;
  /** `followed`: the analyst says so. `unlisted`: only tokens on no list of genuine contracts lead here. */
  readonly rank: 'followed' | 'listed' | 'unlisted';
}

/** Shares are compared in parts per 10^12 of what was injected. */
const SCALE = 10n ** 12n;

export async function explore(asked: Exploration): Promise<Explored> {
  const { options, ledgers, signal, direction = downstream } = asked;
  const graph = transferGraph();
  const builder = timelineBuilder();
  let keeper = ceilingKeeper();
  const explored = new Set<PlaceKey>();
  const answered = new Set<CoinId>();
  const failedCoins = new Set<CoinId>();
  const refused = new Map<PlaceKey, NotFollowedReason>();
  const gaps: Gap[] = [];
  /** Those given to the question, and exchanges found on the way. */
  const crossings: Crossing[] = [...asked.crossings];
  /** Received in an exchange found on the way, as `<chain>|<id>`. */
  const last = new Set<string>();
  const pending: Transfer[] = [];
  const allowances: AllowanceUse[] = [];
  const empties: EmptyTransfer[] = [];
  for (const { place } of options.evidenceEnds) refused.set(place, 'evidence-ends');

  const ledgerOf = (chain: ChainId): Ledger => ledgers.get(chain) as Ledger;
  const spam = spamWatch(options, (asset) => assetInfoIn(ledgers, asset));
  function scopeOf(chain: ChainId, hubLimit: number): Scope {
    return { asOf: asked.asOf.get(chain) as Block, hubLimit, concurrency: options.concurrency, signal };
  }

  function inOrder(transfer: Transfer): Transfer {
    const { at, chain, id } = transfer;
    if (at === undefined || !last.has(`${chain}|${id}`)) return transfer;
    return { ...transfer, at: { ...at, order: Number.MAX_SAFE_INTEGER } };
  }

  /** Of one chain. Into the graph, which knows what was told before, and from there onto the timeline; returns the contradictions. */
  function keep(told: readonly Transfer[]): Added['contradicted'] {
    const chain = told[0]?.chain;
    const implied = chain === undefined ? undefined : ledgerOf(chain).impliedBy?.(told);
    const transfers = implied === undefined ? told : [...told, ...implied];
    const { fresh, improved, contradicted } = addTransfers(graph, transfers);
    builder.add(fresh.filter(isWanted).map(inOrder));
    builder.replace(improved.filter(isWanted).map(inOrder));
    return contradicted;
  }

  /** Pages are taken in at the end of a round, by subject: which of them arrived first never shows. */
  function take(pages: readonly Page[]): void {
    const sorted = [...pages].sort((a, b) => (subjectKey(a) < subjectKey(b) ? -1 : 1));
    for (const page of sorted) {
      // One by one: as arguments of one call, what a large history has pending would overflow the stack.
      for (const gap of page.gaps) gaps.push(gap);
      // An answer that was refused, contradicted or never came; a history with some rows missing still has rows.
      const failed = page.transfers.length === 0 && page.gaps.some((gap) => gap.code.startsWith('source-'));
      const { subject } = page;
      if (typeof subject === 'string') {
        if (failed) failedCoins.add(subject);
        else answered.add(subject);
      } else if (page.hub === true) refused.set(placeKey(subject), 'hub');
      else if (failed) refused.set(placeKey(subject), 'source-failed');
      if (page.hub === true) continue;
      for (const transfer of page.pending) pending.push(transfer);
      for (const allowance of page.allowances ?? []) allowances.push(allowance);
      for (const empty of page.empties ?? []) empties.push(empty);
      gaps.push(...disagreements(keep(page.transfers)));
    }
  }

  async function histories(places: readonly OwnerPlace[], hubLimit: number): Promise<Page[]> {
    const pages: Page[] = [];
    await Promise.all(
      [...groupBy(places, (place) => place.chain)].map(async ([chain, group]) => {
        for await (const page of ledgerOf(chain).transfersOf(group, scopeOf(chain, hubLimit)))
          pages.push(page);
      }),
    );
    return pages;
  }

  async function transactionsOf(coins: readonly { coin: CoinId; chain: ChainId }[]): Promise<Page[]> {
    const pages: Page[] = [];
    await Promise.all(
      [...groupBy(coins, ({ chain }) => chain)].map(async ([chain, group]) => {
        const wantedCoins = group.map(({ coin }) => coin).sort();
        const scope = scopeOf(chain, options.hubLimit);
        for await (const page of direction.transactionsOf(ledgerOf(chain), wantedCoins, scope))
          pages.push(page);
      }),
    );
    return pages;
  }

  const resolved = await resolveSeeds(asked.seeds, ledgerOf, (chain) => scopeOf(chain, options.hubLimit));
  for (const group of groupBy(resolved.transfers, ({ chain }) => chain).values()) keep(group);
  take(resolved.pages);
  const seedPlaces = asked.seeds.flatMap((seed) => (seed.kind === 'wallet' ? [seed.place] : []));
  const seedKeys = new Set(seedPlaces.map(placeKey));
  take(await histories(seedPlaces, Number.POSITIVE_INFINITY));

  function isWanted(transfer: Transfer): boolean {
    if (options.assets === undefined) return true;
    const symbol = ledgerOf(transfer.chain).assetInfo(transfer.asset);
    return wanted(options.assets, transfer.asset, symbol?.genuine === true ? symbol.symbol : undefined);
  }
  const settling = settlement(ledgerOf, (chain) => scopeOf(chain, options.hubLimit), options.concurrency);
  const issuers = issuerWatch(ledgers, (chain) => scopeOf(chain, options.hubLimit));
  let listedWallets = 0;
  let unlistedWallets = 0;

  for (let round = 1; ; round += 1) {
    signal.throwIfAborted();
    const inOrder = builder.timeline();
    const timeline = direction.read(inOrder, options.until);
    if (spam.look(inOrder, wholeIn(inOrder)) === 'changed') keeper = ceilingKeeper();
    const question = questionNow(timeline, resolved.seeds);
    const upper = keeper.update(timeline, question);
    for (const place of otherSides(timeline, upper)) refused.set(place, 'ambiguous-crossing');
    const candidates = candidatesOf(timeline, upper);
    const listed = candidates.filter((candidate) => candidate.rank === 'listed');
    const unlisted = candidates.filter((candidate) => candidate.rank === 'unlisted');
    const chosen = [
      ...candidates.filter((candidate) => candidate.rank === 'followed'),
      ...listed.slice(0, Math.max(0, options.maxWallets - listedWallets)),
      ...unlisted.slice(0, Math.max(0, UNLISTED_TOKEN_WALLETS - unlistedWallets)),
    ];
    asked.onProgress({ round, explored: explored.size, transfers: timeline.legs.length });
    const inside = await settling.ask(timeline, question, settleable(timeline, upper));
    if (inside !== undefined) {
      settle(inside);
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
        const asking = !answered.has(coin) && !failedCoins.has(coin);
        return asking && explored.has(key) && !tooFar(timeline, upper, place);
      })
      .map(([coin, { place }]) => ({ coin, chain: (timeline.places[place] as OwnerPlace).chain }));
    // A place whose coins are all known to lead on is explored without asking anybody: what it passes on is looked at anew.
    if (places.length === 0 && coins.length === 0) {
      if (direction === downstream && (await askIssuers(inOrder)) === 'more') continue;
      return {
        timeline: inOrder,
        question,
        gaps,
        pending,
        failedCoins,
        graph,
        allowances,
        empties,
        crossings,
        spam: spam.found,
        hops: upper.hops,
        issuerActs: issuers.told,
        reasonFor: (place) => reasonFor(timeline, upper, place),
      };
    }
    const followed = accounts.filter((place) => options.follow.has(placeKey(place)));
    const ordinary = accounts.filter((place) => !options.follow.has(placeKey(place)));
    const pages = await Promise.all([
      histories(ordinary, options.hubLimit),
      histories(followed, Number.POSITIVE_INFINITY),
      transactionsOf(coins),
    ]);
    take(pages.flat());
    for (const key of refused.keys()) explored.delete(key);
  }

  function questionNow(timeline: Timeline, seeds: readonly ResolvedSeed[]): Question {
    return {
      seeds,
      explored: new Set(explored),
      answered: new Set(answered),
      ...(crossings.length === 0 ? {} : { crossings: crossings.map(direction.crossing) }),
      isEndpoint: (key, time) =>
        asked.stops.endpointLabel(
          timeline.places[timeline.placeIndex.get(key) as number] as OwnerPlace,
          time,
        ) !== undefined,
      since: options.since,
      until: options.until,
      excluded: spam.leftOut(options.excluded),
    };
  }

  /** `more`: something was destroyed, which stands on the timeline from now on. */
  async function askIssuers(timeline: Timeline): Promise<'more' | undefined> {
    const isKept = (key: PlaceKey): boolean => explored.has(key) || seedKeys.has(key);
    const acts = await issuers.ask(timeline, isKept);
    if (acts === undefined) return undefined;
    gaps.push(...acts.gaps);
    for (const group of groupBy(acts.transfers, ({ chain }) => chain).values())
      gaps.push(...disagreements(keep(group)));
    return acts.transfers.length > 0 ? 'more' : undefined;
  }

  /** Places whose whole history is at hand. */
  function wholeIn({ keys }: Timeline): (place: number) => boolean {
    const partial = partialPlaces(gaps);
    return (place) => {
      const key = keys[place] as PlaceKey;
      return (explored.has(key) || seedKeys.has(key)) && !partial.has(key);
    };
  }

  /** A place of an owner with several is as near as the nearest of them. */
  function distance(timeline: Timeline, upper: Ceilings, place: number): number {
    const hopsTo = (at: number): number => upper.hops.get(at) ?? Number.POSITIVE_INFINITY;
    const others = options.owners?.get(timeline.keys[place] as PlaceKey) ?? [];
    return others.reduce(
      (least, key) => Math.min(least, hopsTo(timeline.placeIndex.get(key) ?? -1)),
      hopsTo(place),
    );
  }

  function tooFar(timeline: Timeline, upper: Ceilings, place: number): boolean {
    return distance(timeline, upper, place) >= options.hops;
  }

  function isListed(timeline: Timeline, asset: number, chain: ChainId): boolean {
    return ledgerOf(chain).assetInfo(timeline.assets[asset] as AssetId)?.genuine === true;
  }

  /** At or above --min-value in the asset's own units. */
  function largeEnough(
    timeline: Timeline,
    upper: Ceilings,
    chain: ChainId,
    asset: number,
    could: bigint,
  ): boolean {
    if (could === 0n) return false;
    const { minValue } = options;
    if (minValue.kind === 'share')
      return could * minValue.denominator >= (upper.wholes.get(asset) ?? 0n) * minValue.numerator;
    const decimals = ledgerOf(chain).assetInfo(timeline.assets[asset] as AssetId)?.decimals ?? 0;
    const finer = parseUnits(minValue.text, decimals + 12);
    return finer !== undefined && could * 10n ** 12n >= finer;
  }

  function qualifies(timeline: Timeline, upper: Ceilings, place: number): boolean {
    const at = timeline.places[place] as OwnerPlace;
    return [...(upper.unexplored.get(place) ?? [])].some(([asset, could]) =>
      largeEnough(timeline, upper, at.chain, asset, could),
    );
  }

  /**
   * Unexplored places to which enough of a listed asset came, near or far, hubs and services too: what passes through them
   * inside one transaction is no further away, and stays nobody's.
   */
  function settleable(timeline: Timeline, upper: Ceilings): number[] {
    const isAsked = (reason: NotFollowedReason | undefined): boolean =>
      reason === undefined || reason === 'hub' || reason === 'ambiguous-crossing';
    return [...upper.unexplored].flatMap(([place, sums]) => {
      const at = timeline.places[place] as OwnerPlace;
      const key = timeline.keys[place] as PlaceKey;
      if (!isOwner(at) || explored.has(key) || seedKeys.has(key) || !isAsked(refused.get(key))) return [];
      const counts = [...sums].some(
        ([asset, could]) =>
          isListed(timeline, asset, at.chain) && largeEnough(timeline, upper, at.chain, asset, could),
      );
      return counts ? place : [];
    });
  }

  /** An exchange is one act: what was received stands after all else of its transaction, whatever a source numbers first. */
  function settle({ transfers, gaps: said, crossings: exchanged, ambiguous }: Settled): void {
    gaps.push(...said);
    for (const { received } of exchanged)
      for (const { chain, transfer } of received) last.add(`${chain}|${transfer}`);
    for (const group of groupBy(transfers, ({ chain }) => chain).values())
      gaps.push(...disagreements(keep(group)));
    // Some of them may have been on the timeline already, in another order.
    builder.replace(
      transfers.filter((each) => last.has(`${each.chain}|${each.id}`) && isWanted(each)).map(inOrder),
    );
    const unsure = new Set(ambiguous.map(({ chain, transfer }) => `${chain}|${transfer}`));
    for (const { chain, id, to } of transfers)
      if (unsure.has(`${chain}|${id}`) && !explored.has(placeKey(to)))
        refused.set(placeKey(to), 'ambiguous-crossing');
    const known = new Set(crossings.map(({ id }) => id));
    crossings.push(...exchanged.filter(({ id }) => !known.has(id)));
  }

  function candidatesOf(timeline: Timeline, upper: Ceilings): Candidate[] {
    const candidates: Candidate[] = [];
    for (const [place, sums] of upper.unexplored) {
      const at = timeline.places[place] as OwnerPlace;
      const key = timeline.keys[place] as PlaceKey;
      if (explored.has(key) || refused.has(key) || seedKeys.has(key) || !isOwner(at)) continue;
      const isFollowed = options.follow.has(key);
      if (tooFar(timeline, upper, place) || !(isFollowed || qualifies(timeline, upper, place))) continue;
      let share = 0n;
      let listed = false;
      for (const [asset, could] of sums) {
        const all = upper.wholes.get(asset) ?? 0n;
        if (all > 0n) share += (could * SCALE) / all;
        listed ||=
          isListed(timeline, asset, at.chain) && largeEnough(timeline, upper, at.chain, asset, could);
      }
      candidates.push({ place, share, rank: isFollowed ? 'followed' : listed ? 'listed' : 'unlisted' });
    }
    candidates.sort((a, b) => {
      if (a.share !== b.share) return a.share > b.share ? -1 : 1;
      return (timeline.keys[a.place] as PlaceKey) < (timeline.keys[b.place] as PlaceKey) ? -1 : 1;
    });
    return candidates;
  }

  function reasonFor(timeline: Timeline, upper: Ceilings, place: number): NotFollowedReason {
    const known = refused.get(timeline.keys[place] as PlaceKey);
    if (known !== undefined) return known;
    if (!qualifies(timeline, upper, place)) return 'below-min-value';
    return tooFar(timeline, upper, place) ? 'hop-limit' : 'wallet-limit';
  }
}

/**
 * Who stands on the other side of a crossing is a service there: what it has beyond what the crossing links is not followed
 * through it as though it were a wallet.
 */
function otherSides(timeline: Timeline, { crossings }: Ceilings): PlaceKey[] {
  return crossings.flatMap(({ given, received }) => [
    ...given.map((index) => timeline.keys[timeline.legs[index]?.to as number] as PlaceKey),
    ...received.map((index) => timeline.keys[timeline.legs[index]?.from as number] as PlaceKey),
  ]);
}

function disagreements(contradicted: Added['contradicted']): Gap[] {
  return contradicted.map(({ known, told }) => ({
    code: 'source-disagreement',
    chain: known.chain,
    place: isOwner(told.from) ? told.from : told.to,
    why: `Transfer ${known.id} was told twice: ${known.amount} and ${told.amount} of ${known.asset}; the first stands.`,
    asset: known.asset,
    amount: told.amount,
  }));
}

function subjectKey(page: Page): string {
  const subject = typeof page.subject === 'string' ? page.subject : placeKey(page.subject);
  return `${subject}|${page.transfers[0]?.id ?? ''}`;
}
