// Bounds of sources: how much of what an account received came from them under any rule that divides each wallet's balance
// in chain order. The same flows as forward (engine.md §6), with the account as the one endpoint that is asked about.
import type { AssetId } from '../../model/asset.ts';
import type { PlaceKey } from '../../model/place.ts';
import type { SeedId } from '../../model/seed.ts';
import { boundsOf } from '../bounds/bounds.ts';
import { placeCrossings } from '../crossings.ts';
import type { Bounds, Sums } from '../findings.ts';
import type { Question } from '../question.ts';
import type { Swept } from '../sweep/swept.ts';
import type { Attributed } from './sources.ts';

export interface BoundsAsked extends Pick<Attributed, 'timeline' | 'question' | 'sources'> {
  readonly account: ReadonlySet<PlaceKey>;
  readonly isInWindow: (time: number) => boolean;
  readonly received: Sums;
  readonly shortages: Swept['shortages'];
  /** Places whose history is known to be incomplete. */
  readonly leaky: ReadonlySet<PlaceKey>;
}

const ACCOUNT = 'account';

/** The question forward: the account is an endpoint in the window, and its own money is nobody's. */
export function toAccount({
  question,
  sources,
  account,
  isInWindow,
}: Pick<BoundsAsked, 'question' | 'sources' | 'account' | 'isInWindow'>): Question {
  return {
    ...question,
    seeds: question.seeds.filter(({ id }) => sources.get(id)?.kind !== 'own'),
    isEndpoint: (key, time) => (account.has(key) ? isInWindow(time) : question.isEndpoint(key, time)),
  };
}

/**
 * The bounds of several sources taken together. `most` is what arrived less what surely came from other known sources:
 * whoever is unknown may be anybody. Assets that something crossed into have none yet: the flows know one asset at a time.
 */
export function sourceBounds(asked: BoundsAsked): (group: readonly SeedId[]) => ReadonlyMap<AssetId, Bounds> {
  const { timeline, question, sources, account, received, shortages, leaky } = asked;
  const crossedInto = new Set(placeCrossings(timeline, question).placed.map(({ gets }) => gets));
  const forward = toAccount(asked);
  const known = [...sources.values()].filter(({ kind }) => kind === 'labelled' || kind === 'issued');
  const assets = timeline.assets.flatMap((id, index) =>
    received.has(id) && !crossedInto.has(index) ? [index] : [],
  );

  function of(group: ReadonlySet<SeedId>): Map<number, { least: bigint; mostFollowed: bigint }> {
    const seeds = forward.seeds.filter(({ id }) => group.has(id));
    const groupsOf = (key: PlaceKey): string[] => (account.has(key) ? [ACCOUNT] : []);
    const found = boundsOf(timeline, forward, seeds, assets, shortages, leaky, groupsOf);
    return new Map(found.map(({ asset, least, mostFollowed }) => [asset, { least, mostFollowed }]));
  }

  return (group) => {
    const own = new Set(group);
    const here = of(own);
    const others = of(new Set(known.flatMap(({ id }) => (own.has(id) ? [] : [id]))));
    return new Map(
      assets.flatMap((index): [AssetId, Bounds][] => {
        const asset = timeline.assets[index] as AssetId;
        const most = (received.get(asset) ?? 0n) - (others.get(index)?.least ?? 0n);
        const { least = 0n, mostFollowed = 0n } = here.get(index) ?? {};
        return most > 0n ? [[asset, { least, most, mostFollowed }]] : [];
      }),
    );
  };
}
