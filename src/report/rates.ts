// A rate that two recorded amounts imply, for people. Rounded to six digits, and it says so by a tilde.
import type { AssetId } from '../model/asset.ts';
import { type AssetBook, amountText, grouped, symbolOf } from './amounts.ts';

interface Amount {
  readonly asset: AssetId;
  /** Base units, more than none. */
  readonly amount: bigint;
}

const DIGITS = 6;

/** `~2,977.37 USDC for 1 ETH`; the two amounts themselves where the decimals of one are unknown. */
export function rateText(book: AssetBook, given: Amount, received: Amount): string {
  const [one, other] = [given, received].map(({ asset }) => book.get(asset)?.decimals);
  if (one === undefined || other === undefined)
    return `${amountText(book, given.asset, given.amount)} for ${amountText(book, received.asset, received.amount)}`;
  const rate = rounded(given.amount * 10n ** BigInt(other), received.amount * 10n ** BigInt(one));
  return `~${grouped(rate)} ${symbolOf(book, given.asset)} for 1 ${symbolOf(book, received.asset)}`;
}

/** `part / whole` as a decimal number of six significant digits, the last one rounded (half goes up). */
export function rounded(part: bigint, whole: bigint): string {
  let places = 0;
  let scaled = part;
  while (scaled < whole * 10n ** BigInt(DIGITS - 1)) {
    scaled *= 10n;
    places += 1;
  }
  const digits = ((2n * scaled + whole) / (2n * whole)).toString().padStart(places + 1, '0');
  if (places === 0) return digits;
  const fraction = digits.slice(-places).replace(/0+$/, '');
  return fraction === '' ? digits.slice(0, -places) : `${digits.slice(0, -places)}.${fraction}`;
}
