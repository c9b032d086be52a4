// Boxes and bands of the flow by hops: which places have a box of their own, what is drawn together, and what goes back. Amounts
// of bands are exact; nothing is laid out here.
import { levelsOf } from './levels.ts';
import { shortName } from './names.ts';
import type { PageData } from './page-data.ts';
import type { Flowing } from './selection.ts';

/** Places that get a box of their own; seeds and services go first. */
const OWN = 36;
/** Ways back that are drawn one by one; more of them are drawn together. */
const BACK = 6;

export interface Box {
  readonly key: string;
  readonly title: string;
  readonly role: string;
  readonly level: number;
  /** undefined: several together, or the way back to an earlier one. */
  readonly place: number | undefined;
}

export interface Band {
  readonly source: string;
  readonly target: string;
  readonly value: number;
  readonly units: bigint;
  readonly count: number;
}

export interface Drawn {
  readonly boxes: readonly Box[];
  readonly bands: readonly Band[];
  /** Transfers between places that share a box. */
  readonly inside: number;
  /** Places without a box of their own. */
  readonly together: number;
}

export function drawn(data: PageData, flowing: readonly Flowing[]): Drawn {
  const levels = levelsOf(data, flowing);
  const own = ownBoxes(data, flowing);
  const boxes = new Map<string, Box>();
  const sums = new Map<string, { source: string; target: string; units: bigint; count: number }>();
  let inside = 0;
  function boxOf(index: number): Box {
    const info = data.places[index] as PageData['places'][number];
    const level = levels.get(index) ?? 0;
    const box: Box = own.has(index)
      ? { key: `p${index}`, title: shortName(info, 40), role: info.role, level, place: index }
      : { key: `m${level}`, title: 'more places', role: 'more', level, place: undefined };
    boxes.set(box.key, boxes.get(box.key) ?? box);
    return box;
  }
  const isBack = (source: Box, target: Box): boolean => target.level <= source.level;
  const ways = flowing.map(({ transfer: [, , from, to], carried }) => ({
    source: boxOf(from),
    target: boxOf(to),
    carried,
  }));
  const backs = new Set(
    ways
      .filter(({ source, target }) => isBack(source, target))
      .map(({ source, target }) => `${source.level}${target.key}`),
  );
  // Money that goes back is drawn as a way on, to a box that says where it went back to.
  function backTo({ level }: Box, target: Box): Box {
    const own = backs.size <= BACK;
    const box: Box = {
      key: own ? `b${level}${target.key}` : `b${level}`,
      title: own ? `↩ back to ${target.title}` : '↩ back to places before',
      role: 'back',
      level: level + 1,
      place: own ? target.place : undefined,
    };
    boxes.set(box.key, boxes.get(box.key) ?? box);
    return box;
  }
  for (const { source, target: straight, carried } of ways) {
    if (source.key === straight.key) {
      inside += 1;
      continue;
    }
    const target = isBack(source, straight) ? backTo(source, straight) : straight;
    const key = `${source.key}|${target.key}`;
    const sum = sums.get(key) ?? { source: source.key, target: target.key, units: 0n, count: 0 };
    sums.set(key, { ...sum, units: sum.units + carried, count: sum.count + 1 });
  }
  const bands = [...sums.values()].map((sum) => ({ ...sum, value: Number(sum.units) }));
  const used = new Set(bands.flatMap(({ source, target }) => [source, target]));
  const most = bands.reduce((largest, { value }) => Math.max(largest, value), 0);
  return {
    boxes: [...boxes.values()].filter(({ key }) => used.has(key)),
    bands: bands.map((band) => ({ ...band, value: Math.max(band.value / most, 1e-6) })),
    inside,
    together: levels.size - [...levels.keys()].filter((index) => own.has(index)).length,
  };
}

function ownBoxes({ places }: PageData, flowing: readonly Flowing[]): ReadonlySet<number> {
  const passing = new Map<number, bigint>();
  for (const { transfer, carried } of flowing)
    for (const index of new Set([transfer[2], transfer[3]]))
      passing.set(index, (passing.get(index) ?? 0n) + carried);
  const isFirst = (index: number): boolean =>
    ['seed', 'endpoint', 'sink'].includes(places[index]?.role ?? '');
  const order = [...passing].sort(
    ([a, units], [b, others]) =>
      Number(isFirst(b)) - Number(isFirst(a)) || (units === others ? a - b : units > others ? -1 : 1),
  );
  // Half of the boxes stay for the way itself.
  const first = order.filter(([index]) => isFirst(index)).slice(0, OWN / 2);
  const rest = order.filter(([index]) => !isFirst(index)).slice(0, OWN - first.length);
  return new Set([...first, ...rest].map(([index]) => index));
}
