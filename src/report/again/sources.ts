// A question for the sources of an account's money, of a JSON result, as findings have it.
import type { AssetId } from '../../model/asset.ts';
import type { ChainId } from '../../model/chain.ts';
import type { OwnerPlace } from '../../model/place.ts';
import type { SeedId } from '../../model/seed.ts';
import type { Exposure, GroupFinding, SourceFinding, SourceFindings } from '../../trace/backward/findings.ts';
import type { Source } from '../../trace/backward/sources.ts';
import type { ConventionName } from '../../trace/conventions/convention.ts';
import type { SourcesResult } from '../answer.ts';
import type { SourcesJson } from '../sources/schema.ts';
import { labelsOf, labelsShown, toldBy } from './labels.ts';
import {
  amountsOf,
  arrivalsOf,
  boundsOf,
  crossingOf,
  gapOf,
  knownOf,
  pendingOf,
  scopeOf,
  sumsOf,
} from './parts.ts';
import { type Places, places } from './places.ts';
import { accountPricesOf } from './prices.ts';
import { spamOf } from './spam.ts';
import { leftOutFromOf, pathOf } from './ways.ts';

export function sourcesOf(json: SourcesJson): SourcesResult {
  return { name: json.name, title: json.title, sources: sourceFindingsOf(json, places()) };
}

export function sourceFindingsOf(json: SourcesJson, at: Places): SourceFindings {
  const account = json.account.map((row) => ({
    place: at.of(row),
    display: row.address,
    labels: labelsShown(row.labels, row, row.shownAs),
    received: sumsOf(row.received),
    arrivals: arrivalsOf(row.arrivals),
    outside: row.outside,
    isSeen: row.isSeen ?? true,
    isPartial: row.isPartial ?? false,
  }));
  return {
    account,
    ...scopeOf(json),
    received: sumsOf(json.received),
    arrivals: arrivalsOf(json.arrivals),
    categories: json.categories.map((row) => groupOf(row, { kind: row.kind, category: row.category ?? '' })),
    entities: json.entities.map((row) => groupOf(row, { ...LABELLED, ...row })),
    labelSources: json.labelSources.map((row) =>
      groupOf(row, { ...LABELLED, category: row.category, saidBy: row.source }),
    ),
    sources: json.sources.map((row) => sourceOf(row, at)),
    statement: json.statement.map(({ asset, convention, ...units }) => ({
      asset: asset as AssetId,
      convention: convention as ConventionName,
      received: BigInt(units.received),
      labelled: BigInt(units.labelled),
      unknown: BigInt(units.unknown),
      issued: BigInt(units.issued),
      own: BigInt(units.own),
      unexplained: BigInt(units.unexplained),
    })),
    paths: json.paths.map(({ source, ...path }) => pathOf({ seed: source, ...path }, at)),
    pathsLeftOut: leftOutFromOf(json.pathsLeftOutFrom, account[0]?.place as OwnerPlace),
    crossings: json.crossings.map(crossingOf),
    pending: pendingOf(json.pending),
    gaps: json.gaps.map((gap) => gapOf(gap, at)),
    explored: json.explored,
    names: at.names,
    known: knownOf(json.known, at),
    ...(json.prices === undefined ? {} : { prices: accountPricesOf(json.prices) }),
    ...(json.spam === undefined ? {} : { spam: spamOf(json.spam, at) }),
  };
}

const LABELLED = { kind: 'labelled' as const, entity: undefined, saidBy: undefined };

function groupOf(
  json: Omit<SourcesJson['categories'][number], 'kind' | 'category'>,
  {
    kind,
    category,
    entity,
    saidBy,
  }: Pick<GroupFinding, 'kind' | 'category'> & Partial<Pick<GroupFinding, 'entity' | 'saidBy'>>,
): GroupFinding {
  return {
    kind,
    category,
    entity,
    saidBy,
    ...exposureOf(json),
    sources: json.sources as SeedId[],
    bounds: json.bounds === undefined ? undefined : boundsOf(json.bounds),
  };
}

export function exposureOf({
  amounts,
  direct,
}: {
  readonly amounts: SourcesJson['sources'][number]['amounts'];
  readonly direct: SourcesJson['sources'][number]['direct'];
}): Exposure {
  return { amounts: amountsOf(amounts), direct: amountsOf(direct) };
}

function sourceOf(json: SourcesJson['sources'][number], at: Places): SourceFinding {
  const { id, kind, chain, address, places: count, entity, category, source, reason } = json;
  const label =
    entity === undefined
      ? undefined
      : toldBy({ ...json, entity, category: category ?? '', source: source ?? '' });
  return {
    source: {
      id: id as SeedId,
      kind,
      chain: chain as ChainId,
      place: address === undefined ? undefined : at.at(chain, address),
      label,
      reason: reason as Source['reason'],
      places: count,
    },
    display: address ?? '',
    labels: labelsOf(json.labels, { chain, address: address ?? '' }),
    ...exposureOf(json),
    arrivals: arrivalsOf(json.arrivals),
  };
}
