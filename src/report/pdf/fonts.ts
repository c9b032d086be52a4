// The fonts of a PDF: of Noto, cut down to the characters that the text has. Each family comes in slices of a few hundred
// characters; a slice is read only if the text needs it. What no slice has is shown by its code point, never left out.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { create } from 'fontkit';
import subsetFont from 'subset-font';

export type Face = 'regular' | 'bold' | 'mono';

const LATIN = '@fontsource-variable/noto-sans';
const MONO = '@fontsource-variable/noto-sans-mono';
/** Chinese with Japanese kana and most traditional forms, then Korean. */
const EAST_ASIAN = ['@fontsource-variable/noto-sans-sc', '@fontsource-variable/noto-sans-kr'];

/** What stands for a letter that no font has is written with these. */
const ESCAPES = '\\u{}0123456789abcdef';

/** Packages in the order in which they are looked at; weight on the font's own scale. */
const faces: Readonly<Record<Face, { readonly families: readonly string[]; readonly weight: number }>> = {
  regular: { families: [LATIN, ...EAST_ASIAN], weight: 400 },
  bold: { families: [LATIN, ...EAST_ASIAN], weight: 700 },
  mono: { families: [MONO, LATIN, ...EAST_ASIAN], weight: 400 },
};

interface Slice {
  readonly file: string;
  /** Said of the slice; not every one of them need be in it. */
  readonly isMeant: (codePoint: number) => boolean;
}

/** A slice that was opened. */
interface Opened {
  readonly file: string;
  readonly points: ReadonlySet<number>;
}

/** A stretch of text in one font. */
export interface Run {
  readonly font: string;
  readonly text: string;
}

export interface Fonts {
  /** By the name under which runs ask for them: a whole TrueType font each. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly runs: (text: string, face: Face) => readonly Run[];
}

/** `texts`: all that will be written, by face. */
export async function fontsFor(texts: ReadonlyMap<Face, readonly string[]>): Promise<Fonts> {
  const families = await openedFor([...texts.values()].flat());
  const known = new Map<string, string | undefined>();
  function fileFor(letter: string, face: Face): string | undefined {
    const key = `${face}${letter}`;
    if (!known.has(key)) {
      const point = letter.codePointAt(0) as number;
      const all = faces[face].families.flatMap((name) => families.get(name) ?? []);
      known.set(key, all.find(({ points }) => points.has(point))?.file);
    }
    return known.get(key);
  }
  function runs(text: string, face: Face): Run[] {
    const found: { font: string; text: string }[] = [];
    for (const letter of shownLetters(text, (one) => fileFor(one, face) !== undefined)) {
      const font = `${face} ${fileFor(letter, face) ?? ''}`;
      const last = found.at(-1);
      if (last?.font === font) last.text += letter;
      else found.push({ font, text: letter });
    }
    return found;
  }
  return { files: await cutDown(texts, runs), runs };
}

async function cutDown(
  texts: ReadonlyMap<Face, readonly string[]>,
  runs: Fonts['runs'],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const letters = new Map<string, { file: string; face: Face; used: Set<string> }>();
  for (const [face, list] of texts)
    for (const { font, text } of list.flatMap((one) => runs(one, face))) {
      const entry = letters.get(font) ?? { file: font.slice(face.length + 1), face, used: new Set() };
      for (const letter of text) entry.used.add(letter);
      letters.set(font, entry);
    }
  const files = new Map<string, Uint8Array>();
  for (const [name, { file, face, used }] of [...letters].sort(([a], [b]) => (a < b ? -1 : 1)))
    files.set(
      name,
      await subsetFont(await readFile(file), [...used].sort().join(''), {
        targetFormat: 'sfnt',
        variationAxes: { wght: faces[face].weight },
        // Without ligatures and kerning a text is as wide as its letters together.
        dropTables: ['GSUB', 'GPOS', 'GDEF'],
      }),
    );
  return files;
}

/** Letters one by one; those that no font has as `\u{…}`. */
function* shownLetters(text: string, has: (letter: string) => boolean): Generator<string> {
  for (const letter of text)
    if (has(letter)) yield letter;
    else yield* `\\u{${(letter.codePointAt(0) as number).toString(16)}}`;
}

/** Of each family the slices that some letter may be in, opened. */
async function openedFor(texts: readonly string[]): Promise<ReadonlyMap<string, readonly Opened[]>> {
  const points = new Set([...`${texts.join('')}${ESCAPES}`].map((letter) => letter.codePointAt(0) as number));
  const families = new Map<string, readonly Opened[]>();
  for (const name of [LATIN, MONO, ...EAST_ASIAN]) {
    const slices = (await slicesOf(name)).filter(({ isMeant }) => [...points].some(isMeant));
    families.set(name, await Promise.all(slices.map(opened)));
  }
  return families;
}

async function opened({ file }: Slice): Promise<Opened> {
  const font = create(await readFile(file));
  if (!('characterSet' in font)) throw new Error(`${file} is a collection of fonts`);
  return { file, points: new Set(font.characterSet) };
}

const require = createRequire(import.meta.url);

async function slicesOf(name: string): Promise<Slice[]> {
  const folder = dirname(require.resolve(`${name}/package.json`));
  const ranges = JSON.parse(await readFile(join(folder, 'unicode.json'), 'utf8')) as Record<string, string>;
  return Object.entries(ranges).map(([slice, text]) => {
    // `[4]` stands for a numbered slice, whose file has the number alone.
    const part = slice.replace(/^\[(.*)\]$/, '$1');
    const file = join(folder, 'files', `${name.split('/')[1]}-${part}-wght-normal.woff2`);
    const spans = text.split(',').map((range) => {
      const [first = '', last = first] = range.replace(/^U\+/i, '').split('-');
      return [Number.parseInt(first, 16), Number.parseInt(last, 16)] as const;
    });
    return { file, isMeant: (point) => spans.some(([first, last]) => point >= first && point <= last) };
  });
}
