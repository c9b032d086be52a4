import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type WalkedPage, walkBlocks } from '../../../src/chains/evm/walk.ts';

interface Row {
  readonly height: number;
  readonly name: string;
}
class TooLong extends Error {}

interface Service {
  readonly rows: readonly Row[];
  readonly cap?: number;
  readonly window?: number;
  readonly offset?: number;
  /** The longest range it can answer. */
  readonly longest?: number;
  readonly limit?: number;
  readonly to?: number;
  /** Bends an answer. */
  readonly bend?: (page: WalkedPage<Row>, call: number) => WalkedPage<Row>;
}

/** Answers pages of a block range as an explorer does: window, cap, ascending. */
async function walk(service: Service) {
  const { cap = 1_000_000, window = 10_000, offset = 10_000, to = 1_000_000 } = service;
  let calls = 0;
  const walked = await walkBlocks<Row>(
    { from: 0, to },
    {
      async ask(span, page, size) {
        calls += 1;
        if (page * size > window) throw new Error('Result window is too large');
        if (span.to - span.from + 1 > (service.longest ?? Number.POSITIVE_INFINITY)) throw new TooLong();
        const inside = service.rows.filter((row) => row.height >= span.from && row.height <= span.to);
        const rows = inside.slice((page - 1) * size, page * size).slice(0, cap);
        return service.bend?.({ rows, incomplete: false }, calls) ?? { rows, incomplete: false };
      },
      refuse: (text, gap) => new Error(`${gap}: ${text}`),
      tooLong: (error) => error instanceof TooLong,
      said: (row) => `${row.height} ${row.name}`,
      offset,
      window,
      limit: service.limit ?? Number.POSITIVE_INFINITY,
    },
  );
  return { ...walked, calls };
}

/** `counts[n]` rows in block n·10 + 5; every second row equals the one before it. */
function rowsPerBlock(counts: readonly number[]): Row[] {
  return counts.flatMap((count, block) =>
    Array.from({ length: count }, (_, at) => ({ height: block * 10 + 5, name: `row ${at >> 1}` })),
  );
}
const text = (rows: readonly Row[]) => rows.map((row) => `${row.height} ${row.name}`);

test('25,000 rows with many in the blocks at the borders come whole and once', async () => {
  const rows = rowsPerBlock(Array.from({ length: 250 }, (_, block) => (block % 2 === 0 ? 7 : 193)));
  expect(rows.length).toBe(25_000);
  for (const [offset, cap] of [
    [10_000, 1_000_000],
    [1_000, 1_000],
    [10_000, 1_000],
    [10_000, 5_000],
  ] as const) {
    const walked = await walk({ rows, offset, cap });
    expect(text(walked.rows)).toEqual(text(rows));
    expect(walked).toMatchObject({ over: false, incomplete: false, holes: [] });
  }
});

test('no row is lost or doubled whatever the blocks hold', async () => {
  const counts = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 30 });
  const sizes = fc.integer({ min: 2, max: 10 });
  await fc.assert(
    fc.asyncProperty(counts, sizes, async (some, offset) => {
      const rows = rowsPerBlock(some);
      const walked = await walk({ rows, offset, window: 10 * offset });
      expect(text(walked.rows)).toEqual(text(rows));
      expect(walked.holes).toEqual([]);
    }),
  );
});

test('exactly 1,000 rows where 10,000 were asked for are a cap until the next page says otherwise', async () => {
  const exact = await walk({ rows: rowsPerBlock(Array.from({ length: 100 }, () => 10)) });
  expect(exact.rows.length).toBe(1_000);
  expect(exact.calls).toBe(2);
  const capped = await walk({ rows: rowsPerBlock(Array.from({ length: 150 }, () => 10)), cap: 1_000 });
  expect(capped.rows.length).toBe(1_500);
});

test('a block that alone fills the window is a hole that names it; all other blocks are there', async () => {
  const rows = rowsPerBlock([3, 10_000, 4]);
  const walked = await walk({ rows, offset: 1_000 });
  expect(walked.holes).toEqual(['block 15 alone fills the window of 10,000 rows']);
  expect(walked.rows.filter((row) => row.height !== 15).length).toBe(7);
  // One row fewer can be read to its end.
  const whole = await walk({ rows: rowsPerBlock([3, 9_999, 4]), offset: 1_000 });
  expect(whole.holes).toEqual([]);
  expect(whole.rows.length).toBe(10_006);
});

test('a page that repeats the one before is a hole, not an endless loop', async () => {
  const rows = Array.from({ length: 50 }, (_, at) => ({ height: 15, name: `${at}` }));
  const first = { rows: rows.slice(0, 10), incomplete: false };
  const bend = (page: WalkedPage<Row>, call: number) => (call <= 3 ? first : page);
  const walked = await walk({ rows, offset: 10, window: 100, bend });
  expect(walked.holes).toEqual(['block 15: page 2 repeats the page before']);
});

test('a service that gives the first page whatever block is asked for is refused', async () => {
  const rows = rowsPerBlock([5, 5, 5, 5]);
  const first = { rows: rows.slice(0, 8), incomplete: false };
  await expect(walk({ rows, offset: 8, window: 80, bend: () => first })).rejects.toThrow(
    'source-disagreement: a row of block 5 where blocks 15 to',
  );
});

test('descending rows are refused', async () => {
  const rows = rowsPerBlock([2, 2]);
  const bend = (page: WalkedPage<Row>) => ({ ...page, rows: [...page.rows].reverse() });
  await expect(walk({ rows, bend })).rejects.toThrow(
    'source-incomplete: rows not in ascending order at block 5',
  );
});

test('two answers about one block that differ are a disagreement', async () => {
  const rows = rowsPerBlock([5, 6, 5]);
  const bend = (page: WalkedPage<Row>, call: number) =>
    call === 2 ? { ...page, rows: page.rows.filter((row) => row.name !== 'row 0') } : page;
  await expect(walk({ rows, offset: 8, window: 80, bend })).rejects.toThrow(
    'source-disagreement: two answers about the same block',
  );
});

test('a range that is too long is halved until it answers', async () => {
  const rows = rowsPerBlock(Array.from({ length: 60 }, () => 9));
  const walked = await walk({ rows, offset: 50, window: 500, longest: 100, to: 1_000 });
  expect(text(walked.rows)).toEqual(text(rows));
});

test('one block that is too long for the service ends the walk with its error', async () => {
  await expect(walk({ rows: [], longest: 0, to: 1_000_000 })).rejects.toThrow(TooLong);
});

test('a page too large for the limit stops the walk', async () => {
  const rows = rowsPerBlock(Array.from({ length: 60 }, () => 9));
  const walked = await walk({ rows, offset: 50, window: 500, limit: 100 });
  expect(walked.over).toBe(true);
  expect(walked.calls).toBeLessThan(5);
  expect((await walk({ rows, offset: 50, window: 500, limit: 540 })).over).toBe(false);
});
