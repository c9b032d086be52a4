// Where did this account's money come from? From a walk upstream to findings (engine.md §9).
import type { AssetId } from '../../model/asset.ts';
import type { Ledger } from '../../model/ledger.ts';
import { isOwner, type OwnerPlace, type Place, type PlaceKey, placeKey } from '../../model/place.ts';
import { assetsOf } from '../asset-info.ts';
import { stillCanonical } from '../canonical.ts';
import { coinShapes, withShapes } from '../coins/shapes.ts';
import { crossingFindings } from '../crossing-findings.ts';
import { byGap, bySums } from '../finding-order.ts';
import type { Amounts, Sums } from '../findings.ts';
import { partialPlaces } from '../partial-places.ts';
import { pathsInto } from '../paths.ts';
import { placesOfSpam, spamFindings } from '../spam/spam-findings.ts';
import { isSpamFollowed } from '../spam/spam-watch.ts';
import { labelsOf } from '../stops.ts';
import type { Leg } from '../timeline.ts';
import { walkGaps } from '../walk-gaps.ts';
import type { AccountPlace, GroupFinding, SourceFinding, SourceFindings } from './findings.ts';
import { exposures, isReceipt } from './parts.ts';
import { poolsUpstream } from './pools-upstream.ts';
import { inWindow } from './receipts.ts';
import { sourceBounds } from './source-bounds.ts';
import type { Source } from './sources.ts';
import { arrivalsOf, directArrivals, statementOf, sumsOf } from './sums.ts';
import type { UpstreamWalk } from './walk-upstream.ts';

/** Each group of sources costs two flows over the whole network. */
const GROUPS_WITH_BOUNDS = 100;

/** Bounds of any group of the sources of a walk. */
export function boundsAt(walked: UpstreamWalk, received: Sums): ReturnType<typeof sourceBounds> {
  return sourceBounds({
    ...walked,
    isInWindow: inWindow(walked.request.options),
    received,
    leaky: partialPlaces(walked.explored.gaps),
  });
}

export async function sourceFindings(walked: UpstreamWalk): Promise<SourceFindings> {
  const { request, explored, timeline, receipts, swepts, headline, conserving } = walked;
  const { options, ledgers, asOf, labels, signal } = request;
  const names = new Map<PlaceKey, string>();
  const known = new Map<PlaceKey, string>();
  function display(place: Place): string {
    if (!isOwner(place)) return placeKey(place);
    const key = placeKey(place);
    const text = names.get(key) ?? (ledgers.get(place.chain) as Ledger).display(place);
    names.set(key, text);
    return text;
  }

  const received = sumsOf(timeline, receipts.inWindow);
  const { gaps } = await walkGaps(request, explored, timeline, conserving, poolsUpstream(walked));
  const bounds = boundsAt(walked, received);
  const order = (a: { readonly amounts: Amounts }, b: { readonly amounts: Amounts }): number =>
    bySums(a.amounts.get(headline.convention.name), b.amounts.get(headline.convention.name));

  function groups(keyOf: (source: Source) => string | undefined): GroupFinding[] {
    return [...exposures(walked, keyOf)]
      .sort(([a, x], [b, y]) => order(x, y) || (a < b ? -1 : 1))
      .map(([, { amounts, direct, sources: own }], index) => {
        const { kind, label } = own[0] as Source;
        const ids = own.map(({ id }) => id).sort();
        const isBounded = (kind === 'labelled' || kind === 'issued') && index < GROUPS_WITH_BOUNDS;
        return {
          kind,
          category: label?.category ?? '',
          entity: label?.entity,
          saidBy: label?.source,
          amounts,
          direct,
          sources: ids,
          bounds: isBounded ? bounds(ids) : undefined,
        };
      });
  }

  const arrivals = directArrivals(walked);
  const found = [...exposures(walked, ({ id }) => id)].map(
    ([id, { amounts, direct, sources: own }]): SourceFinding => {
      const source = own[0] as Source;
      const { place } = source;
      return {
        source,
        display: place === undefined ? id : display(place),
        labels: place === undefined ? [] : labelsOf(labels, place),
        amounts,
        direct,
        arrivals: arrivals.get(source.id) ?? new Map(),
      };
    },
  );
  const assets = assetsOf(timeline, ledgers, undefined, []);
  const isDrawn = (asset: AssetId): boolean =>
    isSpamFollowed(options) || assets.some(({ id, genuine }) => id === asset && genuine);
  const asked = new Set(receipts.inWindow);
  const { paths, leftOut } = pathsInto(
    timeline,
    headline,
    isDrawn,
    options.paths,
    (booking) => isReceipt(booking) && asked.has(booking.leg ?? -1),
  );
  for (const { hops } of paths)
    for (const { from, to } of hops)
      for (const at of [from, to]) {
        if (at === undefined) continue;
        display(at);
        const label = labelsOf(labels, at)[0];
        if (label !== undefined) known.set(placeKey(at), label.entity);
      }
  for (const [chain, block] of asOf) gaps.push(...(await stillCanonical(chain, block, ledgers, signal)));
  for (const { place } of gaps) if (place !== undefined) display(place);
  const spam = spamFindings(explored, ledgers, options);
  for (const at of spam === undefined ? [] : placesOfSpam(spam)) display(at);
  const perSource = found.sort((a, b) => order(a, b) || (a.source.id < b.source.id ? -1 : 1));
  return {
    account: request.account.map((place) => accountPlace(place, display(place))),
    options,
    asOf: [...asOf.values()].sort((a, b) => (a.chain < b.chain ? -1 : 1)),
    services: [...ledgers].map(([chain, ledger]) => ({ chain, names: ledger.services })),
    assets,
    received,
    arrivals: arrivalsOf(timeline, receipts.inWindow),
    categories: groups(({ kind, label }) => `${kind} ${label?.category ?? ''}`).map(
      ({ entity: _entity, saidBy: _saidBy, ...group }) => ({
        ...group,
        entity: undefined,
        saidBy: undefined,
      }),
    ),
    entities: groups(({ label }) =>
      label === undefined ? undefined : `${label.category} ${label.entity}`,
    ).map((group) => ({ ...group, saidBy: undefined })),
    labelSources: groups(({ label }) =>
      label === undefined ? undefined : `${label.category} ${label.source}`,
    ).map((group) => ({ ...group, entity: undefined })),
    sources: perSource,
    statement: statementOf(walked, received),
    paths: withShapes(coinShapes(timeline), paths),
    pathsLeftOut: leftOut,
    crossings: crossingFindings({ explored: { timeline }, swepts, headline }),
    pending: [...new Map(explored.pending.map((transfer) => [transfer.id, transfer])).values()].sort(
      (a, b) => (a.id < b.id ? -1 : 1),
    ),
    gaps: gaps.sort(byGap),
    explored: { places: explored.question.explored.size, transfers: timeline.legs.length },
    names,
    known,
    ...(spam === undefined ? {} : { spam }),
  };

  function accountPlace(place: OwnerPlace, text: string): AccountPlace {
    const key = placeKey(place);
    const isHere = (index: number): boolean => timeline.keys[(timeline.legs[index] as Leg).to] === key;
    const here = receipts.inWindow.filter(isHere);
    return {
      place,
      display: text,
      labels: labelsOf(labels, place),
      received: sumsOf(timeline, here),
      arrivals: arrivalsOf(timeline, here),
      outside: receipts.outside.filter(isHere).length,
      isSeen: explored.timeline.placeIndex.has(key),
      isPartial: partialPlaces(explored.gaps).has(key),
    };
  }
}
