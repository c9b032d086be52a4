// The question of the reuters case as one command: what the account received, what of it from flagged wallets, what of the
// victim's money. Expected figures: plain addition over world.txt, sums by hand, and the independent interpreters.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { AccountJson } from '../../src/report/account/schema.ts';
import { resultSchema } from '../../src/report/schema.ts';
import { cli } from '../support/cli.ts';
import { accountOracle } from '../support/oracle.ts';
import type { Convention } from '../support/oracle-lots.ts';
import { bitcoinTxs } from '../support/world-bitcoin.ts';
import { evmMovements } from '../support/world-evm.ts';
import { readPaymentWorld, unixSeconds } from '../support/world-payments.ts';

const FOLDER = 'fixtures/cases/reuters';
const USDT = 'eip155:1/erc20:0xdac17f958d2ee523a2206206994597c13d831ec7';
const BTC = 'bip122:000000000019d6689c085ae165831e93/slip44:0';
const CONVENTIONS: readonly Convention[] = ['fifo', 'lifo', 'haircut', 'pifo', 'libr', 'tiho', 'poison'];
const CONSERVING = CONVENTIONS.filter((name) => name !== 'poison');
const ACCOUNT = ['deposit-1', 'deposit-2'];
const UNIT = 1_000_000n;

const world = readPaymentWorld(join(FOLDER, 'world.txt'));
const { evm, bitcoin } = world.names;
const movements = evmMovements(world).filter(({ asset, amount }) => asset === 'USDT' && amount > 0n);
const from = unixSeconds('2021-01-01');
const to = unixSeconds('2022-11-30T23:59:59Z');

/** The one command, from the case's own answers, labels and files. */
const command = [
  'account',
  ...[evm('deposit-1'), evm('deposit-2'), bitcoin('deposit-btc')],
  ...['account', 'exchanges'].flatMap((name) => ['--labels', join(FOLDER, 'labels', `${name}.csv`)]),
  ...['--flagged', join(FOLDER, 'labels', 'scam.csv'), '--victims', join(FOLDER, 'victims.csv')],
  ...[
    '--since',
    '2021-01-01',
    '--until',
    '2022-11-30',
    '--hub-limit',
    '100',
    '--replay',
    join(FOLDER, 'tape'),
  ],
];

let found: AccountJson;
beforeAll(async () => {
  const { code, out } = await cli([...command, '--convention', 'all', '--json', '--quiet']);
  // Where the world's Bitcoin payers got their coins is not part of it, and the tape says so: a gap.
  expect(code).toBe(3);
  found = resultSchema.parse(JSON.parse(out)).accounts?.[0] as AccountJson;
}, 60_000);

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}

function paid(payer: string): bigint {
  return sum(
    movements
      .filter((row) => row.from === payer && ACCOUNT.includes(row.to) && from <= row.time && row.time <= to)
      .map(({ amount }) => amount),
  );
}

test('the case asks the same, and its files name what the world names', () => {
  const rows = readFileSync(join(FOLDER, 'victims.csv'), 'utf8').trim().split('\n').slice(1);
  expect(rows).toEqual(
    world.payments
      .filter((payment) => payment.from === 'victim')
      .map(({ chain, id }) =>
        chain === 'bitcoin' ? `the victim,${id}:0,bitcoin` : `the victim,0x${id},ethereum`,
      ),
  );
  const expected = JSON.parse(readFileSync(join(FOLDER, 'expected', 'account.json'), 'utf8')) as AccountJson;
  for (const name of ['fifo', 'haircut', 'poison'])
    expect(found.flagged.amounts[name]).toEqual(expected.flagged.amounts[name]);
  expect([found.received, found.victims?.total.amounts.fifo]).toEqual([
    expected.received,
    expected.victims?.total.amounts.fifo,
  ]);
});

describe('(a) what arrived in all', () => {
  test('more than 90 million USDT, by plain addition, and the Bitcoin address apart', () => {
    const usdt = sum(
      movements
        .filter((row) => ACCOUNT.includes(row.to) && from <= row.time && row.time <= to)
        .map(({ amount }) => amount),
    );
    expect(usdt).toBeGreaterThan(90_000_000n * UNIT);
    const btc = sum(
      bitcoinTxs(world)
        .filter(({ time }) => from <= time && time <= to)
        .flatMap(({ vout }) => vout.filter((output) => output.to === 'deposit-btc'))
        .map(({ amount }) => amount),
    );
    expect([found.received[USDT], found.received[BTC]]).toEqual([String(usdt), String(btc)]);
    expect(found.summary.filter((line) => line.startsWith('(a)')).map((line) => line.slice(4, 50))).toEqual([
      expect.stringMatching(/^37\.4 BTC arrived at the account's 3/),
      expect.stringMatching(/^90,780,000 USDT arrived at the account's 3/),
    ]);
  });

  test('the parts add up to it under every conserving convention, to the unit', () => {
    const rows = found.sources.statement;
    expect(rows.length).toBeGreaterThan(2 * CONSERVING.length - 1);
    for (const { received, labelled, unknown, issued, own, unexplained } of rows)
      expect(sum([labelled, unknown, issued, own, unexplained].map(BigInt))).toBe(BigInt(received));
  });
});

describe('(b) what of it came from flagged wallets', () => {
  const by = (source: string) => found.flagged.saidBy.find((row) => row.source.startsWith(source));

  test('at least 9.1 million directly from one wallet, as much as it paid, whatever the convention', () => {
    expect(paid('flagged')).toBe((6_358_000n + 45_000n + 2_772_000n) * UNIT);
    expect(paid('flagged')).toBeGreaterThan(9_100_000n * UNIT);
    for (const name of CONVENTIONS)
      expect([name, by('Example Analytics')?.direct[name]?.[USDT]]).toEqual([name, String(paid('flagged'))]);
    expect(by('Example Analytics')?.directLeast[USDT]).toBe(String(paid('flagged')));
    const wallet = found.flagged.wallets.find(({ address }) => address.toLowerCase() === evm('flagged'));
    expect(wallet?.arrivals[USDT]?.transfers).toBe(
      movements.filter((row) => row.from === 'flagged' && ACCOUNT.includes(row.to)).length,
    );
  });

  test('the flag was public since a day on which nothing of it had still to come', () => {
    expect(by('Example Analytics')?.wallets.map(({ since }) => since)).toEqual([unixSeconds('2023-10-01')]);
    expect(by('Example Analytics')?.after).toEqual({ amounts: {}, direct: {}, directLeast: {} });
    expect(found.summary.find((line) => line.includes('flagged by Example Analytics'))).toContain(
      'nothing of it arrived after that',
    );
  });

  // Not explored: loop-2 paid the account 80,000, under 0.1 % of what arrived; desk has too many transfers; the others pay
  // into what was explored, and less than that.
  test.each(CONVENTIONS)('%s agrees with the oracle, both flagged wallets as seeds', (convention) => {
    const { endpoints } = accountOracle(
      {
        transfers: movements.map(({ tx, from: payer, to: payee, amount, fee }) => ({
          tx,
          from: payer,
          to: payee,
          amount,
          ...(fee === undefined ? {} : { fee }),
        })),
        seeds: ['flagged', 'collector'],
        endpoints: [...ACCOUNT, 'other-exchange', 'example-exchange'],
        unexplored: ['loop-2', 'desk', 'trader-3', 'poisoner', 'mimic-2'],
      },
      convention,
    );
    for (const seed of ['flagged', 'collector']) {
      const units = sum(ACCOUNT.map((name) => endpoints[name]?.[seed] ?? 0n));
      const wallet = found.flagged.wallets.find(({ address }) => address.toLowerCase() === evm(seed));
      expect([seed, wallet?.amounts[convention]?.[USDT]]).toEqual([seed, String(units)]);
    }
  });

  test('fifo by hand, and the least under any rule', () => {
    // Directly 9,175,000, and 150,000 of the seven hops (see reuters.test.ts); loop-2's 80,000 were not followed.
    expect(by('Example Analytics')?.amounts.fifo?.[USDT]).toBe(String(9_325_000n * UNIT));
    // Of the 246,000 that reach runner-3 at least 130,000 must come through.
    expect(by('Example Analytics')?.bounds[USDT]?.least).toBe(String(9_305_000n * UNIT));
  });

  test('two sources of flags stand side by side, and nothing adds them up', () => {
    expect(found.flagged.saidBy.map(({ source }) => source)).toEqual([
      'Example Analytics, an invented firm',
      "the victim's statement (invented)",
    ]);
    // The wallet that the victim named paid the Bitcoin address 0.5 itself, before the victim's coin came.
    expect(by("the victim's")?.direct.fifo).toEqual({ [BTC]: '50000000' });
  });
});

describe("(c) what of the victim's money reached it", () => {
  test('more than 100,000 USDT of 2,360,000, through four wallets, and 0.9 BTC of 8', () => {
    const victim = found.victims?.victims[0];
    expect([victim?.name, victim?.payments.length, victim?.injected]).toEqual([
      'the victim',
      8,
      { [BTC]: '800000000', [USDT]: String(2_360_000n * UNIT) },
    ]);
    for (const name of CONSERVING)
      expect([name, BigInt(victim?.amounts[name]?.[USDT] ?? '0') > 100_000n * UNIT]).toEqual([name, true]);
    // By hand: see reuters.test.ts, (c).
    expect(victim?.amounts.fifo).toEqual({ [BTC]: '90000000', [USDT]: String(115_000n * UNIT) });
    const usdt = found.victims?.paths.filter(({ asset }) => asset === USDT) ?? [];
    expect(usdt.map(({ hops }) => hops.map((hop) => hop.to.toLowerCase()))).toEqual([
      ['collector', 'mule-1', 'mule-2', 'mule-3', 'deposit-2'].map(evm),
    ]);
  });

  test('is what the trace forward from the payments finds, under every convention', () => {
    const run = JSON.parse(readFileSync(join(FOLDER, 'expected', 'victim.json'), 'utf8')) as {
      endpoints: { address: string; amounts: Record<string, Record<string, string>> }[];
    };
    const own = new Set([...ACCOUNT.map(evm), bitcoin('deposit-btc')]);
    for (const name of ['fifo', 'haircut'])
      for (const asset of [USDT, BTC]) {
        const units = sum(
          run.endpoints
            .filter(({ address }) => own.has(address.toLowerCase()))
            .map(({ amounts }) => BigInt(amounts[name]?.[asset] ?? '0')),
        );
        expect([name, asset, found.victims?.total.amounts[name]?.[asset]]).toEqual([
          name,
          asset,
          String(units),
        ]);
      }
  });
});

test('the three stay three: in the sentences, and in the table', async () => {
  const lines = found.summary.map((line) => line.slice(0, 3));
  expect(lines.filter((line) => line === '(b)').length).toBe(2);
  expect(found.summary.at(-2)).toContain('never added up');
  const { out } = await cli([...command, '--format', 'csv', '--quiet']);
  expect(out).toMatch(/^account,flagged-direct,,fifo,eip155/m);
  expect(out).toMatch(/^account,victim,the victim,fifo,/m);
  expect(out).toContain('is invented');
}, 60_000);
