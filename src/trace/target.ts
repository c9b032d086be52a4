// One place or one named service that a question is about (--to): it ends the trace, and findings are cut down to it. What
// went elsewhere stays in the statement, so that all still adds up.
import { depositedAt } from '../labels/deposits/label.ts';
import { ownerKey, ownerName } from '../labels/rank.ts';
import type { AssetId } from '../model/asset.ts';
import { endpointCategories, type Label } from '../model/label.ts';
import { type OwnerPlace, type Place, placeKey } from '../model/place.ts';
import type { ConventionName } from './conventions/convention.ts';
import type { Amounts, EndpointFinding, Findings } from './findings.ts';
import type { TraceRequest } from './request.ts';
import { labelsOf, type Stops, stopsBy } from './stops.ts';

/** What was typed may be an address or the name of a service; on a transfer list it may be either. */
export interface Target {
  readonly name: string;
  readonly place: OwnerPlace | undefined;
}

export interface TargetFinding {
  readonly name: string;
  /** A wallet or a label of that name was met. */
  readonly isMet: boolean;
  /** What reached other services, by conserving convention. */
  readonly elsewhere: Amounts;
}

function plain(name: string): string {
  return name.trim().toLowerCase();
}

/** The question with its target as an endpoint, whatever it is called and by whom. */
export function towards(request: TraceRequest): TraceRequest {
  const { target, options, labels } = request;
  if (target === undefined) return request;
  const usual = request.stops ?? stopsBy(labels, options.stopAt, options.follow);
  const stops: Stops = {
    endpointLabel(place, time) {
      const all = labelsOf(labels, place, time);
      return isPlace(target, place)
        ? asWallet(place, target, all[0])
        : (all.find(isCalled(target)) ?? usual.endpointLabel(place, time));
    },
  };
  return { ...request, stops };
}

function isPlace({ place }: Target, other: Place): boolean {
  return place !== undefined && placeKey(place) === placeKey(other);
}

function isSame(name: string, other: string): boolean {
  return plain(name) === plain(other);
}

/** A service’s name is that of all its wallets (`Binance` of “Binance 14”), a wallet’s is its own alone. */
function isCalled({ name }: Target): (label: Pick<Label, 'entity' | 'category' | 'actor'>) => boolean {
  const isOwners = isSame(ownerName(name), name);
  const key = ownerKey({ entity: name });
  return ({ entity, category, actor }) => {
    const owner = { entity: depositedAt(entity) ?? entity, ...(actor === undefined ? {} : { actor }) };
    if (isSame(entity, name) || isSame(owner.entity, name)) return true;
    return isOwners && isService(category) && ownerKey(owner) === key;
  };
}

function isService(category: string): boolean {
  return (endpointCategories as readonly string[]).includes(category);
}

/** `label`: the one by which the place is an endpoint. Without a target every endpoint is asked about. */
export function isAbout(target: Target | undefined, place: Place, label: Label | undefined): boolean {
  if (target === undefined || isPlace(target, place)) return true;
  return label !== undefined && isCalled(target)(label);
}

/** It stands for itself, apart from other addresses of its owner. */
function asWallet(place: Place, { name }: Target, label: Label | undefined): Label {
  return {
    chain: place.chain,
    address: (place.kind === 'wallet' ? place.address : name) as Label['address'],
    entity: name,
    category: label?.category ?? 'wallet',
    source: label?.source ?? 'the question (--to)',
    ...(label?.url === undefined ? {} : { url: label.url }),
    ...(label?.tier === undefined ? {} : { tier: label.tier }),
    pack: label?.pack ?? '--to',
  };
}

/** Paths are cut down where they are made. `met`: every place that the run met. */
export function onlyTo(
  findings: Findings,
  { target, labels }: TraceRequest,
  met: readonly Place[],
): Findings {
  if (target === undefined) return findings;
  const isAsked = ({ place, label }: EndpointFinding): boolean => isAbout(target, place, label);
  const endpoints = findings.endpoints.filter(isAsked);
  const names = new Set(endpoints.map(({ label }) => label.entity));
  const { sensitivity } = findings;
  const ofTarget = ({ entity }: { readonly entity: string }): boolean => names.has(entity);
  return {
    ...findings,
    endpoints,
    entities: findings.entities.filter(ofTarget),
    ...(sensitivity === undefined
      ? {}
      : { sensitivity: { ...sensitivity, entities: sensitivity.entities.filter(ofTarget) } }),
    notReached: findings.notReached.filter(
      (one) => isCalled(target)(one) || one.places.some((at) => isPlace(target, at.place)),
    ),
    touched: [],
    held: [],
    notFollowed: [],
    target: {
      name: target.name,
      isMet: met.some((place) => isPlace(target, place) || labelsOf(labels, place).some(isCalled(target))),
      elsewhere: sumOf(findings.endpoints.filter((endpoint) => !isAsked(endpoint))),
    },
  };
}

function sumOf(endpoints: readonly EndpointFinding[]): Amounts {
  const all = new Map<ConventionName, Map<AssetId, bigint>>();
  for (const { amounts } of endpoints)
    for (const [name, sums] of amounts) {
      if (name === 'poison') continue;
      const own = all.get(name) ?? new Map<AssetId, bigint>();
      all.set(name, own);
      for (const [asset, amount] of sums) own.set(asset, (own.get(asset) ?? 0n) + amount);
    }
  return all;
}
