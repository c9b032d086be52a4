// Rows that cannot be used: an import with one of them stores nothing, unless it was told to leave such rows out.
import { KnownError } from '../../model/errors.ts';
import type { RefusedRow } from './import-plan.ts';

/** How many an error names. */
const MOST_NAMED = 10;

export function badRows(refused: readonly RefusedRow[]): KnownError {
  const lines = refused.slice(0, MOST_NAMED).map(({ file, row, why }) => `${file}, row ${row}: ${why}`);
  const more = refused.length - lines.length;
  return new KnownError(
    'bad-bulk-row',
    `${refused.length} row${refused.length === 1 ? '' : 's'} cannot be used.`,
    {
      facts: [
        ...lines,
        ...(more > 0 ? [`and ${more} more`] : []),
        'nothing of this import was stored: half a history would give wrong sums',
      ],
      hint: 'Correct the files, or leave such rows out with --skip-refused: the warehouse then says so in every trace.',
      exit: 2,
    },
  );
}
