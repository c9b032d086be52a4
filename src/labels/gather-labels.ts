// Label files as they are handed over, one after the other, and the book of them and the built-in rows. Opens no file.
import { createHash } from 'node:crypto';
import type { Label } from '../model/label.ts';
import { type LabelBook, labelBook } from './book.ts';
import { builtInLabels } from './built-in.ts';
import { type ReadLabels, readLabels } from './read.ts';

export interface LabelGatherer {
  /** Returns the rows that could not be used. Throws as `readLabels` does. */
  take(name: string, content: string | Uint8Array): ReadLabels['refused'];
  book(): LabelBook;
}

export function gatherLabels(): LabelGatherer {
  const rows: Label[] = [...builtInLabels];
  const hashes = new Map<string, string>();
  return {
    take(name, content) {
      const { labels, refused } = readLabels(content, name);
      // As arguments of one call, a large file would overflow the stack.
      for (const label of labels) rows.push(label);
      hashes.set(name, createHash('sha256').update(content).digest('hex'));
      return refused;
    },
    book: () => labelBook(rows, hashes),
  };
}
