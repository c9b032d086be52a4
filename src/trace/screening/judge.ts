// A policy's word on one address: which rules its own labels and its exposure meet, and the sums that this rests on.
// A share is of all that was received or sent of that asset; assets on no list of genuine contracts are left out, since
// anyone can send them.
import type { AssetId, AssetInfo } from '../../model/asset.ts';
import type { Label } from '../../model/label.ts';
import { type Weighed, weighIndirect } from './indirect.ts';
import type { Movement } from './movements.ts';
import { eachOnce, isOf, type Reason, type Rule, reaches, type Verdict, verdicts } from './rule.ts';
import type { Upstream } from './upstream.ts';

export interface Judgement {
  readonly verdict: Verdict;
  readonly reasons: readonly Reason[];
}

/** `movements` undefined: the history could not be read. `upstream` undefined: that, or no rule asks for it. */
export function judge(
  own: readonly Label[],
  movements: readonly Movement[] | undefined,
  rules: readonly Rule[],
  infoOf: (asset: AssetId) => AssetInfo | undefined,
  upstream?: Upstream,
): Judgement {
  const weighed = rules.map((rule): Weighed => {
    if (rule.exposure === 'own') {
      const labels = own.filter(isOf(rule));
      return { reasons: labels.length === 0 ? [] : [{ rule, labels }], isOpen: false };
    }
    if (rule.exposure !== 'indirect')
      return { reasons: exposed(rule, movements ?? [], infoOf), isOpen: movements === undefined };
    return upstream === undefined ? { reasons: [], isOpen: true } : weighIndirect(rule, upstream, infoOf);
  });
  const reasons = weighed.flatMap((one) => one.reasons);
  const found: Verdict[] = [
    'pass',
    ...(weighed.some(({ isOpen }) => isOpen) ? (['unknown'] as const) : []),
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
    const met = all.filter(({ labels }) => labels.some(isOf(rule)));
    const [amount, total] = [met, all].map((some) => some.reduce((sum, one) => sum + one.amount, 0n)) as [
      bigint,
      bigint,
    ];
    if (!reaches(amount, total, rule.from, infoOf(asset)?.decimals)) return [];
    const labels = met.flatMap((one) => one.labels.filter(isOf(rule)));
    return [
      {
        rule,
        labels: eachOnce(labels),
        sum: { asset, amount, total, transfers: [...new Set(met.map(({ transfer }) => transfer))].sort() },
      },
    ];
  });
}
