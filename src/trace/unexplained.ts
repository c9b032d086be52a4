// How much of what is asked about may still lie where nobody has looked: told while a walk goes on, and no part of a result.
import type { AssetId, AssetInfo } from '../model/asset.ts';
import { chainInfo } from '../model/chain.ts';
import type { PlaceKey } from '../model/place.ts';
import type { CoinId } from '../model/transfer.ts';
import type { Ceilings } from './ceiling/keeper.ts';
import { least } from './least.ts';
import type { Timeline } from './timeline.ts';

/** In base units. `atMost` is never less than what is there, and never more than `of`, which is what all would be. */
export interface Unexplained {
  readonly asset: AssetId;
  readonly info: AssetInfo | undefined;
  readonly atMost: bigint;
  readonly of: bigint;
}

export interface Looked {
  readonly explored: ReadonlySet<PlaceKey>;
  /** Coins whose spending is known, or cannot be. */
  isAsked(coin: CoinId): boolean;
  infoOf(asset: AssetId): AssetInfo | undefined;
}

/**
 * By asset, in the order of their ids: what unexplored places could have received, whether they will be explored or are too
 * far, too small or too large, and what explored ones could have in coins not yet asked about.
 */
export function unexplained(timeline: Timeline, upper: Ceilings, looked: Looked): Unexplained[] {
  const sums = new Map<AssetId, bigint>();
  const add = (asset: AssetId, amount: bigint): void => {
    sums.set(asset, (sums.get(asset) ?? 0n) + amount);
  };
  for (const received of upper.unexplored.values())
    for (const [asset, amount] of received) add(timeline.assets[asset] as AssetId, amount);
  for (const [coin, { place, amount }] of upper.coins) {
    if (looked.isAsked(coin) || !looked.explored.has(timeline.keys[place] as PlaceKey)) continue;
    const at = timeline.places[place];
    const native = at === undefined ? undefined : chainInfo(at.chain)?.native.id;
    if (native !== undefined) add(native, amount);
  }
  return [...upper.wholes]
    .map(([index, of]) => {
      const asset = timeline.assets[index] as AssetId;
      return { asset, info: looked.infoOf(asset), atMost: least(of, sums.get(asset) ?? 0n), of };
    })
    .filter(({ of }) => of > 0n)
    .sort((a, b) => (a.asset < b.asset ? -1 : 1));
}
