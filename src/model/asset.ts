// Assets and amounts. An amount is a bigint of the smallest unit beside its AssetId; decimals are for display only.
import type { Brand } from './brand.ts';

/** CAIP-19 for real chains (`eip155:1/erc20:0x…`, `eip155:1/slip44:60`); a transfer list's own text as it is. */
export type AssetId = Brand<string, 'AssetId'>;

export interface AssetInfo {
  readonly id: AssetId;
  /** As the chain or the list says; hostile text, escaped on display. */
  readonly symbol: string;
  /** undefined: unknown, amounts are shown in base units. */
  readonly decimals: number | undefined;
  /** Native coin, row of the list of genuine contracts, or an asset the user's own list names. Never decided by symbol. */
  readonly genuine: boolean;
  /** What the symbol of a token that is not genuine gives away; absent: nothing. */
  readonly suspect?: Suspicion;
}

/** `imitation`: it calls itself as a genuine asset does. `advertisement`: its symbol is a link. */
export interface Suspicion {
  readonly reason: 'imitation' | 'advertisement';
  /** The genuine asset. */
  readonly imitates?: AssetId;
}

export function assetId(text: string): AssetId {
  return text as AssetId;
}

/** Exact decimal text of `amount` base units; no rounding, trailing zeros dropped. */
export function formatUnits(amount: bigint, decimals: number): string {
  const negative = amount < 0n;
  const digits = (negative ? -amount : amount).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '');
  return `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Base units of an exact decimal text such as `347.55` or `1e3`; undefined if it is no number or finer than `decimals`. */
export function parseUnits(text: string, decimals: number): bigint | undefined {
  const match = /^(-?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$|^(-?)\.(\d+)$/.exec(text.trim());
  if (!match) return undefined;
  const sign = match[1] || match[5] ? -1n : 1n;
  const whole = match[2] ?? '0';
  const fraction = match[3] ?? match[6] ?? '';
  const shift = decimals + Number(match[4] ?? 0) - fraction.length;
  const digits = BigInt(whole + fraction);
  if (shift >= 0) return sign * digits * 10n ** BigInt(shift);
  const divisor = 10n ** BigInt(-shift);
  return digits % divisor === 0n ? (sign * digits) / divisor : undefined;
}
