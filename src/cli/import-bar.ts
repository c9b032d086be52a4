// The bar of an import on a terminal. Not what is beside it (warehouse-import.ts).
import type { ImportProgress } from '../chains/warehouse/imported.ts';

const CELLS = 20;

/** `[########............]  40 % `: of the blocks that the files cover, as many as are stored. */
export function barOf(height: number, span: ImportProgress['span']): string {
  if (span === undefined) return '';
  const share = Math.min(1, Math.max(0, (height - span.first + 1) / (span.last - span.first + 1)));
  const full = Math.floor(share * CELLS);
  const percent = String(Math.floor(share * 100)).padStart(3);
  return `[${'#'.repeat(full)}${'.'.repeat(CELLS - full)}] ${percent} % `;
}
