// Pages to write on, line by line: what is measured, where the next line stands, when a page is full. Not what is written.
import type PDFDocument from 'pdfkit';
import type { Face, Fonts } from './fonts.ts';

type Pdf = InstanceType<typeof PDFDocument>;

/** A4 on its side, in points: tables of transfers are wide. */
export const PAGE = { width: 842, height: 595, margin: 40, foot: 24 } as const;
export const WIDTH = PAGE.width - 2 * PAGE.margin;
/** Height of a line over the size of its letters. */
const LEADING = 1.35;

export interface Look {
  readonly face: Face;
  readonly size: number;
  readonly colour?: string;
}

export interface Page {
  readonly pdf: Pdf;
  /** Room for a line of this size, on a new page where this one is full; gives its baseline. */
  readonly line: (size: number) => number;
  readonly space: (points: number) => void;
  /** A new page unless this much is left; true: it is new. */
  readonly ensure: (points: number) => boolean;
  /** How much is left of this page. */
  readonly left: () => number;
  readonly y: () => number;
  readonly widthOf: (text: string, look: Look) => number;
  /** In lines no wider than `width`, broken at blanks, within a word only where it is wider by itself. */
  readonly wrapped: (text: string, look: Look, width: number) => string[];
  readonly write: (text: string, look: Look, x: number, baseline: number) => void;
}

export function pageOn(pdf: Pdf, { files, runs }: Fonts): Page {
  for (const [name, bytes] of files) pdf.registerFont(name, Buffer.from(bytes));
  let y: number = PAGE.margin;
  const bottom = PAGE.height - PAGE.margin - PAGE.foot;
  // Of letters one point high: without kerning they add up. By face, since most texts are asked for again and again.
  const widths: Record<Face, Map<string, number>> = { regular: new Map(), bold: new Map(), mono: new Map() };
  function letterWidth(letter: string, face: Face): number {
    const known = widths[face].get(letter);
    if (known !== undefined) return known;
    // A letter that no font has is shown by several.
    const width = runs(letter, face).reduce(
      (sum, { font, text }) => sum + pdf.font(font).fontSize(100).widthOfString(text) / 100,
      0,
    );
    widths[face].set(letter, width);
    return width;
  }
  function widthOf(text: string, { face, size }: Look): number {
    let width = 0;
    for (const letter of text) width += letterWidth(letter, face);
    return width * size;
  }
  function ensure(points: number): boolean {
    if (y + points <= bottom || y === PAGE.margin) return false;
    pdf.addPage();
    y = PAGE.margin;
    return true;
  }
  return {
    pdf,
    ensure,
    left: () => bottom - y,
    y: () => y,
    line(size) {
      ensure(size * LEADING);
      y += size * LEADING;
      return y - size * 0.35;
    },
    space: (points) => {
      y += points;
    },
    widthOf,
    wrapped: (text, look, width) => wrap(text, width, (part) => widthOf(part, look)),
    write(text, look, x, baseline) {
      const { face, size, colour = '#111111' } = look;
      let at = x;
      for (const run of runs(text, face)) {
        pdf
          .font(run.font)
          .fontSize(size)
          .fillColor(colour)
          .text(run.text, at, baseline, { lineBreak: false, baseline: 'alphabetic' });
        at += widthOf(run.text, look);
      }
    },
  };
}

function wrap(text: string, width: number, widthOf: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<= )/)) {
    if (line !== '' && widthOf(`${line}${word.trimEnd()}`) > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += word;
    while (widthOf(line.trimEnd()) > width && [...line].length > 1) {
      const [head, rest] = cut(line, width, widthOf);
      lines.push(head);
      line = rest;
    }
  }
  return [...lines, line.trimEnd()];
}

/** As many letters as fit, one at least. */
function cut(text: string, width: number, widthOf: (text: string) => number): [string, string] {
  const letters = [...text];
  let used = 0;
  let sum = 0;
  for (const letter of letters) {
    sum += widthOf(letter);
    if (sum > width && used > 0) break;
    used += 1;
  }
  return [letters.slice(0, used).join(''), letters.slice(used).join('')];
}
