// One question from seeds to findings: explore, sweep under every convention asked for, check, gather.
import { asOne } from '../labels/rank.ts';
import type { AssetId, AssetInfo } from '../model/asset.ts';
import type { ChainId } from '../model/chain.ts';
import type { Crossing } from '../model/crossing.ts';
import { KnownError } from '../model/errors.ts';
import type { Gap } from '../model/gap.ts';
import type { Label } from '../model/label.ts';
import type { Block, Ledger } from '../model/ledger.ts';
import { isOwner, type OwnerPlace, type PlaceKey, placeKey } from '../model/place.ts';
import type { Seed, SeedId } from '../model/seed.ts';
import { withActors } from './actors.ts';
import { afterFlag, type Flagged } from './after-flag.ts';
import { assetInfoIn } from './asset-info.ts';
import { auditsOf } from './audit/audit.ts';
import type { Rule } from './audit/paper.ts';
import { entityGroup, runBounds } from './bounds/by-group.ts';
import { explain, placesIn } from './bounds/explain.ts';
import { touchedPools } from './checks.ts';
import type { ClaimFile } from './claims/claim.ts';
import { settleClaims } from './claims/settle.ts';
import { victimFindings } from './claims/victims.ts';
import { coinFindings } from './coins/coin-findings.ts';
import { coinShapes, withShapes } from './coins/shapes.ts';
import { crossingFindings } from './crossing-findings.ts';
import { decided } from './decisions/decided.ts';
import type { DecisionFile } from './decisions/decision.ts';
import { decisionFindings } from './decisions/effects.ts';
import { depositsMet } from './deposits/deposits-met.ts';
import type { Explored, Progress } from './explore.ts';
import { byEntityMoney, byGap, byMoney } from './finding-order.ts';
import type {
  Arrivals,
  BySeed,
  EndpointFinding,
  EntityFinding,
  Findings,
  HeldFinding,
  NotFollowedFinding,
  PlaceFinding,
  ReachedSeed,
} from './findings.ts';
import { flowsOf } from './flows.ts';
import { type Gathering, gathering } from './gather.ts';
import { freezesOf, issuerFindings } from './issuers/frozen.ts';
import { ledgerRows } from './ledger-rows.ts';
import { gapsBeyond } from './new-gaps.ts';
import { labelledReceivers, notReached } from './not-reached.ts';
import type { TraceOptions } from './options.ts';
import { directTo, pathsInto } from './paths.ts';
import { patternsOf } from './patterns/patterns.ts';
import { reasonOf } from './reason-of.ts';
import { remembering } from './remembering.ts';
import { seedFinding } from './seed-finding.ts';
import { sensitivityOf } from './sensitivity.ts';
import { placesOfSpam, spamFindings } from './spam/spam-findings.ts';
import { isSpamFollowed } from './spam/spam-watch.ts';
import { firstArrivals } from './standing.ts';
import { statementOf } from './statement.ts';
import { type Labels, labelsOf, type Stops } from './stops.ts';
import type { Booking, Line, Swept } from './sweep/swept.ts';
import { isAbout, onlyTo, type Target, towards } from './target.ts';
import type { Leg } from './timeline.ts';
import { type Total, totalsOf } from './totals.ts';
import { touchedPlaces } from './touched.ts';
import { walk } from './walk.ts';
import { walkGaps } from './walk-gaps.ts';

export interface TraceRequest {
  /** All wallets or all payments: the two are separate questions (engine.md §3). */
  readonly seeds: readonly Seed[];
  /** Payments as victims tell of them, to be looked for first: seeds beside the others, which are then payments too. */
  readonly claims?: ClaimFile | undefined;
  /** A ledger for every chain of the seeds and claims. */
  readonly ledgers: ReadonlyMap<ChainId, Ledger>;
  readonly asOf: ReadonlyMap<ChainId, Block>;
  readonly labels: Labels;
  /** Where an analyst's word changes them; else they follow from labels and options. */
  readonly stops?: Stops;
  readonly decisions?: DecisionFile | undefined;
  /** The one wallet or service that is asked about. */
  readonly target?: Target | undefined;
  readonly options: TraceOptions;
  /** Transfers by which value changed asset or chain, where somebody has found them. */
  readonly crossings?: readonly Crossing[];
  /** `asked`: endpoints are also asked for all that they received. */
  readonly totals: 'asked' | 'left';
  /** `asked`: the question is asked again under tighter limits, from the answers at hand. */
  readonly sensitivity: 'asked' | 'left';
  /** Endpoints also say what they received after the seeds were flagged. */
  readonly flagged?: Flagged | undefined;
  /** `asked`: the rows that the figures rest on stand in the findings. */
  readonly rows?: 'asked';
  /** `asked`: with every transfer that carries anything. */
  readonly flows?: 'asked' | 'left';
  /** Conventions that an audit is to be kept for: conserving ones, among `options.conventions`. */
  readonly audit?: readonly Rule[];
  /** `asked`: the cuts behind the bounds. */
  readonly explain?: 'asked' | 'left';
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

type Groups<K> = Map<K, { readonly sums: Gathering; readonly bookings: Booking[] }>;

export async function traceQuestion(question: TraceRequest): Promise<Findings> {
  const memory = remembering(question.ledgers);
  const { claims } = question;
  const settled = claims && (await settleClaims(claims, { ...question, ledgers: memory.asking }));
  const seeds = [...question.seeds, ...(settled?.seeds ?? [])];
  const asked: TraceRequest = { ...question, seeds, ledgers: memory.asking };
  const request = towards(decided(asked));
  const { options, ledgers, asOf, signal } = request;
  const walked = await walk(request);
  const { labels } = walked.request;
  const { stops, explored, swepts, headline, conserving } = walked;
  const { timeline } = explored;
  const touched = touchedPools(timeline, swepts);
  const { gaps: own, closings } = await walkGaps(request, explored, timeline, conserving, touched);
  const gaps: Gap[] = [...own, ...gapsBeyond(own, settled?.gaps ?? [])];

  const names = new Map<PlaceKey, string>();
  const known = new Map<PlaceKey, string>();
  function display(place: OwnerPlace): string {
    const key = placeKey(place);
    const text = names.get(key) ?? (ledgers.get(place.chain) as Ledger).display(place);
    names.set(key, text);
    return text;
  }
  function place(index: number): OwnerPlace {
    return timeline.places[index] as OwnerPlace;
  }
  const byLine = new Map<Line, { swept: Swept; booking: Booking }[]>();
  for (const swept of swepts)
    for (const booking of swept.bookings) {
      const rows = byLine.get(booking.line);
      if (rows === undefined) byLine.set(booking.line, [{ swept, booking }]);
      else rows.push({ swept, booking });
    }
  /** Bookings of these lines, under all conventions, gathered under the key that the caller gives. */
  function grouped<K>(lines: readonly Line[], keyOf: (booking: Booking) => K): Groups<K> {
    const groups: Groups<K> = new Map();
    for (const line of lines)
      for (const { swept, booking } of byLine.get(line) ?? []) {
        const key = keyOf(booking);
        const group = groups.get(key) ?? { sums: gathering(timeline), bookings: [] };
        group.sums.add(swept, booking);
        group.bookings.push(booking);
        groups.set(key, group);
      }
    return groups;
  }
  function arrivalsOf(bookings: readonly Booking[]): Map<AssetId, Arrivals> {
    const arrivals = new Map<AssetId, Arrivals>();
    for (const index of new Set(bookings.map(({ leg }) => leg as number))) {
      const leg = timeline.legs[index] as Leg;
      const time = leg.transfer.at?.time as number;
      const known = arrivals.get(leg.transfer.asset) ?? { transfers: 0, first: time, last: time };
      arrivals.set(leg.transfer.asset, {
        transfers: known.transfers + 1,
        first: Math.min(known.first, time),
        last: Math.max(known.last, time),
      });
    }
    return arrivals;
  }
  function total(line: Booking['line']): BySeed {
    return (
      grouped([line], () => line)
        .get(line)
        ?.sums.done() ?? { amounts: new Map(), bySeed: new Map() }
    );
  }
  function finding(index: number, sums: BySeed): PlaceFinding {
    const at = place(index);
    return { place: at, display: display(at), labels: labelsOf(labels, at), ...sums };
  }

  const atEndpoints = grouped(['endpoint'], (booking) => booking.place);
  const received =
    request.totals === 'asked'
      ? await totalsOf([...atEndpoints.keys()].map(place), ledgers, asOf, options, signal)
      : undefined;
  for (const gap of received?.gaps ?? []) gaps.push(gap);
  const firsts = firstArrivals(walked);
  const labelAt = new Map(
    [...atEndpoints.keys()].map((index) => {
      const key = timeline.keys[index] as PlaceKey;
      return [key, stops.endpointLabel(place(index), firsts.get(key) as number) as Label] as const;
    }),
  );
  const seen = labelledReceivers(walked);
  const serviceAt = (key: PlaceKey): Label | undefined => {
    const other = seen.get(key);
    return labelAt.get(key) ?? (other?.kind === 'service' ? other.label : undefined);
  };
  const bounds = runBounds(explored, conserving, (key) => serviceAt(key)?.entity);
  const assetFacts = assetsOf(explored, ledgers, received?.totals, settled?.named.assets ?? []);
  const seedFindings = request.seeds.map((seed) => seedFinding(seed, explored, headline, display, labels));
  const late =
    request.flagged === undefined
      ? undefined
      : afterFlag(
          request.flagged,
          seedFindings.flatMap((seed) => seed.labels),
          swepts,
          timeline,
        );
  const endpoints = [...atEndpoints].map(([index, { sums, bookings }]): EndpointFinding => {
    return {
      ...finding(index, sums.done()),
      bounds: bounds.all.get(timeline.keys[index] as string) ?? new Map(),
      label: labelAt.get(timeline.keys[index] as PlaceKey) as Label,
      arrivals: arrivalsOf(bookings),
      received: received?.totals.get(timeline.keys[index] as PlaceKey),
      ...(late === undefined ? {} : { afterFlag: late.amountsAt(index) }),
    };
  });
  const entityOf = (key: PlaceKey): string | undefined => labelAt.get(key)?.entity;
  const addressesOf = new Map<string, PlaceKey[]>();
  for (const [key, { entity }] of labelAt) {
    const own = addressesOf.get(entity);
    if (own === undefined) addressesOf.set(entity, [key]);
    else own.push(key);
  }
  const direct = directTo(timeline, headline, entityOf);
  const entities = [
    ...grouped(['endpoint'], ({ place: index }) => entityOf(timeline.keys[index] as PlaceKey) as string),
  ].map(([entity, { sums }]): EntityFinding => {
    const own = addressesOf.get(entity) as PlaceKey[];
    return {
      entity,
      category: labelAt.get(own[0] as PlaceKey)?.category ?? '',
      amounts: sums.done().amounts,
      bounds: bounds.all.get(entityGroup(entity)) ?? new Map(),
      boundsBySeed: bounds.bySeed.get(entityGroup(entity)) ?? new Map(),
      direct: direct.get(entity) ?? new Map(),
      endpoints: [...own].sort(),
    };
  });
  const freezes = freezesOf(explored, ledgers);
  const holdings = grouped(
    ['held'],
    (booking) => `${booking.place}|${booking.coin ?? ''}|${freezes.of(booking)?.since ?? ''}`,
  );
  const held = [...holdings.values()].map(({ sums, bookings }): HeldFinding => {
    const booking = bookings[0] as Booking;
    return { ...finding(booking.place, sums.done()), coin: booking.coin, frozen: freezes.of(booking) };
  });
  const issuers = issuerFindings(explored, swepts, freezes, ledgers);
  const notFollowed = [
    ...grouped(
      ['notFollowed', 'afterUntil'],
      (booking) => `${booking.place}|${reasonOf(explored, booking)}`,
    ).values(),
  ].map(({ sums, bookings }): NotFollowedFinding => {
    const booking = bookings[0] as Booking;
    return {
      ...finding(booking.place, sums.done()),
      reason: reasonOf(explored, booking),
      arrivals: arrivalsOf(bookings),
    };
  });
  const drawn = (asset: AssetId): boolean =>
    isSpamFollowed(options) || assetFacts.some(({ id, genuine }) => id === asset && genuine);
  /** A place that the report shows on a way: with who stands there, if somebody says so. */
  function name(at: OwnerPlace): void {
    display(at);
    const label = asOne(labelsOf(labels, at));
    if (label !== undefined) known.set(placeKey(at), label.entity);
  }
  const {
    paths: bare,
    leftOut,
    counts,
  } = pathsInto(
    timeline,
    headline,
    drawn,
    options.paths,
    ({ line, place: at }) =>
      line === 'endpoint' && isAbout(request.target, place(at), labelAt.get(timeline.keys[at] as PlaceKey)),
  );
  const shapes = coinShapes(timeline);
  const paths = withShapes(shapes, withActors(explored, bare));
  const patterns = patternsOf(walked, drawn);
  for (const path of paths)
    for (const { from, to, actors } of path.hops)
      for (const at of [from, to, actors.sender, actors.spender, actors.funder?.place])
        if (at !== undefined) name(at);
  for (const { places } of patterns) for (const at of places) name(at);
  const coins = coinFindings(walked, shapes, name);
  for (const [chain, block] of asOf) gaps.push(...(await stillCanonical(chain, block, ledgers, signal)));
  for (const { place: end } of options.evidenceEnds) {
    const at = timeline.places[timeline.placeIndex.get(end) ?? -1];
    if (at !== undefined && isOwner(at)) display(at);
  }
  for (const at of settled?.named.places ?? []) display(at);
  for (const gap of gaps) if (gap.place !== undefined && isOwner(gap.place)) display(gap.place);
  const explained = request.explain === 'asked' ? explain(bounds.networks, entityOf) : undefined;
  for (const at of explained === undefined ? [] : placesIn(explained)) display(at);

  entities.sort(byEntityMoney(headline));
  const { unseen } = bounds;
  const reached = new Set(entities.map(({ entity }) => entity));
  const unreached = notReached(walked, seen, reached, bounds.all, unseen, display);
  const sensitivity =
    request.sensitivity === 'asked' ? await sensitivityOf(walked, entities, memory.recalling) : undefined;
  const decisions = await decisionFindings(asked, walked);
  const victims =
    settled &&
    victimFindings(settled, walked, {
      firsts,
      labelAt,
      bounds: bounds.all,
      networks: bounds.networks,
    });
  const order = byMoney(headline);
  const flows = request.flows === 'asked' ? flowsOf(walked) : undefined;
  for (const { transfer } of flows ?? [])
    for (const at of [transfer.from, transfer.to]) if (isOwner(at)) display(at);
  const spam = spamFindings(explored, ledgers, options);
  for (const at of spam === undefined ? [] : placesOfSpam(spam)) if (isOwner(at)) display(at);
  const findings: Findings = {
    kind: claims !== undefined || seeds[0]?.kind === 'payment' ? 'payments' : 'wallets',
    seeds: seedFindings,
    options: asked.options,
    asOf: [...asOf.values()].sort((a, b) => (a.chain < b.chain ? -1 : 1)),
    services: [...ledgers].map(([chain, ledger]) => ({ chain, names: ledger.services })),
    assets: assetFacts,
    endpoints: endpoints.sort(order),
    entities,
    notReached: unreached,
    unseen,
    touched: touchedPlaces(walked, finding).sort(order),
    held: held.sort(order),
    notFollowed: notFollowed.sort(order),
    fees: total('fees'),
    burnt: total('burnt'),
    returned: total('returned'),
    reachedSeed: reachedSeeds(
      headline,
      grouped(['reachedSeed'], ({ seed, reached }) => `${seed}|${reached}`),
    ),
    crossings: crossingFindings(walked),
    paths,
    pathsLeftOut: leftOut,
    pathCounts: counts,
    patterns,
    ...coins,
    deposits: depositsMet(walked, display),
    pending: [...new Map(explored.pending.map((transfer) => [transfer.id, transfer])).values()].sort(
      (a, b) => (a.id < b.id ? -1 : 1),
    ),
    gaps: gaps.sort(byGap),
    statement: swepts
      .filter((swept) => swept.convention.conserving)
      .flatMap((swept) => statementOf(timeline, swept, (booking) => reasonOf(explored, booking))),
    explored: { places: explored.question.explored.size, transfers: timeline.legs.length },
    names,
    known,
    ...(late === undefined ? {} : { flaggedSince: late.since }),
    ...(request.rows === undefined ? {} : { rows: ledgerRows(walked) }),
    ...(flows === undefined ? {} : { flows }),
    ...(sensitivity === undefined ? {} : { sensitivity }),
    ...(decisions === undefined ? {} : { decisions }),
    ...(victims === undefined ? {} : { victims }),
    ...(request.audit === undefined ? {} : { audits: auditsOf(walked, request.audit, closings) }),
    ...(explained === undefined ? {} : { explainBounds: explained }),
    ...(issuers.length === 0 ? {} : { issuers }),
    ...(spam === undefined ? {} : { spam }),
  };
  return onlyTo(findings, request, timeline.places);
}

/** Asked again at the end: a block that left the chain takes with it what was read as of it. */
export async function stillCanonical(
  chain: ChainId,
  block: Block,
  ledgers: ReadonlyMap<ChainId, Ledger>,
  signal: AbortSignal,
): Promise<Gap[]> {
  try {
    if (await (ledgers.get(chain) as Ledger).isCanonical(block, signal)) return [];
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    const why = `Whether block ${block.height} still stands could not be asked at the end (${error.code}); run again later to be sure.`;
    return [{ code: 'source-failed', chain, place: undefined, why }];
  }
  const why = `Block ${block.height} (${block.hash}) left the chain during the run; run again.`;
  return [{ code: 'as-of-changed', chain, place: undefined, why }];
}

export function assetsOf(
  { timeline }: Pick<Explored, 'timeline'>,
  ledgers: ReadonlyMap<ChainId, Ledger>,
  totals: ReadonlyMap<PlaceKey, Total> | undefined,
  named: readonly AssetId[],
): AssetInfo[] {
  const ids = new Set([...timeline.legs.map(({ transfer }) => transfer.asset), ...named]);
  for (const { sums } of totals?.values() ?? []) for (const id of sums.keys()) ids.add(id);
  return [...ids]
    .sort()
    .map((id) => assetInfoIn(ledgers, id) ?? { id, symbol: id, decimals: undefined, genuine: false });
}

function reachedSeeds(headline: Swept, groups: Groups<string>): ReachedSeed[] {
  const idOf = (rank: number): SeedId => headline.seeds[rank]?.id as SeedId;
  return [...groups]
    .map(([key, { sums }]) => {
      const [from, to] = key.split('|').map(Number) as [number, number];
      return { from: idOf(from), to: idOf(to), amounts: sums.done().amounts };
    })
    .sort((a, b) => (a.from === b.from ? (a.to < b.to ? -1 : 1) : a.from < b.from ? -1 : 1));
}
