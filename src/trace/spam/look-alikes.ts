// Address poisoning: an address that looks like one that a wallet really deals with, and got into its history by transfers of
// nothing, of a token on no list, or of a genuine asset so small that it buys nothing but the row. An inference, with its parameters. No
// figure rests on it: what the wallet got is in its balance, and what it paid to such an address is followed, for that is how
// the trick succeeds.
import type { AssetId } from '../../model/asset.ts';
import { type PlaceKey, placeKey, type WalletPlace } from '../../model/place.ts';
import type { Sums } from '../findings.ts';
import type { Contact, Contacts } from './contacts.ts';

/** Characters at either end that are alike, after what all addresses begin with (Tsuchiya and others, arXiv 2501.16681; most wallets show so many). */
export const ALIKE = 4;
/** All that came in an asset is dust if it is no more than this part of the largest transfer of it at the wallet. */
const DUST = 100n;

export interface LookAlike {
  /** Whose history it got into. */
  readonly wallet: WalletPlace;
  readonly place: WalletPlace;
  readonly resembles: WalletPlace;
  /** Transfers of nothing, and of tokens on no list, between the two. */
  readonly empty: number;
  readonly spam: number;
  /** Genuine units that the wallet got from it: booked like any. */
  readonly dust: Sums;
  /** Genuine units that the wallet paid to it, taken in or not: followed like any. */
  readonly paid: Sums;
  /** Unix seconds. */
  readonly first: number;
}

interface Known {
  readonly contact: Contact;
  readonly isReal: boolean;
  readonly isDecoy: boolean;
}

export function lookAlikes(all: readonly Contacts[]): LookAlike[] {
  return all
    .flatMap(ofWallet)
    .sort(
      (a, b) =>
        compare(placeKey(a.wallet), placeKey(b.wallet)) || compare(placeKey(a.place), placeKey(b.place)),
    );
}

function compare(a: PlaceKey, b: PlaceKey): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function ofWallet({ wallet, others, largest }: Contacts): LookAlike[] {
  const byEnds = new Map<string, Known[]>();
  for (const contact of others.values()) {
    const isDust = [...contact.got].every(([asset, amount]) => amount * DUST <= (largest.get(asset) ?? 0n));
    const isReal = contact.paid.size > 0 || !isDust;
    const isDecoy = isDust && (contact.spam > 0 || contact.empty > 0 || contact.got.size > 0);
    const ends = endsOf(contact.place);
    byEnds.set(ends, [...(byEnds.get(ends) ?? []), { contact, isReal, isDecoy }]);
  }
  return [...byEnds.values()].flatMap((alike) =>
    alike.length < 2
      ? []
      : alike.flatMap((each) => {
          const original = each.isDecoy ? originalOf(each, alike) : undefined;
          return original === undefined ? [] : told(wallet, each.contact, original);
        }),
  );
}

/**
 * Whom it looks like: somebody the wallet really deals with. Where the wallet paid the look-alike too, the original was paid
 * before, and the bait was laid before it bit.
 */
function originalOf({ contact }: Known, alike: readonly Known[]): Contact | undefined {
  const { firstPaid, firstDecoy = Number.POSITIVE_INFINITY } = contact;
  if (firstPaid !== undefined && firstDecoy > firstPaid) return undefined;
  return alike
    .filter(({ contact: other, isReal }) => {
      if (other === contact || !isReal) return false;
      return firstPaid === undefined || (other.firstPaid ?? Number.POSITIVE_INFINITY) < firstPaid;
    })
    .map(({ contact: other }) => other)
    .sort((a, b) => compare(placeKey(a.place), placeKey(b.place)))[0];
}

function told(wallet: WalletPlace, contact: Contact, original: Contact): LookAlike {
  const { place, empty, spam, got, paid, firstDecoy } = contact;
  return {
    wallet,
    place,
    resembles: original.place,
    empty,
    spam,
    dust: sorted(got),
    paid: sorted(paid),
    first: firstDecoy as number,
  };
}

function sorted(sums: ReadonlyMap<AssetId, bigint>): Sums {
  return new Map([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The same for two places that look alike. */
function endsOf(place: WalletPlace): string {
  const text = place.address.replace(/^(?:0x|bc1[qp])/, '');
  return `${place.chain} ${text.slice(0, ALIKE)} ${text.slice(-ALIKE)}`;
}
