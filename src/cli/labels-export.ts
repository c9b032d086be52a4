// `trace labels export`: the book, or some of its packs, as one file.

import type { ExportFormat } from '../labels/writing/export-formats.ts';
import { packText } from '../labels/writing/pack-text.ts';
import { bookFile, noBook, openBook } from './label-book.ts';
import type { ExportGiven } from './labels-commands.ts';
import { checkOutput, emit } from './output.ts';
import type { ExitCode } from './render-error.ts';
import { badFlag } from './usage.ts';
import type { World } from './world.ts';

export async function exportLabels(given: ExportGiven, world: World): Promise<ExitCode> {
  const where = given.output === undefined ? {} : { output: given.output };
  await checkOutput(where);
  const book = await openBook(given.book, world);
  if (book === undefined) throw noBook(bookFile(given.book, world) as string);
  try {
    const known = new Set(book.packs().map(({ pack }) => pack));
    for (const pack of given.pack ?? [])
      if (!known.has(pack))
        throw badFlag('--pack', pack, 'the name of an installed pack; see trace labels list');
    await emit(packText(book.all(given.pack), given.format as ExportFormat), where, world);
    return 0;
  } finally {
    book.close();
  }
}
