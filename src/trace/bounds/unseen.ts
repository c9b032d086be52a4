// What a service could have been given that the run did not see being reached: all that was not followed, as though it had
// gone there. Without it nothing is left open, and "nothing reached it" holds under any rule.
import type { AssetId } from '../../model/asset.ts';
import type { Networks } from './bounds.ts';
import { figuresIn } from './solve.ts';

/** Of networks solved for all seeds: base units by asset that the seeds injected; zero stands. */
export function unseenOf({ timeline, byAsset, sent }: Networks): Map<AssetId, bigint> {
  return new Map(
    sent.map((asset) => {
      const net = byAsset.get(asset)?.most;
      return [
        timeline.assets[asset] as AssetId,
        net === undefined ? 0n : figuresIn(net)([net.unexplored]).most,
      ];
    }),
  );
}
