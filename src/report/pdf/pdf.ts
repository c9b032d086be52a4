// A report as PDF: text that can be selected, fonts within, and the same bytes for the same result: its date is that of
// the result, not of a clock.
import PDFDocument from 'pdfkit';
import type { Block } from '../document/block.ts';
import { drawFigure, type Figure, figureOf, heightOf } from './figure.ts';
import { type Face, fontsFor } from './fonts.ts';
import { type Look, PAGE, type Page, pageOn, WIDTH } from './page.ts';
import { drawTable } from './table.ts';

type Drawn = Exclude<Block, { kind: 'figure' }> | { readonly kind: 'figure'; readonly figure: Figure };

const HEADINGS: Readonly<Record<1 | 2 | 3, Look>> = {
  1: { face: 'bold', size: 16 },
  2: { face: 'bold', size: 11 },
  3: { face: 'bold', size: 9 },
};
const TEXT: Look = { face: 'regular', size: 9 };
const TONES: Readonly<Record<'answer' | 'warning', Look>> = {
  answer: { face: 'bold', size: 10 },
  warning: { face: 'bold', size: 9, colour: '#a01818' },
};
const LINES: Look = { face: 'mono', size: 6.5 };
const FOOT: Look = { face: 'regular', size: 7, colour: '#666666' };
const INDENT = 10;

/** `time`: unix seconds, of the result. */
export async function pdfBytes(blocks: readonly Block[], title: string, time: number): Promise<Uint8Array> {
  const drawn = await Promise.all(
    blocks.map(
      async (block): Promise<Drawn> =>
        block.kind === 'figure' ? { kind: 'figure', figure: await figureOf(block.network) } : block,
    ),
  );
  const fonts = await fontsFor(textsOf(drawn, title));
  const pdf = new PDFDocument({
    size: [PAGE.width, PAGE.height],
    margin: 0,
    bufferPages: true,
    lang: 'en',
    displayTitle: true,
    info: { Title: title, Producer: 'trace', Creator: 'trace', CreationDate: new Date(time * 1000) },
  });
  const parts: Uint8Array[] = [];
  pdf.on('data', (part: Uint8Array) => parts.push(part));
  const ended = new Promise<void>((resolve, reject) => {
    pdf.on('end', resolve);
    pdf.on('error', reject);
  });
  const page = pageOn(pdf, fonts);
  for (const [index, block] of drawn.entries()) draw(page, block, drawn[index + 1]);
  const { count } = pdf.bufferedPageRange();
  for (let number = 0; number < count; number++) {
    pdf.switchToPage(number);
    footer(page, title, `${number + 1} / ${count}`);
  }
  pdf.end();
  await ended;
  return Buffer.concat(parts);
}

function footer(page: Page, title: string, number: string): void {
  const baseline = PAGE.height - PAGE.margin;
  const room = WIDTH - page.widthOf(number, FOOT);
  page.write(page.wrapped(title, FOOT, room - 40)[0] ?? '', FOOT, PAGE.margin, baseline);
  page.write(number, FOOT, PAGE.margin + room, baseline);
}

/** `next`: what follows it, which no heading may be parted from. */
function draw(page: Page, block: Drawn, next: Drawn | undefined): void {
  switch (block.kind) {
    case 'heading':
      drawHeading(page, block, next);
      break;
    case 'text':
      write(page, block.text, block.tone === undefined ? TEXT : TONES[block.tone], 0);
      page.space(3);
      break;
    case 'list':
      for (const item of block.items) write(page, item, TEXT, INDENT, '•');
      page.space(3);
      break;
    case 'lines':
      for (const line of block.lines) write(page, line, LINES, 0);
      page.space(3);
      break;
    case 'table':
      drawTable(page, block);
      page.space(4);
      break;
    case 'figure':
      drawFigure(page, block.figure);
      page.space(4);
  }
}

function drawHeading(
  page: Page,
  { level, text }: Extract<Block, { kind: 'heading' }>,
  next: Drawn | undefined,
): void {
  const look = HEADINGS[level];
  // Each question begins a page.
  const room = next?.kind === 'figure' ? look.size * 2.5 + heightOf(next.figure) : look.size * 5;
  page.ensure(level === 1 ? PAGE.height : room);
  page.space(look.size * 0.6);
  write(page, text, look, 0);
}

function write(page: Page, text: string, look: Look, indent: number, mark = ''): void {
  for (const [index, line] of page.wrapped(text, look, WIDTH - indent).entries()) {
    const baseline = page.line(look.size);
    if (index === 0 && mark !== '') page.write(mark, look, PAGE.margin, baseline);
    page.write(line, look, PAGE.margin + indent, baseline);
  }
}

/** All that will be written, by face. */
function textsOf(blocks: readonly Drawn[], title: string): ReadonlyMap<Face, readonly string[]> {
  const texts: Record<Face, string[]> = { regular: [title, '0123456789 /•'], bold: [], mono: [] };
  for (const block of blocks) {
    if (block.kind === 'heading') texts.bold.push(block.text);
    else if (block.kind === 'text') texts[block.tone === undefined ? 'regular' : 'bold'].push(block.text);
    else if (block.kind === 'list') texts.regular.push(...block.items);
    else if (block.kind === 'lines') texts.mono.push(...block.lines);
    else if (block.kind === 'figure') texts.regular.push(...block.figure.texts);
    else {
      texts.bold.push(...block.head);
      for (const row of block.rows) texts.regular.push(...row);
    }
  }
  return new Map(Object.entries(texts) as [Face, string[]][]);
}
