// A rule of a screening policy, and when a sum reaches what it asks for.
import type { AssetId } from '../../model/asset.ts';
import type { Label } from '../../model/label.ts';
import type { TransferId } from '../../model/transfer.ts';
import type { MinValue } from '../options.ts';
import type { UpstreamReason } from './upstream.ts';

/** The mildest first. `unknown`: a rule could not be answered, since what it asks about was not all to be seen. */
export const verdicts = ['pass', 'review', 'unknown', 'refuse'] as const;
export type Verdict = (typeof verdicts)[number];

/** `own`: what the address itself is said to be. `indirect`: what reached it through others. */
export const exposureKinds = ['own', 'received', 'sent', 'indirect'] as const;

export interface Rule {
  readonly name: string;
  readonly exposure: (typeof exposureKinds)[number];
  readonly categories: ReadonlySet<string>;
  /** At least this share, or this many whole units of an asset; absent: anything. */
  readonly from?: MinValue | undefined;
  readonly verdict: 'review' | 'refuse';
}

export interface Reason {
  readonly rule: Rule;
  readonly labels: readonly Label[];
  /** Absent for `own`. */
  readonly sum?: {
    readonly asset: AssetId;
    readonly amount: bigint;
    readonly total: bigint;
    /** Of direct exposure: they add up to `amount`. */
    readonly transfers: readonly TransferId[];
    /** Of indirect exposure. */
    readonly upstream?: UpstreamReason;
  };
}

export function isOf({ categories }: Rule): (label: Label) => boolean {
  return ({ category }) => categories.has(category);
}

export function eachOnce(labels: readonly Label[]): readonly Label[] {
  return [...new Map(labels.map((label) => [JSON.stringify(label), label])).values()];
}

/** Nothing reaches no threshold. */
export function reaches(
  amount: bigint,
  total: bigint,
  from: MinValue | undefined,
  decimals: number | undefined,
): boolean {
  if (amount === 0n) return false;
  if (from === undefined) return true;
  if (from.kind === 'share') return amount * from.denominator >= total * from.numerator;
  const [whole = '0', fraction = ''] = from.text.split('.');
  // `amount / 10^decimals >= whole.fraction`, without a fraction.
  return (
    amount * 10n ** BigInt(fraction.length) >= BigInt(`${whole}${fraction}`) * 10n ** BigInt(decimals ?? 0)
  );
}
