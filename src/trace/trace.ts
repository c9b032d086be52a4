// One question from seeds to findings: explore, sweep under every convention asked for, check, gather. What belongs into a
// finding its own file says; here stands in which order they are made.
import type { AssetId } from '../model/asset.ts';
import type { Gap } from '../model/gap.ts';
import { isOwner, placeKey } from '../model/place.ts';
import { afterFlag } from './after-flag.ts';
import { endpointFindings, entityFindings } from './arrived.ts';
import { assetsOf } from './asset-info.ts';
import { auditsOf } from './audit/audit.ts';
import { booked } from './booked.ts';
import { runBounds } from './bounds/by-group.ts';
import { explain, placesIn } from './bounds/explain.ts';
import { bridgeFindings } from './bridges/bridge-findings.ts';
import { withBridges } from './bridges/with-bridges.ts';
import { stillCanonical } from './canonical.ts';
import { touchedPools } from './checks.ts';
import { settleClaims } from './claims/settle.ts';
import { victimFindings } from './claims/victims.ts';
import { crossingFindings } from './crossing-findings.ts';
import { decided } from './decisions/decided.ts';
import { decisionFindings } from './decisions/effects.ts';
import { depositsMet } from './deposits/deposits-met.ts';
import { exposureFindings, withAccounts } from './exposure/accounts.ts';
import { byEntityMoney, byGap, byMoney } from './finding-order.ts';
import type { Findings } from './findings.ts';
import { flowsOf } from './flows.ts';
import { freezesOf, issuerFindings } from './issuers/frozen.ts';
import { ledgerRows } from './ledger-rows.ts';
import { naming } from './naming.ts';
import { gapsBeyond } from './new-gaps.ts';
import { labelledReceivers, notReached, serviceAt } from './not-reached.ts';
import { priceFindings } from './prices/priced.ts';
import { rememberedPrices } from './prices/worth.ts';
import { reasonOf } from './reason-of.ts';
import { remembering } from './remembering.ts';
import type { TraceRequest } from './request.ts';
import { seedFinder } from './seed-finding.ts';
import { sensitivityOf } from './sensitivity.ts';
import { placesOfSpam, spamFindings } from './spam/spam-findings.ts';
import { isSpamFollowed } from './spam/spam-watch.ts';
import { endpointLabels, firstArrivals } from './standing.ts';
import { statementOf } from './statement.ts';
import { heldFindings, notFollowedFindings, reachedSeeds } from './stayed.ts';
import { onlyTo, towards } from './target.ts';
import { takenAs } from './together.ts';
import { totalsOf } from './totals.ts';
import { touchedPlaces } from './touched.ts';
import { walk } from './walk.ts';
import { walkGaps } from './walk-gaps.ts';
import { waysOf } from './ways.ts';

export async function traceQuestion(question: TraceRequest): Promise<Findings> {
  const memory = remembering(question.ledgers);
  const { claims } = question;
  const settled = claims && (await settleClaims(claims, { ...question, ledgers: memory.asking }));
  const seeds = [...question.seeds, ...(settled?.seeds ?? [])];
  const taken = { ...question.options, seeds: takenAs(question.options.seeds, seeds) };
  const source = question.prices && rememberedPrices(question.prices);
  const asked: TraceRequest = withBridges({
    ...question,
    seeds,
    options: taken,
    prices: source,
    ledgers: memory.asking,
  });
  const request = towards(withAccounts(decided(asked)));
  const { options, ledgers, asOf, signal } = request;
  const walked = await walk(request);
  const { labels } = walked.request;
  const { explored, swepts, headline, conserving } = walked;
  const { timeline } = explored;
  const touched = touchedPools(timeline, swepts);
  const { gaps: own, closings } = await walkGaps(request, explored, timeline, conserving, touched);
  const gaps: Gap[] = [...own, ...gapsBeyond(own, settled?.gaps ?? [])];
  const read = booked(timeline, swepts);
  const named = naming(ledgers, labels);
  const { display } = named;

  const firsts = firstArrivals(walked);
  const labelAt = endpointLabels(walked, firsts);
  const { accounts } = request;
  const asking = new Map(accounts?.accounts.flatMap(({ places }) => places.map((at) => [placeKey(at), at])));
  for (const key of request.totals === 'asked' ? labelAt.keys() : []) {
    const at = timeline.places[timeline.placeIndex.get(key) as number];
    if (at !== undefined && isOwner(at)) asking.set(key, at);
  }
  const received =
    request.totals === 'asked' || accounts !== undefined
      ? await totalsOf([...asking.values()], ledgers, asOf, options, signal)
      : undefined;
  for (const gap of received?.gaps ?? []) gaps.push(gap);
  const seen = labelledReceivers(walked);
  const bounds = runBounds(explored, conserving, (key) => serviceAt(key, labelAt, seen)?.entity);
  const assetFacts = assetsOf(timeline, ledgers, received?.totals, settled?.named.assets ?? []);
  const seedFindings = request.seeds.map(seedFinder(explored, headline, display, labels));
  const late =
    request.flagged === undefined
      ? undefined
      : afterFlag(
          request.flagged,
          seedFindings.flatMap((seed) => seed.labels),
          swepts,
          timeline,
        );
  const arrived = { walked, booked: read, labelAt, bounds };
  const entities = entityFindings(arrived).sort(byEntityMoney(headline));
  const freezes = freezesOf(explored, ledgers);
  const issuers = issuerFindings(explored, swepts, freezes, ledgers);
  const drawn = (asset: AssetId): boolean =>
    isSpamFollowed(options) || assetFacts.some(({ id, genuine }) => id === asset && genuine);
  const ways = waysOf(walked, labelAt, drawn, named);
  for (const [chain, block] of asOf) gaps.push(...(await stillCanonical(chain, block, ledgers, signal)));

  const reached = new Set(entities.map(({ entity }) => entity));
  const sensitivity =
    request.sensitivity === 'asked' ? await sensitivityOf(walked, entities, memory.recalling) : undefined;
  const decisions = await decisionFindings(asked, walked);
  const victims =
    settled &&
    victimFindings(settled, walked, { firsts, labelAt, bounds: bounds.all, networks: bounds.networks });
  const explained =
    request.explain === 'asked' ? explain(bounds.networks, (key) => labelAt.get(key)?.entity) : undefined;
  const flows = request.flows === 'asked' ? flowsOf(walked) : undefined;
  const spam = spamFindings(explored, ledgers, options);
  const others = [
    ...options.evidenceEnds.map(({ place }) => timeline.places[timeline.placeIndex.get(place) ?? -1]),
    ...(settled?.named.places ?? []),
    ...gaps.map(({ place }) => place),
    ...(explained === undefined ? [] : placesIn(explained)),
    ...(flows ?? []).flatMap(({ transfer }) => [transfer.from, transfer.to]),
    ...(spam === undefined ? [] : placesOfSpam(spam)),
  ];
  for (const place of others) if (place !== undefined && isOwner(place)) display(place);

  const exposure =
    accounts && exposureFindings(accounts, walked, read, bounds, received?.totals ?? new Map(), named);
  const prices = request.prices && (await priceFindings(walked, labelAt, assetFacts, request.prices));
  const order = byMoney(headline);
  const findings: Findings = {
    kind: claims !== undefined || seeds[0]?.kind === 'payment' ? 'payments' : 'wallets',
    seeds: seedFindings,
    options: asked.options,
    asOf: [...asOf.values()].sort((a, b) => (a.chain < b.chain ? -1 : 1)),
    services: [...ledgers].map(([chain, ledger]) => ({ chain, names: ledger.services })),
    assets: assetFacts,
    endpoints: endpointFindings(arrived, named, received?.totals, late).sort(order),
    entities,
    notReached: notReached(walked, seen, reached, bounds.all, bounds.unseen, display),
    unseen: bounds.unseen,
    touched: touchedPlaces(walked, named).sort(order),
    held: heldFindings(walked, read, freezes, named).sort(order),
    notFollowed: notFollowedFindings(walked, read, named).sort(order),
    fees: read.total('fees'),
    burnt: read.total('burnt'),
    returned: read.total('returned'),
    reachedSeed: reachedSeeds(headline, read),
    crossings: crossingFindings(walked),
    paths: ways.paths,
    pathsLeftOut: ways.leftOut,
    pathCounts: ways.counts,
    patterns: ways.patterns,
    ...ways.coins,
    deposits: depositsMet(walked, display),
    pending: [...new Map(explored.pending.map((transfer) => [transfer.id, transfer])).values()].sort(
      (a, b) => (a.id < b.id ? -1 : 1),
    ),
    gaps: gaps.sort(byGap),
    statement: swepts
      .filter((swept) => swept.convention.conserving)
      .flatMap((swept) => statementOf(timeline, swept, (booking) => reasonOf(explored, booking))),
    explored: { places: explored.question.explored.size, transfers: timeline.legs.length },
    names: named.names,
    known: named.known,
    ...(late === undefined ? {} : { flaggedSince: late.since }),
    ...(request.rows === undefined ? {} : { rows: ledgerRows(walked) }),
    ...(flows === undefined ? {} : { flows }),
    ...(sensitivity === undefined ? {} : { sensitivity }),
    ...(decisions === undefined ? {} : { decisions }),
    ...(victims === undefined ? {} : { victims }),
    ...(request.audit === undefined ? {} : { audits: auditsOf(walked, request.audit, closings) }),
    ...(explained === undefined ? {} : { explainBounds: explained }),
    ...(explored.bridged.length === 0 ? {} : { bridges: bridgeFindings(explored.bridged) }),
    ...(exposure === undefined ? {} : { exposure }),
    ...(issuers.length === 0 ? {} : { issuers }),
    ...(spam === undefined ? {} : { spam }),
    ...(prices === undefined ? {} : { prices }),
  };
  return onlyTo(findings, request, timeline.places);
}
