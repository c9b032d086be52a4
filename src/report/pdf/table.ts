// A table on pages: columns as wide as what is in them while there is room, figures whole, the head again on each page.
import type { Table } from '../document/block.ts';
import { type Look, PAGE, type Page, WIDTH } from './page.ts';

const CELL: Look = { face: 'regular', size: 6.5 };
const HEAD: Look = { face: 'bold', size: 6.5 };
const GAP = 8;

export function drawTable(page: Page, { head, rows, right }: Table): void {
  const widths = widthsOf(page, head, rows, new Set(right));
  const starts = widths.map((_, index) =>
    widths.slice(0, index).reduce((sum, width) => sum + width + GAP, PAGE.margin),
  );
  function draw(cells: readonly string[], look: Look, newPage: () => void): void {
    const wrapped = cells.map((cell, index) => page.wrapped(cell, look, widths[index] ?? WIDTH));
    const lines = Math.max(...wrapped.map(({ length }) => length));
    for (let line = 0; line < lines; line++) {
      if (page.ensure(look.size * 1.4)) newPage();
      const baseline = page.line(look.size);
      for (const [index, parts] of wrapped.entries()) {
        const text = parts[line] ?? '';
        if (text === '') continue;
        const room = (widths[index] ?? 0) - page.widthOf(text, look);
        page.write(text, look, (starts[index] ?? 0) + (right.includes(index) ? room : 0), baseline);
      }
    }
    rule(page, look === HEAD ? '#888888' : '#dddddd');
  }
  const again = (): void => draw(head, HEAD, () => {});
  page.ensure(CELL.size * 6);
  again();
  for (const row of rows) draw(row, CELL, again);
}

function rule({ pdf, y, space }: Page, colour: string): void {
  pdf
    .moveTo(PAGE.margin, y() + 1)
    .lineTo(PAGE.margin + WIDTH, y() + 1)
    .lineWidth(0.4)
    .strokeColor(colour)
    .stroke();
  space(2.5);
}

/** Figures get all that they need, up to the larger part of a page; the other columns share the rest. */
function widthsOf(
  page: Page,
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: ReadonlySet<number>,
): number[] {
  const natural = head.map((title, index) =>
    Math.min(
      WIDTH,
      Math.max(page.widthOf(title, HEAD), ...spread(rows.map((row) => page.widthOf(row[index] ?? '', CELL)))),
    ),
  );
  const room = WIDTH - GAP * (head.length - 1);
  const figures = [...right].reduce((sum, index) => sum + (natural[index] ?? 0), 0);
  const fixed = figures <= room * 0.7 ? right : new Set<number>();
  const widths = natural.map((width, index) => (fixed.has(index) ? width : 0));
  const open = new Set(natural.flatMap((_, index) => (fixed.has(index) ? [] : [index])));
  let left = room - widths.reduce((sum, width) => sum + width, 0);
  // What is narrower than its share gives the others the difference.
  for (let changed = true; changed; ) {
    changed = false;
    for (const index of [...open]) {
      const width = natural[index] ?? 0;
      if (width > left / open.size) continue;
      widths[index] = width;
      left -= width;
      open.delete(index);
      changed = true;
    }
  }
  for (const index of open) widths[index] = left / open.size;
  return widths;
}

/** At most a few thousand arguments to Math.max: the widest of each thousand. */
function spread(widths: readonly number[]): number[] {
  const most: number[] = [];
  for (let start = 0; start < widths.length; start += 1000)
    most.push(Math.max(...widths.slice(start, start + 1000)));
  return most;
}
