// How a warehouse is named on the command line: `sqlite:FILE`.
import { badFlag } from './usage.ts';

const SQLITE = 'sqlite:';

/** The file behind a name; undefined: the text names no warehouse. */
export function warehouseFile(text: string): string | undefined {
  return text.startsWith(SQLITE) && text.length > SQLITE.length ? text.slice(SQLITE.length) : undefined;
}

/** Throws KnownError `bad-flag`. */
export function namedWarehouse(flag: string, text: string): string {
  const file = warehouseFile(text);
  if (file === undefined) throw badFlag(flag, text, 'sqlite:FILE');
  return file;
}
