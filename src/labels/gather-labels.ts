// Label files as they are handed over, one after the other, and the book of them, the installed packs and the built-in
// rows. Opens no file.
import { createHash } from 'node:crypto';
import type { Label } from '../model/label.ts';
import { type LabelBook, labelBook, type Shelf } from './book.ts';
import { builtInLabels } from './built-in.ts';
import type { ReadLabels } from './read.ts';

export interface LabelGatherer {
  /** Resolves to the rows that could not be used. Rejects as `readLabels` throws. */
  take(name: string, content: string | Uint8Array): Promise<ReadLabels['refused']>;
  book(installed?: Shelf): LabelBook;
}

export function gatherLabels(): LabelGatherer {
  const rows: Label[] = [...builtInLabels];
  const hashes = new Map<string, string>();
  return {
    async take(name, content) {
      // With its parsers, for runs that have such files.
      const { readLabels } = await import('./read.ts');
      const { labels, refused } = readLabels(content, name);
      // As arguments of one call, a large file would overflow the stack.
      for (const label of labels) rows.push(label);
      hashes.set(name, createHash('sha256').update(content).digest('hex'));
      return refused;
    },
    book: (installed) => labelBook(rows, { hashes, installed }),
  };
}
