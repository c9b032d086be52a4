// What was found of an account's sources, as JSON: amounts as decimal text, zero absent, everything sorted.
import { type OwnerPlace, placeKey } from '../../model/place.ts';
import type { Exposure, GroupFinding } from '../../trace/backward/findings.ts';
import type { SourcesResult } from '../answer.ts';
import {
  amountsJson,
  arrivalsJson,
  boundsJson,
  crossingJson,
  gapJson,
  pendingJson,
  placeJson,
  scopeJson,
  sumsJson,
} from '../json-parts.ts';
import { hopJson } from '../paths-json.ts';
import { accountPricesJson } from '../prices/json.ts';
import { spamJson } from '../spam/json.ts';
import { leftOutFromJson, toldAgainJson } from '../told-again-json.ts';
import { labelJson, whoSaysJson } from '../who-says.ts';
import type { SourcesJson } from './schema.ts';
import { sourcesSummary } from './summary.ts';

function exposureJson({ amounts, direct }: Exposure) {
  return { amounts: amountsJson(amounts), direct: amountsJson(direct) };
}

function groupJson(group: GroupFinding) {
  return {
    ...exposureJson(group),
    ...(group.bounds === undefined ? {} : { bounds: boundsJson(group.bounds) }),
    sources: [...group.sources],
  };
}

export function sourcesJson({ name, title, sources: findings }: SourcesResult): SourcesJson {
  const nameOf = (place: OwnerPlace): string => findings.names.get(placeKey(place)) ?? placeKey(place);
  return {
    name,
    ...(title === undefined ? {} : { title }),
    question: 'sources',
    summary: sourcesSummary(findings),
    headline: findings.options.conventions[0] as string,
    conventions: [...findings.options.conventions],
    account: findings.account.map(
      ({ place, display, labels, received, arrivals, outside, isSeen, isPartial }) => ({
        ...placeJson(place, display),
        labels: labels.map(labelJson),
        received: sumsJson(received),
        arrivals: arrivalsJson(arrivals),
        outside,
        ...(isPartial ? { isPartial } : {}),
        ...(isSeen ? {} : { isSeen }),
      }),
    ),
    ...scopeJson(findings),
    received: sumsJson(findings.received),
    arrivals: arrivalsJson(findings.arrivals),
    categories: findings.categories.map((group) => ({
      kind: group.kind,
      ...(group.kind === 'labelled' ? { category: group.category } : {}),
      ...groupJson(group),
    })),
    entities: findings.entities.map((group) => ({
      entity: group.entity ?? '',
      category: group.category,
      ...groupJson(group),
    })),
    labelSources: findings.labelSources.map((group) => ({
      source: group.saidBy ?? '',
      category: group.category,
      ...groupJson(group),
    })),
    sources: findings.sources.map(({ source, display, labels, arrivals, ...exposure }) => {
      const { label, reason } = source;
      return {
        id: source.id,
        kind: source.kind,
        chain: source.chain,
        ...(source.place === undefined || source.kind === 'issued' ? {} : { address: display }),
        places: source.places,
        ...(label === undefined
          ? {}
          : { entity: label.entity, category: label.category, ...whoSaysJson(label) }),
        ...(reason === undefined ? {} : { reason }),
        labels: labels.map(labelJson),
        ...exposureJson(exposure),
        arrivals: arrivalsJson(arrivals),
      };
    }),
    statement: findings.statement.map(({ asset, convention, ...units }) => ({
      asset,
      convention,
      received: units.received.toString(),
      labelled: units.labelled.toString(),
      unknown: units.unknown.toString(),
      issued: units.issued.toString(),
      own: units.own.toString(),
      unexplained: units.unexplained.toString(),
    })),
    paths: findings.paths.map(({ seed, asset, amount, hops }) => ({
      source: seed,
      asset,
      amount: amount.toString(),
      hops: hops.map((hop) => hopJson(hop, { asset }, nameOf)),
    })),
    pathsLeftOut: findings.pathsLeftOut.reduce((sum, row) => sum + row.paths, 0),
    ...leftOutFromJson(findings.pathsLeftOut),
    crossings: findings.crossings.map(crossingJson),
    pending: pendingJson(findings),
    gaps: findings.gaps.map((gap) => gapJson(gap, nameOf)),
    ...toldAgainJson(findings),
    ...(findings.prices === undefined
      ? {}
      : { prices: accountPricesJson(findings.prices, findings.entities) }),
    ...(findings.spam === undefined ? {} : { spam: spamJson(findings.spam, nameOf) }),
  };
}
