// Which exchange a main wallet belongs to, by sourced labels alone: what a deposit address is inferred from. A deposit
// address, said or inferred, is none, so that no inference rests on another. And which wallets of an exchange give gas.
import { endpointCategories, type Label } from '../../model/label.ts';
import { addressOf, isOwner, type Place } from '../../model/place.ts';
import type { LabelBook } from '../book.ts';
import { ownerKey } from '../rank.ts';

/**
 * `time`: unix seconds. undefined: nobody says so, it is a deposit address, or a label that stands before the first one that
 * says exchange, or is of its tier, names a different owner or calls it a service of another kind.
 */
export function exchangeAt(book: Pick<LabelBook, 'of'>, place: Place, time: number): Label | undefined {
  const labels = sourcedAt(book, place, time);
  const says = labels.find(({ category }) => category === 'exchange');
  if (says === undefined || labels.some(isDeposit)) return undefined;
  const rivals = labels.filter(({ tier }, index) => index < labels.indexOf(says) || tier === says.tier);
  const agrees = (label: Label): boolean => ownerKey(label) === ownerKey(says) && !isOtherService(label);
  return rivals.every(agrees) ? says : undefined;
}

/** Of that exchange, and by its name or role one that gives deposit addresses their gas: no customer is paid from it. */
export function gasGiverAt(
  book: Pick<LabelBook, 'of'>,
  place: Place,
  time: number,
  exchange: Label,
): Label | undefined {
  const [label] = sourcedAt(book, place, time);
  if (label === undefined || ownerKey(label) !== ownerKey(exchange)) return undefined;
  return /\b(?:funder|supplier|gas|fuel|station)\b/i.test(`${label.entity} ${label.role}`)
    ? label
    : undefined;
}

function sourcedAt(book: Pick<LabelBook, 'of'>, place: Place, time: number): readonly Label[] {
  const address = isOwner(place) ? addressOf(place) : undefined;
  if (address === undefined) return [];
  return book.of(place.chain, address, time).filter(({ tier }) => tier !== 'inferred');
}

/** By its name too: explorers call deposit addresses "Binance Dep: 0x…" and file them under the exchange. */
function isDeposit({ category, role, entity }: Label): boolean {
  return category === 'deposit' || /deposit/i.test(role ?? '') || /\bdep(?:osits?)?\b/i.test(entity);
}

/** Payment processors, routers, bridges: what goes there is no customer's account at an exchange. */
function isOtherService({ category }: Label): boolean {
  return category !== 'exchange' && (endpointCategories as readonly string[]).includes(category);
}
