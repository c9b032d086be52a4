// Heights in parts, each with so many rows that DuckDB sorts them in memory: of many more, and wide ones, it would say that its
// memory is short.
import type { Duck } from './duck.ts';
import type { Span } from './import-plan.ts';

/**
 * `rows`: SQL from FROM on; `height`: SQL of the height of one, or of another number. Of heights above this one, ascending, each
 * of about so many rows, or of one height.
 */
export async function spansAbove(
  above: number,
  most: number,
  { duck, height = 'height', rows }: { readonly duck: Duck; readonly height?: string; readonly rows: string },
): Promise<readonly Span[]> {
  const found = await duck.rows(`
    SELECT min(height), max(height) FROM (
      SELECT height, (sum(own) OVER (ORDER BY height) - 1) // ${most} AS part FROM (
        SELECT height, count(*) AS own FROM (SELECT ${height} AS height ${rows}) WHERE height > ${above} GROUP BY height
      )
    ) GROUP BY part ORDER BY 1`);
  return found.map(([first, last]) => ({ first: Number(first), last: Number(last) }));
}
