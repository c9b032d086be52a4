// How value went, for readers: paths with who acted, patterns and coin shapes on them, every place on them by its name.
import type { AssetId } from '../model/asset.ts';
import type { Label } from '../model/label.ts';
import type { Place, PlaceKey } from '../model/place.ts';
import { withActors } from './actors.ts';
import { type CoinFindings, coinFindings } from './coins/coin-findings.ts';
import { coinShapes, withShapes } from './coins/shapes.ts';
import type { Naming } from './naming.ts';
import { type PathsInto, pathsInto } from './paths.ts';
import { type PatternFinding, patternsOf } from './patterns/patterns.ts';
import { isAbout } from './target.ts';
import type { Walk } from './walk.ts';

export interface Ways extends PathsInto {
  readonly patterns: readonly PatternFinding[];
  readonly coins: CoinFindings;
}

export function waysOf(
  walked: Walk,
  labelAt: ReadonlyMap<PlaceKey, Label>,
  drawn: (asset: AssetId) => boolean,
  { name }: Naming,
): Ways {
  const { explored, headline, request } = walked;
  const { timeline } = explored;
  const into = pathsInto(timeline, headline, drawn, {
    keep: request.options.paths,
    mixings: explored.mixings,
    isEnd({ line, place }) {
      const at = timeline.places[place] as Place;
      return (
        line === 'endpoint' && isAbout(request.target, at, labelAt.get(timeline.keys[place] as PlaceKey))
      );
    },
  });
  const shapes = coinShapes(timeline);
  const paths = withShapes(shapes, withActors(explored, into.paths));
  const patterns = patternsOf(walked, drawn);
  for (const path of paths)
    for (const { from, to, actors } of path.hops)
      for (const at of [from, to, actors.sender, actors.spender, actors.funder?.place])
        if (at !== undefined) name(at);
  for (const { places } of patterns) for (const at of places) name(at);
  return { ...into, paths, patterns, coins: coinFindings(walked, shapes, name) };
}
