// Amounts, shares and times as people read them. Exact: nothing is rounded but shares, and those say so by a tilde.
import { type AssetId, type AssetInfo, formatUnits } from '../model/asset.ts';
import { clipped, forTerminal } from './escape.ts';

export type AssetBook = ReadonlyMap<AssetId, AssetInfo>;

export function assetBook(assets: readonly AssetInfo[]): AssetBook {
  return new Map(assets.map((asset) => [asset.id, asset]));
}

/** Symbol for display; an asset on no list of genuine contracts is never shown under its own claim alone. */
export function symbolOf(book: AssetBook, id: AssetId): string {
  const info = book.get(id);
  if (info === undefined) return forTerminal(id);
  const symbol = clipped(forTerminal(info.symbol), 24);
  if (info.genuine) return symbol;
  const what = info.suspect?.reason === 'imitation' ? 'imitation, token' : 'unlisted token';
  return `${symbol} (${what} ${contractOf(id)})`;
}

function contractOf(id: AssetId): string {
  const contract =
    id
      .split('/')
      .at(-1)
      ?.replace(/^[et]rc20:/, '') ?? id;
  return forTerminal(contract);
}

/** `7,500.03 BTC`; base units where the decimals are unknown. */
export function amountText(book: AssetBook, id: AssetId, amount: bigint): string {
  const unit = book.get(id)?.decimals === undefined ? 'base units of ' : '';
  return `${bareAmount(book, id, amount)} ${unit}${symbolOf(book, id)}`;
}

/** The number alone. */
export function bareAmount(book: AssetBook, id: AssetId, amount: bigint): string {
  const decimals = book.get(id)?.decimals;
  return grouped(decimals === undefined ? amount.toString() : formatUnits(amount, decimals));
}

/** Thousands apart. */
export function grouped(text: string): string {
  const [whole = '', fraction] = text.split('.');
  const groups = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined ? groups : `${groups}.${fraction}`;
}

/** Share of `whole` in per cent with one decimal, rounded down: `96.4 %`; `<0.1 %` for what is there but less. */
export function shareText(part: bigint, whole: bigint): string {
  if (whole === 0n) return '–';
  const tenths = (part * 1000n) / whole;
  if (tenths === 0n && part > 0n) return '<0.1 %';
  return `${tenths / 10n}.${tenths % 10n} %`;
}

/** UTC, to the second: `2021-05-28 02:06:11Z`. */
export function timeText(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')}Z`;
}

/** The two largest units, rounded down: `3 d 4 h`, `12 min`, `0 s`. */
export function durationText(seconds: number): string {
  const units: readonly [string, number][] = [
    ['d', 86_400],
    ['h', 3_600],
    ['min', 60],
    ['s', 1],
  ];
  let left = seconds;
  const parts = units.map(([name, size]): [string, number] => {
    const count = Math.floor(left / size);
    left -= count * size;
    return [name, count];
  });
  const first = parts.findIndex(([, count]) => count > 0);
  if (first < 0) return '0 s';
  return parts
    .slice(first, first + 2)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${count} ${name}`)
    .join(' ');
}
