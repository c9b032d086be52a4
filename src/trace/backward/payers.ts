// Who stands behind a payment that is made from no explored wallet: a named place, a wallet whose own history was not
// followed, or nobody (issuance). Payments out of explored wallets have no source of their own: they pass on what came in.
import { isOwner, type Place, type PlaceKey, placeKey, restingPlace } from '../../model/place.ts';
import type { SeedId } from '../../model/seed.ts';
import type { PlacedCrossing } from '../crossings.ts';
import type { Explored } from '../explore.ts';
import type { Stops } from '../stops.ts';
import type { Group, Leg } from '../timeline.ts';
import type { Source } from './sources.ts';

/** The source of one leg, and the place that paid it. */
export interface Payer {
  readonly source: Omit<Source, 'places'>;
  readonly place: number;
}

/** By leg index; undefined where a leg passes on what came in. */
export function payersOf(
  explored: Explored,
  account: ReadonlySet<PlaceKey>,
  stops: Stops,
  placed: readonly PlacedCrossing[],
): (Payer | undefined)[] {
  const { timeline, question, failedCoins, reasonFor } = explored;
  const { legs, keys, groups, places } = timeline;
  const isOwn = (place: number): boolean => account.has(keys[place] as PlaceKey);
  const isExplored = (place: number): boolean => question.explored.has(keys[place] as PlaceKey);
  const crossed = new Set(placed.flatMap(({ received }) => received));
  const made = new Set(
    legs.flatMap(({ transfer: { from, coin } }) =>
      from.kind === 'junction' && coin !== undefined ? [coin] : [],
    ),
  );
  const direct = directPayers(explored, isOwn);

  function named(leg: Leg, group: Group): Payer | undefined {
    const at = places[leg.from] as Place;
    const label = stops.endpointLabel(at, group.at.time);
    if (label === undefined) return undefined;
    const id = `${keys[leg.from]} ${label.category} ${label.entity}` as SeedId;
    const source = { id, chain: at.chain, place: at, reason: undefined };
    return { source: { ...source, kind: 'labelled', label }, place: leg.from };
  }

  /** Whoever pays into a CoinJoin: what comes out of it came from it, and nobody can say from whom. */
  function mixed({ transfer, to }: Leg, group: Group): Payer | undefined {
    if (transfer.to.kind !== 'junction') return undefined;
    const label = stops.endpointLabel(transfer.to, group.at.time);
    if (label === undefined) return undefined;
    const place = restingPlace(transfer.to);
    const id = `${placeKey(place)} ${label.category} ${label.entity}` as SeedId;
    return {
      source: { id, chain: place.chain, place, reason: undefined, kind: 'labelled', label },
      place: to,
    };
  }

  function unknown(leg: Leg): Payer {
    const at = places[leg.from] as Place;
    const { coin } = leg.transfer;
    const reason = coin !== undefined && failedCoins.has(coin) ? 'source-failed' : reasonFor(leg.from);
    const isSmall = reason === 'below-min-value' && !direct.has(leg.from);
    const id = (isSmall ? `${at.chain}/small senders` : placeKey(at)) as SeedId;
    const source = { id, chain: at.chain, place: isSmall ? undefined : at, label: undefined, reason };
    return { source: { ...source, kind: 'unknown' }, place: leg.from };
  }

  /** Of a token that is left out nobody is known to have paid it, whoever it names. */
  function ofSpam({ from, transfer: { chain } }: Leg): Payer {
    const source = { id: `${chain}/spam` as SeedId, chain, place: undefined, label: undefined };
    return { source: { ...source, kind: 'unknown', reason: 'spam' }, place: from };
  }

  /** Passes on what came in: out of a pool, or of a coin whose making is known, or in one transaction. */
  function passesOn(index: number, leg: Leg, passed: ReadonlySet<number>): boolean {
    const { to, coin } = leg.transfer;
    if (to.kind !== 'junction') return isExplored(leg.from) || passed.has(index);
    return isExplored(leg.from) && coin !== undefined && made.has(coin);
  }

  function payer(index: number, group: Group, passed: ReadonlySet<number>): Payer | undefined {
    const leg = legs[index] as Leg;
    const { from } = leg.transfer;
    if (from.kind === 'issued') {
      const id = placeKey(from) as string as SeedId;
      const source = { id, chain: from.chain, place: from, label: undefined, reason: undefined };
      return { source: { ...source, kind: 'issued' }, place: leg.from };
    }
    const mixing = mixed(leg, group);
    if (mixing !== undefined) return mixing;
    if (!isOwner(from) || crossed.has(index) || leg.from === leg.to || isOwn(leg.from)) return undefined;
    const passes = passesOn(index, leg, passed);
    if (question.excluded?.has(leg.transfer.asset) === true) return passes ? undefined : ofSpam(leg);
    return named(leg, group) ?? (passes ? undefined : unknown(leg));
  }

  return groups.flatMap((group) => {
    const passed = passedOn(group, legs, (place) => {
      const isKept = isExplored(place) || isOwn(place);
      return !isKept && stops.endpointLabel(places[place] as Place, group.at.time) === undefined;
    });
    const indexes = Array.from({ length: group.end - group.first }, (_, nth) => group.first + nth);
    return indexes.map((index) => payer(index, group, passed));
  });
}

/** Places that pay the account without anybody between: on coin chains, into a transaction that pays it. */
function directPayers(
  { timeline: { groups, legs } }: Explored,
  isOwn: (place: number) => boolean,
): ReadonlySet<number> {
  const direct = new Set<number>();
  for (const { first, end, melts } of groups) {
    const own = legs.slice(first, end);
    if (!own.some(({ to }) => isOwn(to))) continue;
    for (const { from, to, transfer } of own)
      if (melts ? transfer.to.kind === 'junction' : isOwn(to)) direct.add(from);
  }
  return direct;
}

/**
 * Payments of places that are no pool which are wholly made of what the same transaction gave the payer before, as the sweep
 * matches them. One that is so only in part counts as the payer's own in full.
 */
function passedOn(
  { first, end, melts }: Group,
  legs: readonly Leg[],
  isPassage: (place: number) => boolean,
): ReadonlySet<number> {
  const passed = new Set<number>();
  if (melts || end - first === 1) return passed;
  const given = new Map<string, bigint>();
  for (let index = first; index < end; index += 1) {
    const { from, to, asset, transfer } = legs[index] as Leg;
    if (from === to) continue;
    const had = given.get(`${from}|${asset}`) ?? 0n;
    if (transfer.to.kind !== 'fee' && had >= transfer.amount && isPassage(from)) {
      passed.add(index);
      given.set(`${from}|${asset}`, had - transfer.amount);
    }
    given.set(`${to}|${asset}`, (given.get(`${to}|${asset}`) ?? 0n) + transfer.amount);
  }
  return passed;
}
