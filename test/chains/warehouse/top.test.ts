// `trace warehouse top`: the wallets that received and paid most, beside sums that are plainly added up here from the rows.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cli } from '../../support/cli.ts';
import type { AccountWorld } from '../../support/oracle.ts';
import { accountWorlds } from '../../support/worlds.ts';
import { HEADER } from '../list/support.ts';
import { warehouseOf, written } from './support.ts';

const HIGHEST = 2n ** 256n - 1n;

interface Asked {
  readonly assets?: readonly string[];
  readonly since?: number;
  readonly until?: number;
  readonly of?: readonly string[];
  readonly top?: number;
}

interface Row {
  readonly time: number;
  readonly from: string;
  readonly to: string;
  readonly asset: string;
  readonly amount: bigint;
}

interface Told {
  readonly asset: string;
  readonly side: 'received' | 'paid';
  readonly all: { wallets: number; amount: string; transfers: number };
  readonly wallets: readonly {
    address: string;
    amount: string;
    transfers: number;
    labels?: { entity: string }[];
  }[];
}

const ASSETS = ['ONE', 'TWO'];

function rowsOf({ transfers }: AccountWorld): Row[] {
  return transfers.map(({ from, to, amount }, at) => ({
    ...{ from, to, amount, time: 1_600_000_000 + at * 60 },
    asset: ASSETS[at % 3 === 0 ? 1 : 0] as string,
  }));
}

async function stored(rows: readonly Row[]): Promise<string> {
  const lines = rows.map(({ time, from, to, asset, amount }, at) =>
    ['demo', `t${at}`, at, time, 0, from, to, asset, amount, 0].join(),
  );
  return warehouseOf(written('rows.csv', `${[HEADER, ...lines].join('\n')}\n`));
}

async function top(
  warehouse: string,
  { assets, since, until, of = [], top: most }: Asked,
  ...more: string[]
) {
  const { code, out, err } = await cli([
    ...['warehouse', 'top', `sqlite:${warehouse}`, ...of, '--json'],
    ...(assets === undefined ? [] : ['--asset', assets.join()]),
    ...(since === undefined ? [] : ['--since', `${since}`]),
    ...(until === undefined ? [] : ['--until', `${until}`]),
    ...(most === undefined ? [] : ['--top', `${most}`]),
    ...more,
  ]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out).chains.flatMap(({ rankings }: { rankings: Told[] }) => rankings) as Told[];
}

/** Slow and plain. */
function reckoned(
  rows: readonly Row[],
  { assets = ASSETS, since = 0, until = Number.MAX_SAFE_INTEGER, of = [], top: most = 25 }: Asked,
): Told[] {
  const stored = new Set(rows.map(({ asset }) => asset));
  return assets
    .filter((asset) => stored.has(asset))
    .flatMap((asset) =>
      (['received', 'paid'] as const).map((side): Told => {
        const sums = new Map<string, { amount: bigint; transfers: number }>();
        for (const row of rows) {
          const [own, other] = side === 'received' ? [row.to, row.from] : [row.from, row.to];
          const isOf = of.length === 0 || (of.includes(other) && !of.includes(own));
          const isIn = row.asset === asset && row.time >= since && row.time <= until;
          if (!isIn || !isOf || row.from === row.to || own === 'fee' || row.to === 'fee') continue;
          const sum = sums.get(own) ?? { amount: 0n, transfers: 0 };
          sums.set(own, { amount: sum.amount + row.amount, transfers: sum.transfers + 1 });
        }
        const sorted = [...sums].sort(
          ([a, x], [b, y]) => (x.amount === y.amount ? 0 : x.amount > y.amount ? -1 : 1) || (a < b ? -1 : 1),
        );
        const added = (sum: bigint, { amount }: { amount: bigint }) => sum + amount;
        return {
          ...{ asset, side },
          all: {
            wallets: sums.size,
            amount: [...sums.values()].reduce(added, 0n).toString(),
            transfers: [...sums.values()].reduce((sum, { transfers }) => sum + transfers, 0),
          },
          wallets: sorted.slice(0, most).map(([address, { amount, transfers }]) => ({
            ...{ address, amount: amount.toString(), transfers },
          })),
        };
      }),
    );
}

const bare = (told: readonly Told[]) =>
  told.map((each) => ({
    ...each,
    wallets: each.wallets.map(({ address, amount, transfers }) => ({ address, amount, transfers })),
  }));

describe('of any transfers the wallets are those that plain sums rank', () => {
  const worlds = fc.sample(accountWorlds, { seed: 81, numRuns: 12 }).map(rowsOf);
  test.each(worlds.map((rows, at) => [at, rows] as const))('world %i', async (_, rows) => {
    const warehouse = await stored(rows);
    const middle = rows[Math.floor(rows.length / 2)]?.time as number;
    const asked: Asked[] = [
      {},
      { top: 1 },
      { assets: ['ONE'], since: middle },
      { until: middle },
      { since: middle - 120, until: middle + 60, top: 2 },
      { of: ['M'] },
      { of: ['M', 'C', 'Nobody'], until: middle },
    ];
    for (const question of asked) {
      const { assets } = question;
      if (assets?.some((asset) => !rows.some((row) => row.asset === asset))) continue;
      expect({ question, told: bare(await top(warehouse, question)) }).toEqual({
        question,
        told: reckoned(rows, question),
      });
    }
  });
});

const row = (from: string, to: string, amount: bigint, asset = 'ONE'): Row => ({
  time: 1_600_000_000,
  from,
  to,
  amount,
  asset,
});

test('sums go beyond what a number of any kind holds, to the unit', async () => {
  const [received] = await top(
    await stored([row('A', 'B', HIGHEST), row('A', 'B', HIGHEST), row('A', 'C', 1n)]),
    {},
  );
  expect(received?.wallets[0]).toMatchObject({
    address: 'B',
    amount: (2n * HIGHEST).toString(),
    transfers: 2,
  });
  expect(received?.all.amount).toBe((2n * HIGHEST + 1n).toString());
});

test('of equal amounts the address decides, not when a wallet was met', async () => {
  const names = ['E', 'B', 'D', 'A', 'C'];
  const [received] = await top(await stored(names.map((name) => row('X', name, 5n))), { top: 2 });
  expect(received?.wallets.map(({ address }) => address)).toEqual(['A', 'B']);
});

test('a table says what was counted, of how many, and who is known', async () => {
  const warehouse = await stored([row('A', 'B', 30n), row('C', 'B', 10n), row('A', 'C', 5n)]);
  const labels = written('labels.csv', 'chain,address,name,category,source\ndemo,B,A Bank,exchange,a test\n');
  const { out } = await cli(['warehouse', 'top', `sqlite:${warehouse}`, '--labels', labels, '--top', '1']);
  expect(out).toContain('Received most ONE: 1 of 2 wallets, 45 ONE in all');
  expect(out).toMatch(/40\s+88\.8 %\s+2\s+B\s+A Bank \[exchange\]/);
  expect(out).toMatch(/35\s+77\.7 %\s+2\s+A/);
  const of = await cli(['warehouse', 'top', `sqlite:${warehouse}`, 'A', '--labels', labels]);
  expect(of.out).toContain('Of those that dealt with 1 wallet, money among these left out');
  expect(of.out).toMatch(/30\s+85\.7 %\s+1\s+B/);
});

test('on a coin chain change is neither received nor paid', async () => {
  // Scripts of 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa, 12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S and the example of BIP 173.
  const p2pkh = (hash: string) => `76a914${hash}88ac`;
  const first = p2pkh('62e907b15cbf27d5425399ebf6f0fb50ebb88f18');
  const second = p2pkh('11b366edfc0a8b66feebae5c2e25a7b6a5d1cf31');
  const third = '0014751e76e8199196d454941c45d1b3a323f1433bd6';
  const id = (n: number) => `${n}`.repeat(64);
  const tx = (n: number, inputs: [number, number, number][], outputs: [string, number][]) =>
    JSON.stringify({
      ...{ hash: id(n), block_number: n, block_timestamp: 1_600_000_000 + n, index: 0 },
      inputs: inputs.map(([spent, out, value], index) => ({
        index,
        spent_transaction_hash: id(spent),
        spent_output_index: out,
        value,
        addresses: [],
      })),
      outputs: outputs.map(([script_hex, value], index) => ({ index, script_hex, value, addresses: [] })),
    });
  // The first mines 5,000,000,000, gives the second 2,000,000,000 and keeps 2,999,999,000 of it, the fee is 1,000; the second
  // gives the third 1,999,999,500.
  const lines = [
    tx(1, [], [[first, 5_000_000_000]]),
    tx(
      2,
      [[1, 0, 5_000_000_000]],
      [
        [second, 2_000_000_000],
        [first, 2_999_999_000],
      ],
    ),
    tx(3, [[2, 0, 2_000_000_000]], [[third, 1_999_999_500]]),
  ];
  const warehouse = await warehouseOf(written('transactions.json', `${lines.join('\n')}\n`));
  const told = await top(warehouse, {});
  expect(bare(told).map(({ side, wallets }) => [side, wallets])).toEqual([
    [
      'received',
      [
        { address: '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', amount: '5000000000', transfers: 1 },
        { address: '12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S', amount: '2000000000', transfers: 1 },
        { address: 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4', amount: '1999999500', transfers: 1 },
      ],
    ],
    [
      'paid',
      [
        { address: '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', amount: '2000001000', transfers: 1 },
        { address: '12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S', amount: '2000000000', transfers: 1 },
      ],
    ],
  ]);
  const of = await cli(['warehouse', 'top', `sqlite:${warehouse}`, '12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S']);
  expect([of.code, of.err.includes('melts its inputs')]).toEqual([2, true]);
});

test.each([
  ['an asset that is not there', ['--asset', 'GOLD']],
  ['a chain that is not there', ['--chain', 'ethereum']],
  ['an until before the since', ['--since', '2021-01-01', '--until', '2020-01-01']],
  ['no wallet at all', ['--top', '0']],
])('is refused %s', async (_, argv) => {
  const warehouse = await stored([row('A', 'B', 3n)]);
  const { code, err } = await cli(['warehouse', 'top', `sqlite:${warehouse}`, ...argv]);
  expect([code, err.includes('[bad-option]')]).toEqual([2, true]);
});
