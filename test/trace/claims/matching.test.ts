// How the payment of a claim is found: exactly one that fits all that the claim says, or none is used. Transfers are an hour
// apart from 2020-09-13 12:26:40 UTC (1600000000) on: t1 at 12:26:40, t2 at 13:26:40, …, t13 on the next day at 00:26:40.
import { describe, expect, test } from 'vitest';
import { type RunJson, runSchema } from '../../../src/report/schema.ts';
import { claimed } from '../../support/listed.ts';

const HEADER = 'name,txid,date,amount,fee,address,asset,chain';
type ClaimJson = NonNullable<RunJson['victims']>[number]['claims'][number];

async function run(world: readonly string[], rows: readonly string[], ...argv: readonly string[]) {
  const { code, out, err } = await claimed(world, HEADER, rows, '--json', '--bad-claims', 'list', ...argv);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return runSchema.parse((JSON.parse(out) as { runs: unknown[] }).runs[0]);
}

/** What became of the one claim. */
async function claim(world: readonly string[], row: string, ...argv: readonly string[]): Promise<ClaimJson> {
  return (await run(world, [row], ...argv)).victims?.[0]?.claims[0] as ClaimJson;
}

function short({ state, by, amount, candidates }: ClaimJson) {
  return [state, by, amount, candidates.map(({ tx, n }) => (n === undefined ? tx : `${tx}:${n}`)).join(' ')];
}

const WORLD = ['V>A 10', 'W>A 20', 'V>B 10', 'V>A 30', 'A>E 40'];

describe('a claim without a transaction', () => {
  test.each([
    ['its day', '2020-09-13'],
    ['its minute', '2020-09-13 12:26'],
    ['its second', '2020-09-13T12:26:40Z'],
    ['unix seconds', '1600000000'],
    ['its minute in another zone', '2020-09-13 14:26 +02:00'],
    ['its day in another zone', '2020-09-13 +02:00'],
  ])('is matched by amount, address and %s', async (_, date) => {
    expect(short(await claim(WORLD, `v,,${date},10,,A,,`))).toEqual([
      'used',
      'date-and-amount',
      '10',
      't1:0',
    ]);
  });

  test.each([
    ['the minute after', '2020-09-13 12:27'],
    ['the second before', '2020-09-13 12:26:39'],
    ['the day before', '2020-09-12'],
    // 2020-09-13 in a zone 13 hours ahead ends at 11:00 UTC.
    ['that day far in the east', '2020-09-13 +13:00'],
  ])('is unmatched at %s, and the payment is shown as the nearest', async (_, date) => {
    const found = await claim(WORLD, `v,,${date},10,,A,,`);
    expect(short(found)).toEqual(['unmatched', 'date-and-amount', undefined, 't1']);
    expect(found.why).toBe('no payment to the address fits');
    expect(found.seed).toBeUndefined();
  });

  test('of a day that ends between two payments is the one before midnight UTC', async () => {
    const world = [...Array.from({ length: 11 }, () => 'X>Y 1'), 'V>A 10', 'V>A 10'];
    expect(short(await claim(world, 'v,,2020-09-13,10,,A,,'))[3]).toBe('t12:0');
    expect(short(await claim(world, 'v,,2020-09-14,10,,A,,'))[3]).toBe('t13:0');
  });

  test('that fits several payments is ambiguous: all are shown, and none is used', async () => {
    const world = ['V>A 10', 'W>A 10', 'V>A 11', 'A>E 31'];
    const result = await run(world, ['v,,2020-09-13,10,,A,,']);
    const found = result.victims?.[0]?.claims[0] as ClaimJson;
    expect(short(found)).toEqual(['ambiguous', 'date-and-amount', undefined, 't1 t2']);
    expect(found.why).toBe('2 payments to the address fit: name the transaction');
    expect([result.seeds, result.endpoints, result.statement]).toEqual([[], [], []]);
    expect(result.summary).toEqual([
      expect.stringMatching(
        /^Of 1 claim of 1 victim \(\d+-claims\.csv\) 0 are used, 1 ambiguous: what is not used is in no figure\.$/,
      ),
    ]);
  });

  // Stated 10 with a fee of at most 2: 8, 9 or 10 may have arrived, never 11 or 7.
  test.each([
    ['V>A 11', 'unmatched'],
    ['V>A 10', 'used'],
    ['V>A 8', 'used'],
    ['V>A 7', 'unmatched'],
  ])('with a fee of 2 and an amount of 10, where %s: %s, with all that arrived', async (payment, state) => {
    const found = await claim([payment], 'v,,2020-09-13,10,2,A,,');
    expect([found.state, found.amount]).toEqual([state, state === 'used' ? payment.slice(4) : undefined]);
  });

  test('with a fee does not prefer the exact amount', async () => {
    const found = await claim(['V>A 9', 'W>A 10'], 'v,,2020-09-13,10,2,A,,');
    expect(short(found)).toEqual(['ambiguous', 'date-and-amount', undefined, 't1 t2']);
  });

  test('shows of that time the nearest in amount, of that amount the nearest in time, three of each', async () => {
    const world = [
      ...['V>A 5', 'V>A 9', 'V>A 12', 'V>A 14'],
      ...Array.from({ length: 20 }, () => 'X>Y 1'),
      ...['V>A 10', 'V>A 10'],
    ];
    // Of the 13th: 9 is off by 1, 12 by 2, 14 by 4, 5 by 5. Of amount 10: t25 and t26, on the 14th.
    expect(short(await claim(world, 'v,,2020-09-13,10,,A,,'))).toEqual([
      ...['unmatched', 'date-and-amount', undefined],
      't2 t3 t4 t25 t26',
    ]);
  });

  test('of an address that received nothing says so', async () => {
    expect(await claim(WORLD, 'v,,2020-09-13,10,,Q,,')).toMatchObject({
      state: 'unmatched',
      candidates: [],
      why: 'the address received nothing up to block 5',
    });
    expect(await claim(WORLD, 'v,,2020-09-13,10,,A,EUR,')).toMatchObject({
      state: 'unmatched',
      why: 'the address received nothing of that asset up to block 5',
    });
  });

  test('of an amount finer than the asset that it names is refused, and unmatched where it names none', async () => {
    expect(await claim(WORLD, 'v,,2020-09-13,9.5,,A,USD,')).toMatchObject({
      state: 'refused',
      why: 'its amount is finer than the 0 decimals of USD',
    });
    expect((await claim(WORLD, 'v,,2020-09-13,9.5,,A,,')).state).toBe('unmatched');
  });

  test('is not matched with what the address paid, nor with what stands above the as-of block', async () => {
    expect((await claim(WORLD, 'v,,2020-09-13,40,,A,,')).state).toBe('unmatched');
    expect((await claim(WORLD, 'v,,2020-09-13,30,,A,,')).state).toBe('used');
    expect((await claim(WORLD, 'v,,2020-09-13,30,,A,,', '--as-of', '3')).state).toBe('unmatched');
  });

  test('of a hub is unsearched, since another payment might fit', async () => {
    const found = await claim(WORLD, 'v,,2020-09-13,10,,A,,', '--hub-limit', '3');
    expect(found).toMatchObject({ state: 'unsearched', candidates: [] });
    expect(found.why).toBe(
      'the address has more than 3 transfers: name the transaction, or raise --hub-limit',
    );
  });
});

describe('a claim with a transaction', () => {
  test('is that payment, whole or its front', async () => {
    expect(short(await claim(WORLD, 'v,t1,,,,,,'))).toEqual(['used', 'txid', '10', 't1:0']);
    expect(short(await claim(WORLD, 'v,t1,,4,,,,'))).toEqual(['used', 'txid', '4', 't1:0']);
    expect(short(await claim(WORLD, 'v,t1:0,2020-09-13,10,,A,USD,demo'))).toEqual([
      'used',
      'txid',
      '10',
      't1:0',
    ]);
  });

  test.each([
    ['a transaction that is not on the chain', 'v,t99,,,,,,', /No transfer of transaction t99/],
    ['a payment that it does not make', 'v,t1:4,,,,,,', /makes no payment number 4/],
    ['another time', 'v,t1,2020-09-14,,,,,', /not made at the time/],
    ['another address', 'v,t1,,,,B,,', /pays nothing to the address/],
    ['another asset', 'v,t1,,,,,EUR,', /pays nothing of the asset/],
    ['more than the payment', 'v,t1,,11,,,,', /claims 11 base units of USD, and its payment is one of 10/],
    ['an amount finer than the asset', 'v,t1,,0.5,,,,', /amount is finer than the 0 decimals of USD/],
    ['a transaction above the as-of block', 'v,t5,,,,,,', /t5/],
  ])('that states %s is refused', async (_, row, why) => {
    const found = await claim(WORLD, row, '--as-of', '4');
    expect(found.state).toBe('refused');
    expect(found.why).toMatch(why);
  });
});

describe('claims of one payment', () => {
  test('beyond its amount are all refused, naming both and the transfer', async () => {
    const { victims, seeds } = await run(WORLD, [
      'one,t1,,6,,,,',
      'two,,2020-09-13 12:26,10,,A,,',
      'three,t2,,,,,,',
    ]);
    const why = victims?.map(({ claims }) => claims[0]?.why);
    expect(why?.[0]).toMatch(
      /^line 2 \(one\) and line 3 \(two\) together claim 16 of the 10 base units of USD that transfer t1\/row\/\S+ moved$/,
    );
    expect(why?.[1]).toBe(why?.[0]);
    expect(seeds.map(({ tx }) => tx)).toEqual(['t2']);
  });

  test('that are the same row twice are refused, and not counted once in silence', async () => {
    const { victims } = await run(WORLD, ['one,t1,,,,,,', 'one,t1,,,,,,']);
    expect(victims?.[0]?.claims.map(({ state }) => state)).toEqual(['refused', 'refused']);
  });

  test('up to its amount are all used', async () => {
    const { victims } = await run(WORLD, ['one,t1,,6,,,,', 'two,t1,,4,,,,']);
    expect(victims?.map(({ injected }) => injected.USD)).toEqual(['6', '4']);
  });

  test('one of them on the command line: refused, naming the line and the other', async () => {
    const { code, out, err } = await claimed(WORLD, HEADER, ['one,t1,,6,,,,'], '--tx', 't1');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/\[seed-claimed-twice\][\s\S]*list:demo\/t1\n[\s\S]*list:demo\/t1:0#2\n/);
  });
});
