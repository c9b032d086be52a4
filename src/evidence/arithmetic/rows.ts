// The rows of a run as JSON lines, written for a bundle and read from it. One line of what holds for all, then a line each.
import { z } from 'zod';
import type { Parts } from '../zip.ts';

const units = z
  .string()
  .regex(/^\d{1,90}$/)
  .transform(BigInt);
const texts = z.array(z.string());
const headSchema = z.strictObject({
  rows: z.literal(1),
  seeds: z.array(
    z.strictObject({
      id: z.string(),
      place: z.string().optional(),
      places: texts.optional(),
      claim: z.string().optional(),
      amount: units.optional(),
    }),
  ),
  since: z.int().optional(),
  explored: texts,
  answered: texts,
  leaky: texts,
  /** Rows by their ids. */
  crossings: z.array(z.strictObject({ given: texts, received: texts })),
});
const rowSchema = z.strictObject({
  tx: z.string(),
  id: z.string(),
  time: z.int(),
  leg: z.enum(['in', 'out', 'pays']),
  from: z.string(),
  to: z.string(),
  asset: z.string(),
  amount: units,
  coin: z.string().optional(),
  end: z.enum(['fees', 'burnt', 'endpoint', 'stopped']).optional(),
});

export type Row = z.infer<typeof rowSchema>;
export type Rows = Omit<z.infer<typeof headSchema>, 'rows'> & { readonly rows: readonly Row[] };

/** Where a wallet seed stands: one wallet, or several that were followed together. */
export function placesOf({ place, places = [] }: Rows['seeds'][number]): readonly string[] {
  return place === undefined ? places : [place];
}

/** What is written; read back it is the same. */
export function rowsText({ rows, ...head }: RowsToWrite): string {
  return [{ rows: 1, ...head }, ...rows]
    .map(
      (line) =>
        `${JSON.stringify(line, (_, value) => (typeof value === 'bigint' ? value.toString() : value))}\n`,
    )
    .join('');
}
type RowsToWrite = { readonly rows: readonly object[] };

/** undefined where the text is none. */
export function readRows(text: string): Rows | undefined {
  try {
    const [first = '', ...lines] = text.split('\n').filter((line) => line !== '');
    const { rows: _, ...head } = headSchema.parse(JSON.parse(first));
    return { ...head, rows: lines.map((line) => rowSchema.parse(JSON.parse(line))) };
  } catch {
    return undefined;
  }
}

const FOLDER = 'rows/';

export function rowsPart(run: string): string {
  return `${FOLDER}${run}.jsonl`;
}

/** Of a bundle, by part, once for all who reckon with them: those that can be read. */
export type RowsByPart = ReadonlyMap<string, Rows>;

export function rowsIn(parts: Parts): RowsByPart {
  const found = new Map<string, Rows>();
  for (const [name, part] of parts) {
    const rows = name.startsWith(FOLDER) ? readRows(Buffer.from(part).toString('utf8')) : undefined;
    if (rows !== undefined) found.set(name, rows);
  }
  return found;
}
