// One label file whose bytes are at hand, as `--labels` gives it. The reading itself is reading/read-pack.ts's.
import type { Label } from '../model/label.ts';
import { readPack } from './reading/read-pack.ts';
import type { RefusedRow } from './reading/row-labels.ts';

export interface ReadLabels {
  readonly labels: readonly Label[];
  readonly refused: readonly RefusedRow[];
}

/** Throws KnownError `labels-unreadable` where the file as a whole is no list of labels. `fileName` names the pack. */
export function readLabels(content: string | Uint8Array, fileName: string): ReadLabels {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const labels: Label[] = [];
  const refused: RefusedRow[] = [];
  for (const row of readPack(() => [bytes], { name: fileName })) {
    if ('labels' in row) for (const label of row.labels) labels.push(label);
    else if ('why' in row) refused.push(row);
  }
  return { labels, refused };
}
