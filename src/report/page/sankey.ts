// The flow by hops as a drawing: money runs from left to right, as wide as it is large. Widths are drawn in floating point;
// every amount that is written is exact. What does not fit is drawn together, and said to be.
import { sankey } from 'd3-sankey';
import { formatUnits } from '../../model/asset.ts';
import { grouped } from '../amounts.ts';
import { clipped } from '../escape.ts';
import { levelsOf } from './levels.ts';
import type { PageData } from './page-data.ts';
import type { Flowing } from './selection.ts';
import { type Child, tree } from './tree.ts';

/** Places that get a box of their own; seeds and services go first. */
const OWN = 36;
/** Ways back that are drawn one by one; more of them are drawn together. */
const BACK = 6;
const WIDTH = 1100;
const ROW = 34;

interface Box {
  readonly key: string;
  readonly title: string;
  readonly role: string;
  readonly level: number;
  /** undefined: several together, or the way back to an earlier one. */
  readonly place: number | undefined;
}

interface Band {
  readonly source: string;
  readonly target: string;
  readonly value: number;
  readonly units: bigint;
  readonly count: number;
}

export function unitsText(asset: PageData['assets'][number] | undefined, units: bigint): string {
  const { symbol = '', decimals } = asset ?? {};
  if (decimals === undefined) return `${grouped(units.toString())} base units of ${symbol}`;
  return `${grouped(formatUnits(units, decimals))} ${symbol}`;
}

/** A name is cut at its end, an address or a transaction in its middle, where a look-alike differs. */
export function shortName({ name, address, role }: PageData['places'][number], length: number): string {
  const text = name.length <= length ? name : `${name.slice(0, 8)}…${name.slice(-6)}`;
  if (role === 'transaction') return `tx ${text}`;
  return name === address ? text : clipped(name, length);
}

/** `id`: of the drawing on the page. */
export function sankeyTree(
  data: PageData,
  all: readonly Flowing[],
  asset: number,
  id: string,
): readonly Child[] {
  const flowing = all.filter(({ carried }) => carried > 0n);
  if (flowing.length === 0) return [tree('p', {}, 'No transfer here carries anything under this rule.')];
  const { boxes, bands, inside, together } = drawn(data, flowing);
  const perLevel = new Map<number, number>();
  for (const { level } of boxes) perLevel.set(level, (perLevel.get(level) ?? 0) + 1);
  const height = Math.max(300, Math.max(...perLevel.values()) * ROW + 24);
  const laid = sankey<Box, Band>()
    .nodeId(({ key }) => key)
    .nodeAlign(({ level }) => level)
    .nodeWidth(12)
    .nodePadding(Math.min(22, ROW - 12))
    .extent([
      [4, 12],
      [WIDTH - 190, height - 12],
    ])({ nodes: boxes.map((box) => ({ ...box })), links: bands.map((band) => ({ ...band })) });
  const info = data.assets[asset];
  const drawing = tree(
    'svg',
    {
      class: 'sankey',
      viewBox: `0 0 ${WIDTH} ${height}`,
      width: String(WIDTH),
      height: String(height),
      role: 'img',
      'aria-labelledby': `${id}-title`,
    },
    tree(
      'title',
      { id: `${id}-title` },
      `Flow of ${info?.symbol ?? ''} by hops, from left to right; the tables below say the same in figures`,
    ),
    tree(
      'g',
      { class: 'bands' },
      ...laid.links.map((link) => {
        const from = link.source as unknown as Required<Box & { x1: number }>;
        const to = link.target as unknown as Required<Box & { x0: number }>;
        const [x0, x1] = [from.x1, to.x0];
        const middle = place((x0 + x1) / 2);
        const [y0, y1] = [place(link.y0 ?? 0), place(link.y1 ?? 0)];
        return tree(
          'path',
          {
            class: `band to-${to.role}`,
            d: `M${place(x0)},${y0}C${middle},${y0} ${middle},${y1} ${place(x1)},${y1}`,
            'stroke-width': place(Math.max(1, link.width ?? 1)),
          },
          tree(
            'title',
            {},
            `${from.title} → ${to.title}: ${unitsText(info, link.units)} in ${link.count} transfer${link.count === 1 ? '' : 's'}`,
          ),
        );
      }),
    ),
    tree(
      'g',
      { class: 'boxes' },
      ...laid.nodes.map((box) => {
        const [x0 = 0, x1 = 0, y0 = 0, y1 = 0] = [box.x0, box.x1, box.y0, box.y1];
        const units = throughput(box.key, bands);
        const y = (y0 + y1) / 2;
        return tree(
          'g',
          {
            class: `box ${box.role}`,
            'data-place': box.place === undefined ? undefined : String(box.place),
          },
          tree('rect', {
            x: place(x0),
            y: place(y0),
            width: place(x1 - x0),
            height: place(Math.max(1.5, y1 - y0)),
          }),
          tree('text', { x: place(x1 + 5), y: place(y - 1) }, clipped(box.title, 26)),
          tree(
            'text',
            { class: 'units', x: place(x1 + 5), y: place(y + 11) },
            clipped(unitsText(info, units), 30),
          ),
          tree('title', {}, `${box.title}: ${unitsText(info, units)}`),
        );
      }),
    ),
  );
  const notes = [
    'Each box says what passed through it, as often as it passed. Red: seeds. Blue: services. Olive: places that still hold some of it. Dashed: not followed, several together, or a way back.',
    ...(together === 0
      ? []
      : [`${together} smaller places are drawn together, by their distance, as “more places”.`]),
    ...(inside === 0
      ? []
      : [`${inside} transfers between places that are drawn together are inside of their boxes.`]),
  ];
  return [
    tree(
      'div',
      { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'Flow by hops, scrollable' },
      drawing,
    ),
    tree('p', { class: 'note' }, notes.join(' ')),
  ];
}

/** To a tenth: the same on every machine. */
function place(number: number): string {
  return String(Math.round(number * 10) / 10);
}

/** The larger of what comes in and what goes out. */
function throughput(key: string, bands: readonly Band[]): bigint {
  let [inwards, outwards] = [0n, 0n];
  for (const { source, target, units } of bands) {
    if (target === key) inwards += units;
    if (source === key) outwards += units;
  }
  return inwards > outwards ? inwards : outwards;
}

function drawn(
  data: PageData,
  flowing: readonly Flowing[],
): { boxes: Box[]; bands: Band[]; inside: number; together: number } {
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
