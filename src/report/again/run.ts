// A run of a JSON result as findings have it, so that every form of a report is made from one and the same thing.
import type { AssetId } from '../../model/asset.ts';
import type { ChainId } from '../../model/chain.ts';
import { placeKey, type TxId } from '../../model/place.ts';
import type { Seed, SeedId } from '../../model/seed.ts';
import type { CoinId } from '../../model/transfer.ts';
import type { ConventionName } from '../../trace/conventions/convention.ts';
import type { NotFollowedReason } from '../../trace/explore.ts';
import type { EndpointFinding, Findings, SeedFinding, Statement } from '../../trace/findings.ts';
import type { RunResult } from '../json.ts';
import type { RunJson } from '../schema.ts';
import { bridgeOf } from './bridges.ts';
import { coinsOf } from './coins.ts';
import { decisionsOf } from './decisions.ts';
import { depositOf } from './deposits.ts';
import { exposureOf } from './exposure.ts';
import { frozenOf, issuerOf } from './issuers.ts';
import { labelsShown, toldBy } from './labels.ts';
import {
  amountsOf,
  arrivalsOf,
  boundsOf,
  crossingOf,
  gapOf,
  knownOf,
  lineOf,
  pendingOf,
  scopeOf,
  sumsOf,
  totalOf,
} from './parts.ts';
import { patternsOf } from './patterns.ts';
import { type Places, places } from './places.ts';
import { pricesOf } from './prices.ts';
import { proofsOf } from './proofs.ts';
import { sensitivityOf } from './sensitivity.ts';
import { spamOf } from './spam.ts';
import { victimsOf } from './victims.ts';
import { countsOf, flowOf, leftOutOf, pathOf } from './ways.ts';

export function runOf(json: RunJson): RunResult {
  const at = places();
  const paths = json.paths.map((path) => pathOf(path, at));
  const pathsLeftOut = leftOutOf(json.pathsLeftOutInto, at);
  const findings: Findings = {
    kind: json.question,
    seeds: json.seeds.map((seed) => seedOf(seed, at)),
    ...scopeOf(json),
    endpoints: json.endpoints.map((endpoint) => endpointOf(endpoint, at)),
    entities: json.entities.map((entity) => ({
      entity: entity.entity,
      category: entity.category,
      amounts: amountsOf(entity.amounts),
      bounds: boundsOf(entity.bounds),
      boundsBySeed: new Map(
        Object.entries(entity.boundsBySeed).map(([id, bounds]) => [id as SeedId, boundsOf(bounds)]),
      ),
      direct: sumsOf(entity.direct),
      endpoints: entity.endpoints.map((place) => placeKey(at.of(place))),
    })),
    notReached: json.notReached.map((row) => ({
      ...row,
      places: row.places.map((place) => ({ place: at.of(place), display: place.address })),
      bounds: boundsOf(row.bounds),
    })),
    unseen: sumsOf(json.unseen),
    touched: json.touched.map((line) => lineOf(line, at)),
    held: json.held.map((line) => ({
      ...lineOf(line, at),
      coin: line.coin as CoinId | undefined,
      frozen: frozenOf(line.frozen),
    })),
    notFollowed: json.notFollowed.map((line) => ({
      ...lineOf(line, at),
      reason: line.reason as NotFollowedReason,
      arrivals: arrivalsOf(line.arrivals),
    })),
    fees: totalOf(json.fees),
    burnt: totalOf(json.burnt),
    returned: totalOf(json.returned),
    reachedSeed: json.reachedSeed.map(({ from, to, amounts }) => ({
      from: from as SeedId,
      to: to as SeedId,
      amounts: amountsOf(amounts),
    })),
    crossings: json.crossings.map(crossingOf),
    paths,
    pathsLeftOut,
    pathCounts: countsOf(paths, pathsLeftOut),
    patterns: patternsOf(json.patterns, at),
    pending: pendingOf(json.pending),
    gaps: json.gaps.map((gap) => gapOf(gap, at)),
    statement: json.statement.map(statementOf),
    ...coinsOf(json, at),
    deposits: (json.deposits ?? []).map((deposit) => depositOf(deposit, json.options, at)),
    ...(json.bridges === undefined ? {} : { bridges: json.bridges.map(bridgeOf) }),
    ...(json.exposure === undefined ? {} : { exposure: exposureOf(json.exposure, at) }),
    ...(json.issuers === undefined ? {} : { issuers: json.issuers.map(issuerOf) }),
    ...(json.spam === undefined ? {} : { spam: spamOf(json.spam, at) }),
    ...(json.prices === undefined ? {} : { prices: pricesOf(json.prices, at) }),
    known: knownOf(json.known, at),
    ...(json.flows === undefined ? {} : { flows: json.flows.map((flow) => flowOf(flow, at)) }),
    ...(json.sensitivity === undefined ? {} : { sensitivity: sensitivityOf(json.sensitivity, at) }),
    ...(json.explainBounds === undefined ? {} : { explainBounds: proofsOf(json.explainBounds, at) }),
    ...decisionsOf(json, at),
    ...victimsOf(json, at),
    ...(json.flaggedSince === undefined ? {} : { flaggedSince: json.flaggedSince }),
    ...(json.to === undefined
      ? {}
      : { target: { name: json.to.name, isMet: json.to.isMet, elsewhere: amountsOf(json.to.elsewhere) } }),
    names: at.names,
  };
  return { name: json.name, title: json.title, findings };
}

export function seedOf(json: RunJson['seeds'][number], at: Places): SeedFinding {
  const { id, kind, chain, address, tx, n, labels, shownAs, isSeen = true, isPartial, injected } = json;
  const place = address === undefined ? undefined : at.at(chain, address);
  const payment = {
    kind: 'payment' as const,
    id: id as SeedId,
    chain: chain as ChainId,
    txId: (tx ?? '') as TxId,
    n,
  };
  const seed: Seed = kind === 'wallet' && place !== undefined ? { kind, id: payment.id, place } : payment;
  return {
    seed,
    place,
    display: address ?? id,
    labels: labelsShown(labels, { chain, address: address ?? '' }, shownAs),
    isSeen,
    isPartial: isPartial ?? false,
    injected: sumsOf(injected),
  };
}

function endpointOf(json: RunJson['endpoints'][number], at: Places): EndpointFinding {
  const line = lineOf(json, at);
  const { received, afterFlag } = json;
  return {
    ...line,
    label: toldBy(json),
    bounds: boundsOf(json.bounds),
    arrivals: arrivalsOf(json.arrivals),
    received:
      received === undefined ? undefined : { sums: sumsOf(received.amounts), transfers: received.transfers },
    ...(afterFlag === undefined ? {} : { afterFlag: amountsOf(afterFlag.amounts) }),
  };
}

function statementOf({
  seed,
  asset,
  convention,
  notFollowed,
  ...units
}: RunJson['statement'][number]): Statement {
  return {
    seed: seed as SeedId,
    asset: asset as AssetId,
    convention: convention as ConventionName,
    injected: BigInt(units.injected),
    convertedIn: BigInt(units.convertedIn),
    endpoints: BigInt(units.endpoints),
    held: BigInt(units.held),
    fees: BigInt(units.fees),
    burnt: BigInt(units.burnt),
    returned: BigInt(units.returned),
    reachedSeed: BigInt(units.reachedSeed),
    convertedOut: BigInt(units.convertedOut),
    notFollowed: new Map(
      Object.entries(notFollowed).map(([reason, sum]) => [reason as NotFollowedReason, BigInt(sum)]),
    ),
    residual: BigInt(units.residual),
  };
}
