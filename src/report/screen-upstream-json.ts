// Indirect exposure in the result of a screening: what a reason rests on, how far was looked, and what was not seen.
import type { AssetId, AssetInfo } from '../model/asset.ts';
import type { OwnerPlace } from '../model/place.ts';
import { formatMinValue } from '../trace/options.ts';
import type { Upstream, UpstreamLimits, UpstreamReason } from '../trace/screening/upstream.ts';
import { gapJson, placeJson } from './json-parts.ts';

interface Names {
  infoOf(asset: AssetId): AssetInfo | undefined;
  nameOf(place: OwnerPlace): string;
}

export function limitsJson({ convention, hops, maxWallets, minValue }: UpstreamLimits) {
  return { convention, hops, maxWallets, minValue: formatMinValue(minValue) };
}

export function upstreamReasonJson(
  { convention, sources, direct, bounds }: UpstreamReason,
  nameOf: Names['nameOf'],
) {
  return {
    convention,
    sources: sources.map(({ place, amount }) => ({
      ...placeJson(place, nameOf(place)),
      amount: String(amount),
    })),
    direct: String(direct),
    ...(bounds === undefined ? {} : { bounds: { least: String(bounds.least), most: String(bounds.most) } }),
  };
}

/** Of assets on no list of genuine contracts nothing: no rule weighs them. */
export function upstreamJson({ limits, explored, totals, gaps }: Upstream, { infoOf, nameOf }: Names) {
  return {
    convention: limits.convention,
    explored,
    assets: totals
      .filter(({ asset }) => infoOf(asset)?.genuine !== false)
      .map(({ asset, received, own, notFollowed, unexplained }) => ({
        asset,
        received: String(received),
        ...(own === 0n ? {} : { own: String(own) }),
        ...(notFollowed.size === 0
          ? {}
          : {
              notFollowed: Object.fromEntries([...notFollowed].map(([why, units]) => [why, String(units)])),
            }),
        ...(unexplained === 0n ? {} : { unexplained: String(unexplained) }),
      })),
    gaps: gaps.map((gap) => gapJson(gap, nameOf)),
  };
}
