// What reached an address through others, for a screening: a walk upstream under one convention, and of its sources what did
// not come from them straight. What was not followed is summed up too, since a rule has no answer that it could change.
import type { AssetId } from '../../model/asset.ts';
import type { Gap } from '../../model/gap.ts';
import type { Label } from '../../model/label.ts';
import type { OwnerPlace, Place } from '../../model/place.ts';
import type { SeedId } from '../../model/seed.ts';
import { holdTogether } from '../account/flagged.ts';
import { boundsAt } from '../backward/backward.ts';
import { exposures } from '../backward/parts.ts';
import { poolsUpstream } from '../backward/pools-upstream.ts';
import type { Source } from '../backward/sources.ts';
import { statementOf, sumsOf } from '../backward/sums.ts';
import { type SourcesRequest, type UpstreamWalk, walkUpstream } from '../backward/walk-upstream.ts';
import type { ConventionName } from '../conventions/convention.ts';
import type { NotFollowedReason } from '../explore.ts';
import { byGap } from '../finding-order.ts';
import type { Bounds, Sums } from '../findings.ts';
import { defaultOptions, type TraceOptions } from '../options.ts';
import { labelsOf } from '../stops.ts';
import { walkGaps } from '../walk-gaps.ts';

/** Those that divide money by its order or its amounts alone. The others ask which of it is tainted; poison adds up to nothing. */
export const screeningConventions = ['fifo', 'lifo', 'haircut'] as const satisfies readonly ConventionName[];

/** How far a policy looks upstream. */
export interface UpstreamLimits extends Pick<TraceOptions, 'hops' | 'maxWallets' | 'minValue'> {
  readonly convention: (typeof screeningConventions)[number];
}

/** As for a trace. */
export const defaultLimits: UpstreamLimits = {
  convention: 'fifo',
  hops: defaultOptions.hops,
  maxWallets: defaultOptions.maxWallets,
  minValue: defaultOptions.minValue,
};

/** One source, all of whose money is one label's. */
export interface UpstreamSource {
  readonly id: SeedId;
  readonly place: Place | undefined;
  /** The label by which it is a source, and others of the place that hold with it. */
  readonly labels: readonly Label[];
  readonly indirect: Sums;
  readonly direct: Sums;
}

/** Of one asset: the sources, what was issued and `unseen` add up to `received`. */
export interface UpstreamTotal {
  readonly asset: AssetId;
  /** Without the address's own money that came back to it, by which shares could be made small at will. */
  readonly received: bigint;
  readonly own: bigint;
  /** From wallets that were not followed, by the reason. */
  readonly notFollowed: ReadonlyMap<NotFollowedReason, bigint>;
  /** Paid by wallets that are not known to have received it. */
  readonly unexplained: bigint;
}

export interface Upstream {
  readonly limits: UpstreamLimits;
  readonly explored: number;
  readonly totals: readonly UpstreamTotal[];
  /** With labels alone. */
  readonly sources: readonly UpstreamSource[];
  readonly gaps: readonly Gap[];
  /** Of what came from these together, straight and through others. */
  readonly bounds: (sources: readonly SeedId[]) => ReadonlyMap<AssetId, Bounds>;
}

/** What a reason of indirect exposure rests on. */
export interface UpstreamReason {
  readonly convention: UpstreamLimits['convention'];
  /** They add up to the amount. */
  readonly sources: readonly { readonly place: OwnerPlace; readonly amount: bigint }[];
  /** What they paid to the address themselves, under the same convention: in no amount here. */
  readonly direct: bigint;
  /** Of both together, under any rule of division. */
  readonly bounds: Bounds | undefined;
}

export interface UpstreamAsked
  extends Pick<SourcesRequest, 'ledgers' | 'asOf' | 'labels' | 'signal' | 'onProgress'>,
    Pick<TraceOptions, 'hubLimit' | 'concurrency'> {
  readonly place: OwnerPlace;
  /** Unix seconds: what arrived then alone; default: all. */
  readonly second?: number | undefined;
  readonly limits: UpstreamLimits;
  /** Of all rules: places so labelled are sources, whatever else they are. */
  readonly categories: ReadonlySet<string>;
}

export async function lookUpstream(asked: UpstreamAsked): Promise<Upstream> {
  const { place, second, limits, categories, ledgers, asOf, labels, signal, onProgress } = asked;
  const { hubLimit, concurrency } = asked;
  const { convention, hops, maxWallets, minValue } = limits;
  const walked = await walkUpstream({
    account: [place],
    ledgers,
    asOf,
    labels,
    options: {
      ...defaultOptions,
      conventions: [convention],
      hops,
      maxWallets,
      minValue,
      hubLimit,
      concurrency,
      ...(second === undefined ? {} : { since: second, until: second }),
    },
    isFlag: ({ category }) => categories.has(category),
    signal,
    onProgress,
  });
  const { explored, timeline, receipts, conserving, request } = walked;
  const received = sumsOf(timeline, receipts.inWindow);
  const { gaps } = await walkGaps(request, explored, timeline, conserving, poolsUpstream(walked));
  return {
    limits,
    explored: explored.question.explored.size,
    totals: totalsOf(walked, received, convention),
    sources: sourcesOf(walked, convention),
    gaps: gaps.sort(byGap),
    bounds: boundsAt(walked, received),
  };
}

function totalsOf(walked: UpstreamWalk, received: Sums, convention: ConventionName): UpstreamTotal[] {
  const cut = exposures(walked, ({ kind, reason }) => (kind === 'unknown' ? reason : undefined));
  return statementOf(walked, received).map(({ asset, received: all, own, unexplained }) => ({
    asset,
    received: all - own,
    own,
    notFollowed: new Map(
      [...cut].sort().flatMap(([reason, { amounts }]): [NotFollowedReason, bigint][] => {
        const amount = amounts.get(convention)?.get(asset) ?? 0n;
        return amount === 0n ? [] : [[reason as NotFollowedReason, amount]];
      }),
    ),
    unexplained,
  }));
}

function sourcesOf(walked: UpstreamWalk, convention: ConventionName): UpstreamSource[] {
  const { labels } = walked.request;
  return [...exposures(walked, ({ id, label }) => (label === undefined ? undefined : id))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { amounts, direct, sources }]) => {
      const { id, place, label } = sources[0] as Source & { readonly label: Label };
      const [all, straight] = [amounts, direct].map((table): Sums => table.get(convention) ?? new Map());
      const others = place === undefined ? [] : labelsOf(labels, place);
      return {
        id,
        place,
        labels: [label, ...others.filter((other) => holdTogether(other, label))],
        indirect: new Map(
          [...(all as Sums)].map(([asset, amount]) => [asset, amount - (straight?.get(asset) ?? 0n)]),
        ),
        direct: straight as Sums,
      };
    });
}
