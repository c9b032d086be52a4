// Swaps through a desk over several transactions, suggested and not booked. Made-up worlds; the sums are plain addition over
// their lines. The real case: test/cases/ronin.test.ts.
import { expect, test } from 'vitest';
import { rateText, rounded } from '../../src/report/rates.ts';
import type { ResultJson } from '../../src/report/schema.ts';
import { cli } from '../support/cli.ts';
import { written } from '../support/listed.ts';

/** `A>B 10 USD 5h`, or `… 5h tx` where the line belongs to a transaction of that name. In order. */
function listOf(world: readonly string[]): string {
  const rows = world.map((line, index) => {
    const [way = '', amount, asset, hours = '', tx = `t${index + 1}`] = line.split(' ');
    const [from, to] = way.split('>');
    const time = 1_600_000_000 + Number.parseFloat(hours) * 3_600;
    const height = world.findIndex((other) => other.endsWith(` ${tx}`));
    return ['demo', tx, height === -1 ? index + 1 : height + 1, time, index, from, to, asset, amount, 2].join(
      ',',
    );
  });
  const head = 'chain,tx,height,time,order,from,to,asset,amount,decimals';
  return written('desk.csv', `${[head, ...rows].join('\n')}\n`);
}

function argv(world: readonly string[], ...more: readonly string[]): string[] {
  return ['S', '--min-value', '0', '--ledger', listOf(world), '--quiet', ...more];
}

async function result(world: readonly string[], ...more: readonly string[]): Promise<ResultJson> {
  const { out, err } = await cli([...argv(world, ...more), '--json']);
  expect(err).toBe('');
  return JSON.parse(out) as ResultJson;
}

async function suggested(world: readonly string[]) {
  const { patterns = [] } = await result(world);
  return patterns.filter(({ kind }) => kind === 'desk-swap');
}

const swap = ['S>A 100 USD 0h', 'A>D 60 USD 1h', 'A>D 40 USD 2h', 'D>A 0.5 ETH 3h', 'D>A 0.3 ETH 4h'];

test('a wallet that pays one asset back for another, in other transactions, is suggested with both sums', async () => {
  const [found, ...others] = await suggested(swap);
  expect(others).toEqual([]);
  expect(found).toMatchObject({
    asset: 'USD',
    amount: '10000',
    counts: { payments: 2, paybacks: 2 },
    parameters: { withinHours: 24 },
    exchanged: { given: '10000', asset: 'ETH', received: '80' },
  });
  expect(found?.places.map(({ address }) => address)).toEqual(['A', 'D']);
  expect(found?.transfers.map((id) => id.split('/')[0])).toEqual(['t2', 't3', 't4', 't5']);
});

test('it changes no figure: what was paid back carries nothing', async () => {
  const without = (lines: readonly string[]) => lines.filter((line) => !line.startsWith('D>A'));
  const world = [...swap, 'A>Z 0.8 ETH 5h'];
  const [one, other] = [await result(world), await result(without(world))];
  expect(one.crossings).toEqual([]);
  expect(one.held?.length).toBe(1);
  for (const key of ['held', 'notFollowed', 'endpoints', 'statement'] as const)
    expect(one[key]).toEqual(other[key]);
});

test('what was paid back is set against all that was paid, of which a part may be traced', async () => {
  const [found] = await suggested(['X>A 100 USD 0h', 'S>A 50 USD 1h', 'A>D 150 USD 2h', 'D>A 3 ETH 3h']);
  expect([found?.amount, found?.exchanged]).toEqual([
    '5000',
    { given: '15000', asset: 'ETH', received: '300' },
  ]);
});

test('nothing is suggested of the same asset, of what came first, of what came late, or within one transaction', async () => {
  const one = (...rest: string[]) => suggested(['S>A 100 USD 0h', ...rest]);
  expect(await one('A>D 60 USD 1h', 'D>A 50 USD 2h')).toEqual([]);
  expect(await suggested(['D>A 1 ETH 0h', 'S>A 100 USD 1h', 'A>D 60 USD 2h'])).toEqual([]);
  expect(await one('A>D 60 USD 1h', 'D>A 1 ETH 25.1h')).toEqual([]);
  expect(await one('A>D 60 USD 1h', 'D>A 1 ETH 25h')).toHaveLength(1);
  expect(await one('A>D 60 USD 1h swap', 'D>A 1 ETH 1h swap')).toEqual([]);
  // Nobody but the desk itself.
  expect(await one('A>D 60 USD 1h', 'E>A 1 ETH 2h')).toEqual([]);
});

test('a day after the last of it a new one begins', async () => {
  const found = await suggested([
    'S>A 100 USD 0h',
    ...['A>D 40 USD 1h', 'D>A 1 ETH 2h', 'D>A 9 ETH 80h', 'A>D 60 USD 90h', 'D>A 2 ETH 91h'],
  ]);
  expect(found.map(({ exchanged }) => [exchanged?.given, exchanged?.received])).toEqual([
    ['6000', '200'],
    ['4000', '100'],
  ]);
});

test('the report says what it would imply, and that it is no fact', async () => {
  const { out } = await cli(argv(swap));
  const text = out.replace(/\s+/g, ' ');
  expect(text).toContain('no facts');
  expect(text).toContain(
    'desk-swap A: paid 100 USD to D, 100 USD of it traced, and was paid back 0.8 ETH in other transactions; if the one was for the other, at ~125 USD for 1 ETH',
  );
});

test('rates are rounded to six digits', () => {
  // 11,000,000 and 14,500,000 USDC for 3,694.54 and 4,870.14 ETH: 2,977.37 and 2,977.33 (shared/reference/cases.md).
  const book = new Map(
    [
      ['usdc', 'USDC', 6],
      ['eth', 'ETH', 18],
      ['x', 'X', undefined],
    ].map(([id, symbol, decimals]) => [id, { id, symbol, decimals, genuine: true }]),
  ) as never;
  const rate = (given: bigint, received: bigint) =>
    rateText(book, { asset: 'usdc' as never, amount: given }, { asset: 'eth' as never, amount: received });
  expect(rate(11_000_000n * 10n ** 6n, 3_694_537583527971690307n)).toBe('~2,977.37 USDC for 1 ETH');
  expect(rate(14_500_000n * 10n ** 6n, 4_870_142605602774505227n)).toBe('~2,977.33 USDC for 1 ETH');
  expect(rounded(1n, 3n)).toBe('0.333333');
  expect(rounded(2n, 3n)).toBe('0.666667');
  expect(rounded(1n, 4_000n)).toBe('0.00025');
  expect(rounded(12_345_678n, 1n)).toBe('12345678');
  expect(
    rateText(book, { asset: 'x' as never, amount: 5n }, { asset: 'eth' as never, amount: 10n ** 18n }),
  ).toBe('5 base units of X for 1 ETH');
});
