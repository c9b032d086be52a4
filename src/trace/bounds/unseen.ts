// What a service could have been given that the run did not see being reached: all that was not followed, as though it had
// gone there. Without it nothing is left open, and "nothing reached it" holds under any rule.
import type { AssetId } from '../../model/asset.ts';
import type { Explored } from '../explore.ts';
import { partialPlaces } from '../partial-places.ts';
import type { Swept } from '../sweep/swept.ts';
import { expand } from './expand.ts';

/** Base units by asset that the seeds injected; zero stands. */
export function unseenOf(
  { timeline, question, gaps }: Pick<Explored, 'timeline' | 'question' | 'gaps'>,
  { injected, shortages }: Swept,
): Map<AssetId, bigint> {
  const openings = new Map([...shortages].map(([key, { amount }]) => [key, amount]));
  const leaky = partialPlaces(gaps);
  const seeds = new Set(question.seeds);
  const assets = new Set(injected.flatMap((sums) => [...sums.keys()]));
  return new Map(
    [...assets].map((asset) => {
      const { flow, source, sink } = expand(timeline, question, asset, seeds, openings, leaky);
      // The only way to the sink that is open yet is that of the places not explored.
      return [timeline.assets[asset] as AssetId, flow.push(source, sink, 'source')];
    }),
  );
}
