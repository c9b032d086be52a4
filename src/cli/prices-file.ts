// Reads a file of prices (CSV). A row that cannot be used refuses the whole file: the price next to it would stand in for it.
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { Column } from '../model/columns.ts';
import { KnownError } from '../model/errors.ts';
import { unixTime } from '../model/time.ts';
import { type FilePrice, pricesByFile } from '../prices/by-file.ts';
import { isPrice, type PriceSource } from '../prices/price.ts';
import { tableIn } from './csv-table.ts';

export const priceColumns = [
  {
    name: 'asset',
    aliases: ['asset_id', 'token'],
    required: 'yes',
    meaning: 'id of the asset as in a result (`eip155:1/erc20:0x…`), or the name of a chain: its native coin',
  },
  {
    name: 'time',
    aliases: ['timestamp', 'date', 'datetime'],
    required: 'yes',
    meaning: 'of the price; unix seconds or ISO 8601, without a zone UTC, without a time midnight',
  },
  {
    name: 'price',
    aliases: ['value', 'rate', 'close'],
    required: 'yes',
    meaning: 'of one whole unit, a positive decimal with a point',
  },
  {
    name: 'currency',
    aliases: ['vs_currency', 'quote'],
    required: 'no',
    meaning:
      'three letters; rows in another currency than that of the run are not used; empty: in that of the run',
  },
  {
    name: 'source',
    aliases: ['provider', 'exchange'],
    required: 'no',
    meaning: 'who says so',
  },
] as const satisfies readonly Column[];

const LONGEST_SOURCE = 100;

/** Throws KnownError `bad-prices`. */
export function readPrices(bytes: Uint8Array, file: string, currency: string): PriceSource {
  const { rows } = tableIn(bytes, priceColumns, (facts, cause) => badPrices(file, facts, cause));
  const faults: string[] = [];
  const prices: FilePrice[] = [];
  const seen = new Map<string, { readonly line: number; readonly text: string }>();
  for (const { line, row } of rows) {
    const found = typeof row === 'string' ? row : priceIn(row, currency);
    if (typeof found === 'string') {
      faults.push(`line ${line}: ${found}`);
      continue;
    }
    if (found === undefined) continue;
    const key = `${found.asset}|${found.time}`;
    const before = seen.get(key);
    if (before !== undefined && before.text !== found.text)
      faults.push(`line ${line}: line ${before.line} has another price of the same asset and time`);
    if (before !== undefined) continue;
    seen.set(key, { line, text: found.text });
    prices.push(found);
  }
  if (faults.length > 0) throw badPrices(file, faults);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return pricesByFile(prices, { currency, name: basename(file), sha256 });
}

/** A text: what is wrong with it; undefined: it is of another currency. */
function priceIn(
  row: ReadonlyMap<(typeof priceColumns)[number]['name'], string>,
  wanted: string,
): FilePrice | string | undefined {
  const cell = (name: (typeof priceColumns)[number]['name']): string => row.get(name) ?? '';
  const currency = cell('currency').toUpperCase() || wanted;
  const time = unixTime(cell('time'));
  if (cell('asset') === '') return 'its asset is empty';
  if (time === undefined) return 'its time is none: unix seconds or ISO 8601';
  if (!isPrice(cell('price'))) return 'its price is no positive decimal';
  if (!/^[A-Z]{3}$/.test(currency)) return 'its currency is not of three letters';
  if (cell('source').length > LONGEST_SOURCE) return `its source has more than ${LONGEST_SOURCE} characters`;
  if (currency !== wanted) return undefined;
  return { asset: cell('asset'), time, text: cell('price'), source: cell('source') };
}

function badPrices(file: string, facts: readonly string[], cause?: unknown): KnownError {
  return new KnownError('bad-prices', 'The file of prices cannot be used, and nothing of it was.', {
    facts: [`file: ${file}`, ...facts],
    hint: `Correct the file; its columns are ${priceColumns.map(({ name }) => name).join(', ')} (docs/cli.md).`,
    exit: 2,
    cause,
  });
}
