// Which exchange a main wallet belongs to, by sourced labels alone: what a deposit address is inferred from. A deposit
// address, said or inferred, is none, so that no inference rests on another.
import type { Label } from '../../model/label.ts';
import { addressOf, isOwner, type Place } from '../../model/place.ts';
import type { LabelBook } from '../book.ts';
import { ownerKey } from '../rank.ts';

/** `time`: unix seconds. undefined: nobody says so, it is a deposit address, or sources of like tier name different owners. */
export function exchangeAt(book: Pick<LabelBook, 'of'>, place: Place, time: number): Label | undefined {
  const address = isOwner(place) ? addressOf(place) : undefined;
  if (address === undefined) return undefined;
  const labels = book.of(place.chain, address, time).filter(({ tier }) => tier !== 'inferred');
  const [first] = labels;
  if (first?.category !== 'exchange' || labels.some(isDeposit)) return undefined;
  const rivals = labels.filter(({ tier }) => tier === first.tier);
  return rivals.every((label) => ownerKey(label) === ownerKey(first)) ? first : undefined;
}

function isDeposit({ category, role }: Label): boolean {
  return category === 'deposit' || /deposit/i.test(role ?? '');
}
