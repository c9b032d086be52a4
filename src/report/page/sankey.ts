// The flow by hops as a drawing: money runs from left to right, as wide as it is large. Widths are drawn in floating point;
// every amount that is written is exact. What does not fit is drawn together, and said to be.
import { sankey } from 'd3-sankey';
import { clipped } from '../escape.ts';
import { type Band, type Box, drawn } from './boxes.ts';
import { unitsText } from './names.ts';
import type { PageData } from './page-data.ts';
import type { Flowing } from './selection.ts';
import { type Child, tree } from './tree.ts';

const WIDTH = 1100;
const ROW = 34;

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
