// The flow as a figure: Graphviz says where everything goes, and it is drawn here, so that its text can be selected.
import { Graphviz } from '@hpcc-js/wasm-graphviz';
import { z } from 'zod';
import { dotText } from '../graph/dot.ts';
import type { Network } from '../graph/network.ts';
import { PAGE, type Page, WIDTH } from './page.ts';

const point = z.tuple([z.number(), z.number()]);
/** Graphviz' own steps of drawing (xdot); letters as it has them. */
const stepSchema = z.discriminatedUnion('op', [
  z.object({ op: z.enum(['c', 'C']), color: z.string() }),
  z.object({ op: z.enum(['p', 'P', 'L', 'b', 'B']), points: z.array(point) }),
  z.object({ op: z.enum(['e', 'E']), rect: z.tuple([z.number(), z.number(), z.number(), z.number()]) }),
  z.object({ op: z.literal('S'), style: z.string() }),
  z.object({ op: z.literal('F'), size: z.number() }),
  z.object({ op: z.literal('T'), pt: point, align: z.enum(['l', 'c', 'r']), text: z.string() }),
]);
type Step = z.infer<typeof stepSchema>;

const steps = z.array(stepSchema).default([]);
const partSchema = z.object({ _draw_: steps, _ldraw_: steps, _hdraw_: steps });
const layoutSchema = z.object({
  bb: z.string(),
  _ldraw_: steps,
  objects: z.array(partSchema).default([]),
  edges: z.array(partSchema).default([]),
});

export interface Figure {
  readonly width: number;
  readonly height: number;
  readonly steps: readonly Step[];
  readonly texts: readonly string[];
}

export async function figureOf(network: Network): Promise<Figure> {
  const graphviz = await Graphviz.load();
  const layout = layoutSchema.parse(JSON.parse(graphviz.layout(dotText(network), 'json', 'dot')));
  const [left = 0, bottom = 0, right = 0, top = 0] = layout.bb.split(',').map(Number);
  const parts = [...layout.edges, ...layout.objects];
  const all = [
    ...layout._ldraw_,
    ...parts.flatMap((part) => [...part._draw_, ...part._ldraw_, ...part._hdraw_]),
  ];
  return {
    width: right - left,
    height: top - bottom,
    steps: all,
    texts: all.flatMap((step) => (step.op === 'T' ? [step.text] : [])),
  };
}

/** Never larger than it is, and with its heading on one page. */
function scaleOf({ width, height }: Figure): number {
  const most = PAGE.height - 2 * PAGE.margin - PAGE.foot - 40;
  return Math.min(1, WIDTH / width, most / height);
}

export function heightOf(figure: Figure): number {
  return figure.height * scaleOf(figure);
}

export function drawFigure(page: Page, figure: Figure): void {
  const { height, steps: all } = figure;
  const scale = scaleOf(figure);
  page.ensure(height * scale);
  const top = page.y();
  const { pdf } = page;
  const at = ([x, y]: readonly [number, number]): [number, number] => [
    PAGE.margin + x * scale,
    top + (height - y) * scale,
  ];
  const state = { pen: '#000000', fill: '#ffffff', size: 10 };
  /** Closed and filled, or a line. */
  function paint(isFilled: boolean): void {
    pdf.lineWidth(0.6 * scale);
    if (isFilled) pdf.fillAndStroke(state.fill, state.pen);
    else pdf.strokeColor(state.pen).stroke();
  }
  for (const step of all)
    switch (step.op) {
      case 'c':
        state.pen = step.color;
        break;
      case 'C':
        state.fill = step.color;
        break;
      case 'F':
        state.size = step.size;
        break;
      case 'S':
        if (step.style === 'dashed' || step.style === 'dotted') pdf.dash(2 * scale, { space: 2 * scale });
        else pdf.undash();
        break;
      case 'p':
      case 'P':
        pdf.polygon(...step.points.map(at));
        paint(step.op === 'P');
        pdf.undash();
        break;
      case 'L':
        polyline(step.points.map(at));
        paint(false);
        break;
      case 'b':
      case 'B':
        curve(step.points.map(at));
        paint(false);
        pdf.undash();
        break;
      case 'e':
      case 'E': {
        const [x, y, rx, ry] = step.rect;
        pdf.ellipse(...at([x, y]), rx * scale, ry * scale);
        paint(step.op === 'E');
        pdf.undash();
        break;
      }
      case 'T':
        text(step);
    }
  page.space(height * scale);

  function polyline([first, ...rest]: readonly [number, number][]): void {
    if (first === undefined) return;
    pdf.moveTo(...first);
    for (const next of rest) pdf.lineTo(...next);
  }

  /** One point, then three for each stretch. */
  function curve([first, ...rest]: readonly [number, number][]): void {
    if (first === undefined) return;
    pdf.moveTo(...first);
    for (let index = 0; index + 2 < rest.length; index += 3) {
      const [a, b, c] = rest.slice(index, index + 3) as [
        [number, number],
        [number, number],
        [number, number],
      ];
      pdf.bezierCurveTo(...a, ...b, ...c);
    }
  }

  /** Graphviz has measured it in another font: as wide as it thinks at most. */
  function text({ pt, align, text }: Extract<Step, { op: 'T' }>): void {
    const look = { face: 'regular', size: state.size * scale * 0.9 } as const;
    const [x, baseline] = at(pt);
    const width = page.widthOf(text, look);
    page.write(text, look, x - (align === 'c' ? width / 2 : align === 'r' ? width : 0), baseline);
  }
}
