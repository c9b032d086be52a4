// Columns of a file and the other names they go by: which cell of a record holds which. Not what may stand in a cell.
import { columnName } from './column-name.ts';

export interface Column {
  readonly name: string;
  readonly aliases: readonly string[];
  /** A file without this column is refused. */
  readonly required: 'yes' | 'no';
  readonly meaning: string;
}

/**
 * Finds the columns among the names of a header or the keys of an object; `unread` are the names that mean nothing here.
 * The proper name goes before its aliases; two aliases of one column without it are no choice to make here: a fault.
 */
export function placeColumns<C extends Column>(
  columns: readonly C[],
  names: readonly string[],
): {
  readonly places: Readonly<Partial<Record<C['name'], number>>>;
  readonly faults: readonly string[];
  readonly unread: readonly string[];
} {
  const known = names.map(columnName);
  const places: Partial<Record<C['name'], number>> = {};
  const faults: string[] = [];
  for (const column of columns) {
    const own = known.flatMap((name, index) => (name === column.name ? [index] : []));
    const found =
      own.length > 0 ? own : known.flatMap((name, index) => (column.aliases.includes(name) ? [index] : []));
    const first = found[0];
    if (first !== undefined) places[column.name as C['name']] = first;
    if (found.length > 1)
      faults.push(`columns ${found.map((index) => known[index]).join(' and ')} all mean ${column.name}`);
    if (first === undefined && column.required === 'yes') {
      faults.push(`column ${column.name} is missing (also read: ${column.aliases.join(', ')})`);
    }
  }
  const read = new Set<unknown>(Object.values(places));
  return { places, faults, unread: names.filter((_, index) => !read.has(index)) };
}
