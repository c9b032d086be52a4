// The graph of places, to move in: columns by hops, each place where its payers are. Drawn by sigma (WebGL) once the reader
// comes to it. Sizes are for the eye; no figure is read from it.
import { DirectedGraph } from 'graphology';
import Sigma from 'sigma';
import { levelsOf } from '../levels.ts';
import { shortName } from '../names.ts';
import type { PageData } from '../page-data.ts';
import type { Flowing } from '../selection.ts';

const COLOURS: Readonly<Record<string, string>> = {
  seed: '#b3261e',
  endpoint: '#174a7c',
  touched: '#6b5b00',
  held: '#6b5b00',
  'not-followed': '#8a949e',
};

export interface GraphView {
  readonly show: (flowing: readonly Flowing[]) => void;
  readonly focus: (place: number) => void;
  readonly move: (how: 'closer' | 'farther' | 'whole') => void;
}

export function graphView(canvas: HTMLElement, data: PageData, onPlace: (place: number) => void): GraphView {
  const graph = new DirectedGraph();
  const sigma = new Sigma(graph, canvas, {
    labelRenderedSizeThreshold: 7,
    labelFont: 'system-ui, sans-serif',
    labelSize: 12,
    defaultEdgeType: 'arrow',
    minEdgeThickness: 1,
    // Room for the names of the last column.
    stagePadding: Math.max(30, canvas.clientWidth * 0.12),
    allowInvalidContainer: true,
  });
  let chosen: string | undefined;
  sigma.on('clickNode', ({ node }) => onPlace(Number(node)));
  sigma.setSetting('nodeReducer', (node, attributes) =>
    node === chosen ? { ...attributes, highlighted: true, zIndex: 1 } : attributes,
  );
  const camera = sigma.getCamera();
  return {
    show(flowing) {
      const seats = seatsOf(data, flowing);
      const widths = new Map<string, number>();
      for (const { transfer, carried } of flowing) {
        const key = `${transfer[2]}|${transfer[3]}`;
        widths.set(key, (widths.get(key) ?? 0) + Number(carried));
      }
      const most = Math.max(...widths.values(), 1);
      graph.clear();
      for (const [place, [x, y]] of seats) {
        const info = data.places[place];
        if (info === undefined) continue;
        const isNamed = info.role === 'seed' || info.role === 'endpoint';
        graph.addNode(String(place), {
          x,
          y,
          label: shortName(info, 30),
          size: isNamed ? 8 : info.role === 'transaction' ? 2 : 4,
          color: COLOURS[info.role] ?? '#5b6670',
          forceLabel: isNamed && seats.size < 400,
        });
      }
      for (const [key, width] of widths) {
        const [from = '', to = ''] = key.split('|');
        graph.addDirectedEdge(from, to, { size: 1 + 5 * Math.sqrt(width / most), color: '#c3ccd4' });
      }
      sigma.refresh();
    },
    focus(place) {
      const key = String(place);
      chosen = graph.hasNode(key) ? key : undefined;
      sigma.refresh({ skipIndexation: true });
      const seat = chosen === undefined ? undefined : sigma.getNodeDisplayData(chosen);
      if (seat !== undefined) void camera.animate({ x: seat.x, y: seat.y, ratio: 0.25 }, { duration: 250 });
    },
    move(how) {
      if (how === 'closer') void camera.animatedZoom({ duration: 200 });
      else if (how === 'farther') void camera.animatedUnzoom({ duration: 200 });
      else void camera.animatedReset({ duration: 200 });
    },
  };
}

/** Each column in the order of the middle of those that pay into it. */
function seatsOf(data: PageData, flowing: readonly Flowing[]): Map<number, readonly [number, number]> {
  const levels = levelsOf(data, flowing);
  const payers = new Map<number, number[]>();
  for (const { transfer } of flowing) {
    const own = payers.get(transfer[3]);
    if (own === undefined) payers.set(transfer[3], [transfer[2]]);
    else own.push(transfer[2]);
  }
  const columns = new Map<number, number[]>();
  for (const [place, level] of levels) {
    const column = columns.get(level);
    if (column === undefined) columns.set(level, [place]);
    else column.push(place);
  }
  const tallest = Math.max(...[...columns.values()].map(({ length }) => length), 1);
  const seats = new Map<number, readonly [number, number]>();
  for (const level of [...columns.keys()].sort((a, b) => a - b)) {
    const column = columns.get(level) ?? [];
    const middle = (place: number): number => {
      const ys = (payers.get(place) ?? []).flatMap((payer) => seats.get(payer)?.[1] ?? []);
      return ys.length === 0 ? 0 : ys.reduce((sum, y) => sum + y, 0) / ys.length;
    };
    const order = column
      .map((place) => ({ place, at: middle(place) }))
      .sort((a, b) => a.at - b.at || a.place - b.place);
    order.forEach(({ place }, index) => {
      seats.set(place, [level * tallest * 0.5, ((index + 0.5) / order.length - 0.5) * tallest]);
    });
  }
  return seats;
}
