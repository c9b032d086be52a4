// The options of a question, as the engine takes them. Defaults: engine.md §7.
import { type DepositParameters, defaultDeposits } from '../labels/deposits/parameters.ts';
import type { AssetId } from '../model/asset.ts';
import type { PlaceKey } from '../model/place.ts';
import type { ConventionName } from './conventions/convention.ts';
import type { SeedsTaken } from './together.ts';

/**
 * `share`: of what was injected, as numerator/denominator. `units`: whole units of the asset, as decimal text. `value`: of a
 * currency (ISO 4217), likewise, to hundredths.
 */
export type MinValue =
  | { readonly kind: 'share'; readonly numerator: bigint; readonly denominator: bigint }
  | { readonly kind: 'units'; readonly text: string }
  | { readonly kind: 'value'; readonly text: string; readonly currency: string };

/** Where a case says that its published facts end: no gap, the place is not explored. */
export interface EvidenceEnd {
  readonly place: PlaceKey;
  /** The last published fact about it, such as a txid. */
  readonly after: string;
  readonly source: string;
}

export interface TraceOptions {
  /** The first is the headline. */
  readonly conventions: readonly ConventionName[];
  readonly hops: number;
  readonly minValue: MinValue;
  /** Unix seconds. */
  readonly since: number | undefined;
  readonly until: number | undefined;
  readonly maxWallets: number;
  readonly hubLimit: number;
  /** Explored whatever their size or label. */
  readonly follow: ReadonlySet<PlaceKey>;
  /** Label categories that stop a trace beside the usual ones. */
  readonly stopAt: ReadonlySet<string>;
  /** Only these assets, by id, symbol of a genuine asset, or contract; undefined = all. */
  readonly assets: ReadonlySet<string> | undefined;
  readonly concurrency: number;
  /** How many paths are kept into each endpoint, asset by asset; more are counted with their amount. */
  readonly paths: number | 'all';
  readonly evidenceEnds: readonly EvidenceEnd[];
  /** Tokens that pose as others, are links or tell of payments of what nobody had: booked, but not followed unless asked. */
  readonly spam: 'left-out' | 'followed';
  /** What looks like a CoinJoin: value ends in it, under an inferred label, or is divided as in any transaction. */
  readonly coinJoins: 'stopped' | 'followed';
  /** Deposit addresses are inferred with these and end a trace; undefined: none is inferred. */
  readonly deposits: DepositParameters | undefined;
  /** Wallet seeds each by itself, or all as one source; undefined: as many as there are say. */
  readonly seeds?: SeedsTaken | undefined;
  /** By an analyst's decision: transfers left out, as `Question.excluded` names them. */
  readonly excluded?: ReadonlySet<string>;
  /** By an analyst's decision: the other places of the same owner. */
  readonly owners?: ReadonlyMap<PlaceKey, readonly PlaceKey[]>;
}

export const defaultOptions: TraceOptions = {
  conventions: ['fifo', 'haircut', 'poison'],
  hops: 8,
  minValue: { kind: 'share', numerator: 1n, denominator: 1000n },
  since: undefined,
  until: undefined,
  maxWallets: 500,
  hubLimit: 10_000,
  follow: new Set(),
  stopAt: new Set(),
  assets: undefined,
  concurrency: 8,
  paths: 2000,
  evidenceEnds: [],
  spam: 'left-out',
  coinJoins: 'stopped',
  deposits: defaultDeposits,
};

/** Wallets explored for the sake of tokens that are on no list of genuine contracts; anyone can forge those. */
export const UNLISTED_TOKEN_WALLETS = 25;

/** `0.1%`, `0`, `250`, `12.5`, `100usd`; undefined if it is none of these. Negative values are refused. */
export function parseMinValue(text: string): MinValue | undefined {
  const value = /^(\d+(?:\.\d{1,2})?) ?([a-z]{3})$/i.exec(text.trim());
  if (value) return { kind: 'value', text: value[1] as string, currency: (value[2] as string).toUpperCase() };
  const match = /^(\d+(?:\.\d+)?)(%?)$/.exec(text.trim());
  if (!match) return undefined;
  if (match[2] === '') return { kind: 'units', text: match[1] as string };
  const [whole, fraction = ''] = (match[1] as string).split('.');
  const numerator = BigInt(`${whole}${fraction}`);
  const denominator = 100n * 10n ** BigInt(fraction.length);
  return numerator <= denominator ? { kind: 'share', numerator, denominator } : undefined;
}

export function formatMinValue(value: MinValue): string {
  if (value.kind === 'units') return value.text;
  if (value.kind === 'value') return `${value.text}${value.currency}`;
  const scaled = (value.numerator * 10n ** 12n * 100n) / value.denominator;
  const text = scaled.toString().padStart(13, '0');
  const fraction = text.slice(-12).replace(/0+$/, '');
  return `${text.slice(0, -12)}${fraction === '' ? '' : `.${fraction}`}%`;
}

/** Assets of a `--asset` list are compared in lower case. */
export function wanted(
  assets: ReadonlySet<string> | undefined,
  id: AssetId,
  symbol: string | undefined,
): boolean {
  if (assets === undefined) return true;
  const lower = id.toLowerCase();
  const contract = lower.split('/erc20:')[1];
  return (
    assets.has(lower) ||
    (contract !== undefined && assets.has(contract)) ||
    (symbol !== undefined && assets.has(symbol.toLowerCase()))
  );
}
