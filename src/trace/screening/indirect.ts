// Whether what reached an address through others meets a rule; where it does not, whether it could with what was not seen.
import type { AssetId, AssetInfo } from '../../model/asset.ts';
import { isSourceGap } from '../../model/gap.ts';
import type { OwnerPlace } from '../../model/place.ts';
import { eachOnce, isOf, type Reason, type Rule, reaches } from './rule.ts';
import type { Upstream, UpstreamTotal } from './upstream.ts';

export interface Weighed {
  readonly reasons: readonly Reason[];
  /** Not met by what was seen, but maybe with what was not: there is no answer. */
  readonly isOpen: boolean;
}

export function weighIndirect(
  rule: Rule,
  upstream: Upstream,
  infoOf: (asset: AssetId) => AssetInfo | undefined,
): Weighed {
  const genuine = upstream.totals.filter(({ asset }) => infoOf(asset)?.genuine !== false);
  const reasons = genuine.flatMap((total) => reasonOf(rule, upstream, total, infoOf(total.asset)) ?? []);
  if (reasons.length > 0) return { reasons, isOpen: false };
  const isInReach = genuine.some((total) => {
    const most = amountOf(rule, upstream, total.asset) + unseenOf(total);
    return reaches(most, total.received, rule.from, infoOf(total.asset)?.decimals);
  });
  // A history with a hole may hide what would have been seen.
  return { reasons, isOpen: isInReach || upstream.gaps.some(isSourceGap) };
}

function reasonOf(
  rule: Rule,
  upstream: Upstream,
  { asset, received }: UpstreamTotal,
  info: AssetInfo | undefined,
): Reason | undefined {
  const amount = amountOf(rule, upstream, asset);
  if (!reaches(amount, received, rule.from, info?.decimals)) return undefined;
  const all = sourcesOf(rule, upstream);
  const indirect = all.filter((source) => (source.indirect.get(asset) ?? 0n) > 0n);
  return {
    rule,
    labels: eachOnce(indirect.flatMap(({ labels }) => labels.filter(isOf(rule)))),
    sum: {
      asset,
      amount,
      total: received,
      transfers: [],
      upstream: {
        convention: upstream.limits.convention,
        sources: indirect
          .map((source) => ({
            place: source.place as OwnerPlace,
            amount: source.indirect.get(asset) as bigint,
          }))
          .sort((a, b) => (a.amount < b.amount ? 1 : a.amount > b.amount ? -1 : 0)),
        direct: all.reduce((sum, { direct }) => sum + (direct.get(asset) ?? 0n), 0n),
        bounds: upstream.bounds(all.map(({ id }) => id)).get(asset),
      },
    },
  };
}

function sourcesOf(rule: Rule, { sources }: Upstream): Upstream['sources'] {
  return sources.filter(({ labels }) => labels.some(isOf(rule)));
}

function amountOf(rule: Rule, upstream: Upstream, asset: AssetId): bigint {
  return sourcesOf(rule, upstream).reduce((sum, { indirect }) => sum + (indirect.get(asset) ?? 0n), 0n);
}

function unseenOf({ notFollowed, unexplained }: UpstreamTotal): bigint {
  return [...notFollowed.values()].reduce((sum, amount) => sum + amount, unexplained);
}
