// Spam and poisoning for people: what was kept apart, why, and that nothing of value is among it.
import { isOwner, type OwnerPlace, type Place, placeKey } from '../../model/place.ts';
import type { Findings, Sums } from '../../trace/findings.ts';
import type { LookAlike } from '../../trace/spam/look-alikes.ts';
import type { EmptyTransfers, SpamToken } from '../../trace/spam/spam-findings.ts';
import { type AssetBook, amountText, symbolOf } from '../amounts.ts';
import { forTerminal } from '../escape.ts';
import { limitOf, more, section, short, spanText, type TextStyle } from '../text/style.ts';

type Told = Pick<Findings, 'spam' | 'names'>;

export function spamSection({ spam, names }: Told, book: AssetBook, style: TextStyle): string {
  if (spam === undefined) return '';
  const title = spam.isFollowed
    ? 'Spam and poisoning (followed and drawn, because it was asked for)'
    : 'Spam and poisoning (booked, but not followed and not drawn; --include-spam follows it)';
  return section(style, title, spamLines({ spam, names }, book, style));
}

export function spamLines({ spam, names }: Told, book: AssetBook, style: TextStyle): string[] {
  if (spam === undefined) return [];
  const { tokens, empties, lookAlikes } = spam;
  const name = (place: Place): string =>
    isOwner(place) ? short(names.get(placeKey(place)) ?? placeKey(place), style) : place.kind;
  const whole = (place: OwnerPlace): string => forTerminal(names.get(placeKey(place)) ?? placeKey(place));
  const limit = limitOf(style);
  return [
    ...tokens.slice(0, limit).map((token) => tokenLine(token, book)),
    ...more(tokens.length - limit, 'tokens'),
    ...lookAlikes.slice(0, limit).map((one) => lookAlikeLine(one, whole, book, style)),
    ...more(lookAlikes.length - limit, 'addresses that look like others'),
    ...empties.slice(0, limit).map((each) => emptyLine(each, name, book)),
    ...more(empties.length - limit, 'rows of transfers of nothing'),
  ];
}

/** `name`: the whole address; shortened ones are what the trick lives on. */
export function lookAlikeLine(
  { wallet, place, resembles, empty, spam, dust, paid }: LookAlike,
  name: (place: OwnerPlace) => string,
  book: AssetBook,
  style: TextStyle,
): string {
  const amounts = (sums: Sums): string =>
    [...sums].map(([asset, amount]) => amountText(book, asset, amount)).join(', ');
  const by = [
    ...(empty === 0 ? [] : [`${counted(empty, 'transfer')} of nothing`]),
    ...(spam === 0 ? [] : [`${counted(spam, 'transfer')} of tokens on no list`]),
    ...(dust.size === 0 ? [] : [`${amounts(dust)} as dust, booked`]),
  ];
  const bite =
    paid.size === 0 ? '' : ` ${style.chalk.yellow(`It was then paid ${amounts(paid)}: payments like any.`)}`;
  return `${name(place)} looks like ${name(resembles)}, with whom ${name(wallet)} deals: ${by.join(', ')}.${bite}`;
}

function tokenLine(
  { asset, reason, imitates, transfers, amount, first, last }: SpamToken,
  book: AssetBook,
): string {
  const why = {
    imitation: `takes the name of ${imitates === undefined ? 'another asset' : symbolOf(book, imitates)}, another contract`,
    advertisement: 'its symbol is a link',
    unbacked: 'tells of payments by a wallet that, by its whole history, never had any of it',
    forged: 'tells of payments by wallets in transactions of others alone, which never had to do with it',
  }[reason];
  return `${amountText(book, asset, amount)} in ${counted(transfers, 'transfer')}, ${spanText(first, last)}: ${why}`;
}

function emptyLine(
  { from, to, asset, sentBy, transfers, first, last }: EmptyTransfers,
  name: (place: Place) => string,
  book: AssetBook,
): string {
  const sender = {
    payer: 'sent by the payer',
    'somebody-else': 'not sent by the payer',
    unknown: 'who sent it is not told',
  }[sentBy];
  return `${counted(transfers, 'transfer')} of 0 ${symbolOf(book, asset)} from ${name(from)} to ${name(to)}, ${sender}, ${spanText(first, last)}`;
}

function counted(many: number, noun: string): string {
  return `${many} ${noun}${many === 1 ? '' : 's'}`;
}
