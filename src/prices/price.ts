// Prices as data: of which asset, for which moment asked, by whom told, of which moment, and how sure. Decimal text from end to
// end; a value is whole hundredths of the currency. Who tells prices: by-file.ts, defillama.ts.
import type { AssetInfo } from '../model/asset.ts';

export interface PriceAsked {
  readonly asset: AssetInfo;
  /** Of the transfer, unix seconds. */
  readonly time: number;
}

/** Of one whole unit of an asset. */
export interface Price {
  /** A positive decimal, as it was told. */
  readonly text: string;
  readonly source: string;
  /** The moment that it is of, unix seconds. */
  readonly given: number;
  /** As the service tells it. */
  readonly confidence?: string;
}

/** `missing`: why there is none; the same words on replay. */
export type PriceAnswer = { readonly price: Price } | { readonly missing: string };

export interface PriceSource {
  /** ISO 4217. */
  readonly currency: string;
  readonly name: string;
  /** Of a file. */
  readonly sha256?: string;
  /** One answer to each question, in their order. Rejects on abort alone. */
  ask(questions: readonly PriceAsked[], signal: AbortSignal): Promise<readonly PriceAnswer[]>;
}

const DECIMAL = /^(\d{1,40})(?:\.(\d{1,60}))?(?:[eE]([+-]?\d{1,2}))?$/;

/** `digits / 10^scale`; undefined: no positive decimal. */
function decimalOf(text: string): { readonly digits: bigint; readonly scale: number } | undefined {
  const match = DECIMAL.exec(text);
  if (match === null) return undefined;
  const [, whole = '', fraction = '', exponent = '0'] = match;
  const digits = BigInt(whole + fraction);
  return digits === 0n ? undefined : { digits, scale: fraction.length - Number(exponent) };
}

export function isPrice(text: string): boolean {
  return decimalOf(text) !== undefined;
}

/** Hundredths of the currency, rounded half up, once: amount × price is exact until then. */
export function valueAt(amount: bigint, decimals: number, price: Price): bigint {
  const decimal = decimalOf(price.text);
  if (decimal === undefined) throw new Error(`no price: ${price.text}`);
  const places = decimals + decimal.scale - 2;
  const product = amount * decimal.digits;
  if (places <= 0) return product * 10n ** BigInt(-places);
  const unit = 10n ** BigInt(places);
  return (2n * product + unit) / (2n * unit);
}
