// Claims on chains as explorers tell them: the ransom of Colonial Pipeline (facts of the Bitcoin chain), and the invented
// victim of the Reuters case, whose eight payments on two chains are found by what he can say of them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type RunJson, runSchema } from '../../../src/report/schema.ts';
import { cli } from '../../support/cli.ts';
import { written } from '../../support/listed.ts';
import { readPaymentWorld } from '../../support/world-payments.ts';
import { servePaymentWorld } from '../../support/world-serve.ts';
import { readCoinWorld, serveCoinWorld } from '../../support/world-text.ts';

const HEADER = 'name,txid,date,amount,fee,address,asset';
type ClaimJson = NonNullable<RunJson['victims']>[number]['claims'][number];

describe('on Bitcoin', () => {
  const http = serveCoinWorld(readCoinWorld('fixtures/cases/colonial/world.txt'));
  const RANSOM = '6a798026d44af27dbacd28ea21462808df8deca51794cec80c1b59e07ef924a2';
  const FIRST = '61689f0cc5960fea23e707e73cb6c8be033a11f851911a4455a390064c7b0915';
  const WALLET = '15JFh88FcE4WL6qeMLgX5VEAFCbRXjc9fr';
  /** Paid 0.02101094 in FIRST, and its own change of 103.21171717 in RANSOM. */
  const PAYER = 'bc1quq29mutxkgxmjfdr7ayj3zd9ad0ld5mrhh89l2';

  async function claim(row: string): Promise<ClaimJson> {
    const seeds = written('claims.csv', `${HEADER}\n${row}\n`);
    const argv = ['--seeds', seeds, '--bad-claims', 'list', '--hops', '1', '--no-store', '--json', '--quiet'];
    const { out } = await cli(argv, { http });
    return (JSON.parse(out) as RunJson).victims?.[0]?.claims[0] as ClaimJson;
  }
  const short = ({ state, amount, candidates }: ClaimJson) => [
    ...[state, amount],
    candidates.map(({ tx, n }) => `${tx}${n === undefined ? '' : `:${n}`}`).join(' '),
  ];

  test('a payment is found by its minute, amount and address, a fee taken off', async () => {
    const used = ['used', '7500030000', `${RANSOM}:3`];
    expect(short(await claim(`v,,2021-05-08 17:12,75.0003,,${WALLET},BTC`))).toEqual(used);
    expect(short(await claim(`v,,2021-05-08,75.001,0.0007,${WALLET},`))).toEqual(used);
    expect(short(await claim(`v,,2021-05-08,75.001,0.0006,${WALLET},`))[0]).toBe('unmatched');
  });

  test('own change is no payment to the address', async () => {
    expect(short(await claim(`v,,2021-05-08,103.21171717,,${PAYER},`))).toEqual([
      ...['unmatched', undefined],
      FIRST,
    ]);
    expect(short(await claim(`v,,2021-05-08,0.02101094,,${PAYER},`))[2]).toBe(`${FIRST}:2`);
  });

  test('of a transaction with several payments the one to the address, else none', async () => {
    expect(short(await claim(`v,${RANSOM},,75,,${WALLET},`))).toEqual(['used', '7500000000', `${RANSOM}:3`]);
    const open = await claim(`v,${RANSOM},,,,,`);
    // Seven outputs; the eighth goes back to the address that paid.
    expect([open.state, open.candidates.map(({ n }) => n)]).toEqual(['ambiguous', [0, 1, 2, 3, 4, 5, 6]]);
  });

  test('an address whose history could not be had is unsearched, a gap, and exit 3', async () => {
    const seeds = written('claims.csv', `${HEADER}\nv,,2021-05-08,75.0003,,${WALLET},\n`);
    const { code, out } = await cli(['--seeds', seeds, '--no-store', '--json', '--quiet'], {
      http: async (request) =>
        request.path.includes(WALLET) ? { status: 404, headers: {}, body: 'no' } : http(request),
    });
    expect(code).toBe(3);
    const { victims, gaps, seeds: found } = JSON.parse(out) as RunJson;
    expect(victims?.[0]?.claims[0]).toMatchObject({ state: 'unsearched', candidates: [] });
    expect(victims?.[0]?.claims[0]?.why).toMatch(/^the history of the address could not be had in full/);
    expect(found).toEqual([]);
    expect(gaps.map(({ code: one, address }) => [one, address])).toContainEqual(['source-failed', WALLET]);
  });

  test('a coin whose own transaction nobody tells is claimed by what its spending tells', async () => {
    const COIN = '9436dbf0435b15378f309c35754a110db880fa9bb66a062160a25533bb4a212a:0';
    const OWNER = '3EYkxQSUv2KcuRTnHQA8tNuG7S2pKcdNxB';
    expect(short(await claim(`v,${COIN},,63.7,,${OWNER},BTC`))).toEqual(['used', '6370000000', COIN]);
    expect((await claim(`v,${COIN},2021-05-27,,,,`)).why).toMatch(/does not tell its time/);
    expect((await claim(`v,${COIN},,,,${WALLET},`)).why).toMatch(/pays nothing to the address/);
    expect((await claim(`v,${COIN},,63.8,,,`)).why).toMatch(/claims 6380000000 base units/);
  });
});

describe('on two chains', () => {
  const FOLDER = 'fixtures/cases/reuters';
  const world = readPaymentWorld(join(FOLDER, 'world.txt'));
  const { evm, bitcoin } = world.names;
  const day = (date: string, amount: string, address: string, asset: string) =>
    `the victim,,${date},${amount},,${address},${asset}`;
  // world.txt, "The victim". The flagged wallet has more transfers than the hub limit, so that one is named.
  const claims = [
    ...[
      ['2022-02-10', '25000'],
      ['2022-03-02', '150000'],
      ['2022-03-21', '400000'],
      ['2022-04-15', '600000'],
      ['2022-05-20', '550000'],
    ].map(([date = '', amount = '']) => day(date, amount, evm('collector'), 'USDT')),
    day('2022-03-28 10:00', '5.5', bitcoin('collector-btc'), 'BTC'),
    day('2022-06-02 12:00 +02:00', '2.5', bitcoin('collector-btc'), ''),
  ];
  // world.txt: a token of another contract that calls itself USDT; a forged event moves 413,000 of it to mimic-1.
  test('a forged token of that symbol is no match, unless its contract is named', async () => {
    const contract = evm(world.tokens.get('FAKE')?.contract ?? '');
    const rows = ['USDT', '', contract].map((asset) => day('2021-03-20', '413000', evm('mimic-1'), asset));
    const seeds = written('claims.csv', `${[HEADER, ...rows].join('\n')}\n`);
    const { out } = await cli(['--seeds', seeds, '--hops', '1', '--no-store', '--json', '--quiet'], {
      http: servePaymentWorld(world),
    });
    const found = (JSON.parse(out) as RunJson).victims?.[0]?.claims.map(({ state, why }) => [state, why]);
    expect(found).toEqual([
      ['unmatched', expect.stringMatching(/received nothing of that asset|no payment to the address fits/)],
      ['unmatched', expect.stringMatching(/received nothing|no payment to the address fits/)],
      ['used', undefined],
    ]);
  });

  const expected = JSON.parse(readFileSync(join(FOLDER, 'expected/victim.json'), 'utf8')) as RunJson;

  test('eight claims, seven of them without a transaction, are the eight payments, and reach the same places', async () => {
    const tx = expected.seeds.map((seed) => seed.tx).find((id) => id?.startsWith('0x650fac1a'));
    const named = `the victim,${tx},2022-06-14,635000,,${evm('flagged')},USDT`;
    const seeds = written('claims.csv', `${[HEADER, ...claims, named].join('\n')}\n`);
    const { code, out } = await cli(
      [
        ...['--seeds', seeds, '--until', '2022-11-30T23:59:59Z', '--hub-limit', '100', '--no-store'],
        ...['account', 'exchanges', 'scam'].flatMap((name) => [
          '--labels',
          join(FOLDER, `labels/${name}.csv`),
        ]),
        ...['--convention', expected.conventions.join(',')],
        ...['--json', '--quiet'],
      ],
      { http: servePaymentWorld(world) },
    );
    expect(code).toBe(0);
    const run = runSchema.parse((JSON.parse(out) as { runs: unknown[] }).runs[0]);
    expect(run.victims?.map(({ name, claims: own }) => [name, own.map(({ state }) => state)])).toEqual([
      ['the victim', Array.from({ length: 8 }, () => 'used')],
    ]);
    expect(run.seeds.map(({ tx: id }) => id).sort()).toEqual(expected.seeds.map(({ tx: id }) => id).sort());
    const figures = ({ endpoints, held, notFollowed }: RunJson) =>
      [...endpoints, ...held, ...notFollowed].map(({ address, amounts }) => [address, amounts]);
    expect(figures(run)).toEqual(figures(expected));
    expect(run.victims?.[0]?.injected).toEqual(run.victimsTotal?.injected);
  });
});
