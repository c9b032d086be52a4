// Bounds of sources: how much of what an account received came from them under any rule that divides each wallet's balance
// in chain order. The same flows as forward (engine.md §6), with the account as the one endpoint that is asked about.
import type { AssetId } from '../../model/asset.ts';
import type { PlaceKey } from '../../model/place.ts';
import type { SeedId } from '../../model/seed.ts';
import { networksOf } from '../bounds/bounds.ts';
import { type BoundsByAsset, boundsOfSeeds, entityGroup } from '../bounds/by-group.ts';
import type { Bounds, Sums } from '../findings.ts';
import type { Question } from '../question.ts';
import type { Swept } from '../sweep/swept.ts';
import type { Attributed } from './sources.ts';

export interface BoundsAsked extends Pick<Attributed, 'timeline' | 'question' | 'sources'> {
  readonly account: ReadonlySet<PlaceKey>;
  readonly isInWindow: (time: number) => boolean;
  readonly received: Sums;
  readonly conserving: Swept;
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
 * whoever is unknown may be anybody.
 */
export function sourceBounds(asked: BoundsAsked): (group: readonly SeedId[]) => ReadonlyMap<AssetId, Bounds> {
  const { timeline, sources, account, received, conserving, leaky } = asked;
  const forward = toAccount(asked);
  const sent = [...new Set(conserving.injected.flatMap((sums) => [...sums.keys()]))];
  const networks = networksOf(timeline, forward, sent, conserving.shortages, leaky);
  const known = [...sources.values()].filter(({ kind }) => kind === 'labelled' || kind === 'issued');

  function of(group: ReadonlySet<SeedId>): BoundsByAsset {
    const seeds = forward.seeds.filter(({ id }) => group.has(id));
    const found = boundsOfSeeds(networks, seeds, (key) => (account.has(key) ? ACCOUNT : undefined));
    return found.get(entityGroup(ACCOUNT)) ?? new Map();
  }

  return (group) => {
    const own = new Set(group);
    const here = of(own);
    const others = of(new Set(known.flatMap(({ id }) => (own.has(id) ? [] : [id]))));
    return new Map(
      [...received].flatMap(([asset, all]): [AssetId, Bounds][] => {
        const most = all - (others.get(asset)?.least ?? 0n);
        const { least = 0n, mostFollowed = 0n } = here.get(asset) ?? {};
        return most > 0n ? [[asset, { least, most, mostFollowed }]] : [];
      }),
    );
  };
}
