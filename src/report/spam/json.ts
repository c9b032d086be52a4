// Spam and poisoning as JSON.
import { isOwner, type OwnerPlace, type Place } from '../../model/place.ts';
import type { LookAlike } from '../../trace/spam/look-alikes.ts';
import type { SpamFindings } from '../../trace/spam/spam-findings.ts';
import { sumsJson } from '../json-parts.ts';
import type { RunJson } from '../schema.ts';

export function spamJson(
  { isFollowed, tokens, empties, lookAlikes }: SpamFindings,
  nameOf: (place: OwnerPlace) => string,
): NonNullable<RunJson['spam']> {
  const end = (place: Place): string => (isOwner(place) ? nameOf(place) : place.kind);
  return {
    followed: isFollowed,
    tokens: tokens.map(({ imitates, amount, ...token }) => ({
      ...token,
      amount: amount.toString(),
      ...(imitates === undefined ? {} : { imitates }),
    })),
    zeroValue: empties.map(({ from, to, ...rest }) => ({
      chain: from.chain,
      from: end(from),
      to: end(to),
      ...rest,
    })),
    lookAlikes: lookAlikes.map((one) => lookAlikeJson(one, nameOf)),
  };
}

export function lookAlikeJson(
  { wallet, place, resembles, empty, spam, dust, paid, first }: LookAlike,
  nameOf: (place: OwnerPlace) => string,
): NonNullable<RunJson['spam']>['lookAlikes'][number] {
  return {
    chain: wallet.chain,
    wallet: nameOf(wallet),
    address: nameOf(place),
    resembles: nameOf(resembles),
    zeroValue: empty,
    spam,
    dust: sumsJson(dust),
    paid: sumsJson(paid),
    first,
  };
}
