// A policy's word on one address: which rules its own labels and its direct exposure meet, and the sums that this rests on.
// A share is of all that was received or sent of that asset; assets on no list of genuine contracts are left out, since
// anyone can send them.
import type { AssetId, AssetInfo } from '../../model/asset.ts';
import type { Label } from '../../model/label.ts';
import type { TransferId } from '../../model/transfer.ts';
import type { MinValue } from '../options.ts';
import type { Movement } from './movements.ts';

/** The mildest first. `unknown`: a rule could not be answered, since the history was not to be had. */
const verdicts = ['pass', 'review', 'unknown', 'refuse'] as const;
export type Verdict = (typeof verdicts)[number];

export interface Rule {
  readonly name: string;
  /** `own`: what the address itself is said to be. */
  readonly exposure: 'own' | 'received' | 'sent';
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
    readonly transfers: readonly TransferId[];
  };
}

export interface Judgement {
  readonly verdict: Verdict;
  readonly reasons: readonly Reason[];
}

/** `movements` undefined: the history could not be read. */
export function judge(
  own: readonly Label[],
  movements: readonly Movement[] | undefined,
  rules: readonly Rule[],
  infoOf: (asset: AssetId) => AssetInfo | undefined,
): Judgement {
  const reasons = rules.flatMap((rule): Reason[] => {
    if (rule.exposure === 'own') {
      const labels = own.filter(({ category }) => rule.categories.has(category));
      return labels.length === 0 ? [] : [{ rule, labels }];
    }
    return exposed(rule, movements ?? [], infoOf);
  });
  const needsHistory = rules.some(({ exposure }) => exposure !== 'own');
  const found: Verdict[] = [
    'pass',
    ...(movements === undefined && needsHistory ? (['unknown'] as const) : []),
    ...reasons.map(({ rule }) => rule.verdict),
  ];
  return { verdict: worst(found), reasons };
}

export function worst(all: readonly Verdict[]): Verdict {
  return verdicts[Math.max(0, ...all.map((verdict) => verdicts.indexOf(verdict)))] as Verdict;
}

function exposed(
  rule: Rule,
  movements: readonly Movement[],
  infoOf: (asset: AssetId) => AssetInfo | undefined,
): Reason[] {
  const side = movements.filter(
    ({ direction, asset }) => direction === rule.exposure && infoOf(asset)?.genuine !== false,
  );
  return [...new Set(side.map(({ asset }) => asset))].sort().flatMap((asset): Reason[] => {
    const all = side.filter((movement) => movement.asset === asset);
    const met = all.filter(({ labels }) => labels.some(({ category }) => rule.categories.has(category)));
    const [amount, total] = [met, all].map((some) => some.reduce((sum, one) => sum + one.amount, 0n)) as [
      bigint,
      bigint,
    ];
    if (amount === 0n || !reaches(amount, total, rule.from, infoOf(asset)?.decimals)) return [];
    const labels = met.flatMap((one) => one.labels.filter(({ category }) => rule.categories.has(category)));
    return [
      {
        rule,
        labels: [...new Map(labels.map((label) => [JSON.stringify(label), label])).values()],
        sum: { asset, amount, total, transfers: [...new Set(met.map(({ transfer }) => transfer))].sort() },
      },
    ];
  });
}

function reaches(amount: bigint, total: bigint, from: MinValue | undefined, decimals = 0): boolean {
  if (from === undefined) return true;
  if (from.kind === 'share') return amount * from.denominator >= total * from.numerator;
  const [whole = '0', fraction = ''] = from.text.split('.');
  // `amount / 10^decimals >= whole.fraction`, without a fraction.
  return amount * 10n ** BigInt(fraction.length) >= BigInt(`${whole}${fraction}`) * 10n ** BigInt(decimals);
}
