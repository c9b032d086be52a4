// How far from where the money began each place stands, in hops of the transfers at hand: the columns of both pictures.
// What nothing leaves stands behind all that pays it.
import type { PageData } from './page-data.ts';
import type { Flowing } from './selection.ts';

export function levelsOf({ places }: PageData, flowing: readonly Flowing[]): Map<number, number> {
  const next = new Map<number, number[]>();
  const reached = new Set<number>();
  for (const { transfer } of flowing) {
    const [, , from, to] = transfer;
    const after = next.get(from);
    if (after === undefined) next.set(from, [to]);
    else after.push(to);
    if (from !== to) reached.add(to);
  }
  const levels = new Map<number, number>();
  function spread(begin: readonly number[]): void {
    let front = begin.filter((place) => !levels.has(place));
    for (const place of front) levels.set(place, 0);
    for (let level = 1; front.length > 0; level += 1) {
      const found: number[] = [];
      for (const place of front)
        for (const to of next.get(place) ?? [])
          if (!levels.has(to)) {
            levels.set(to, level);
            found.push(to);
          }
      front = found;
    }
  }
  spread([...next.keys()].filter((place) => places[place]?.role === 'seed'));
  spread([...next.keys()].filter((place) => !reached.has(place)));
  // A ring that nothing leads into begins with its first transfer.
  for (const place of next.keys()) spread([place]);
  const last = [...next.keys()].reduce((most, place) => Math.max(most, levels.get(place) ?? 0), 0) + 1;
  const latest = new Map<number, number>();
  for (const { transfer } of flowing) {
    const [, , from, to] = transfer;
    if (!next.has(to)) latest.set(to, Math.max(latest.get(to) ?? 0, (levels.get(from) ?? 0) + 1));
  }
  for (const [place, level] of latest) {
    const role = places[place]?.role;
    levels.set(place, role === 'endpoint' || role === 'sink' ? last : level);
  }
  return levels;
}
