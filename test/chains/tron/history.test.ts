import { describe, expect, test } from 'vitest';
import type { Http, Request } from '../../../src/model/http.ts';
import type { Page } from '../../../src/model/ledger.ts';
import { transferData } from '../../support/trongrid-bytes.ts';
import {
  A,
  B,
  blockOf,
  C,
  D,
  historyOf,
  overlaid,
  paying,
  payingUsdt,
  reply,
  told,
  USDT,
  worldOf,
} from './setup.ts';

/** Two slots are skipped before each block that 7,200 divides; this one is in the middle between two such. */
const H = 50_000_400;

const gapsOf = (page: Page) => page.gaps.map(({ code, why }) => `${code}: ${why}`);

test('payments of TRX, USDT and TRC-10 are told with what was burnt for them', async () => {
  const world = worldOf([
    paying(H, A, B, 5_000_000n, { net: 268_000n }),
    payingUsdt(H + 10, B, A, 7_000_000n, { net: 345_000n, energy: 13_844_850n }),
    payingUsdt(H + 20, A, C, 3_000_000n, { energy: 420n, other: 1_000_000n }),
    { block: H + 30, from: A, act: { type: 'TransferAssetContract', to: D, id: '1002000', amount: 9n } },
  ]);
  const page = await historyOf(world.http, A);
  expect(page.gaps).toEqual([]);
  expect(told(page)).toEqual([
    'fee A>fee 268000',
    'value A>B 5000000',
    // A's list of transactions does not hold what B did: neither the call nor its fee is A's.
    'token B>A 7000000 USDT',
    // 420 for energy, 1,000,000 for the activation of C
    'fee A>fee 1000420',
    'token A>C 3000000 USDT',
    'value A>D 9 trc10:1002000',
  ]);
});

test('what failed, was undone, is worth nothing or only allows something moves nothing', async () => {
  const events = [{ contract: USDT, from: A, to: B, amount: 8n, type: 'Approval' as const }];
  const zero = [{ contract: USDT, from: A, to: D, amount: 0n }];
  const world = worldOf([
    payingUsdt(H, A, B, 7n, { failed: 'OUT_OF_ENERGY', energy: 31n, calls: [{ from: A, to: B, sun: 5n }] }),
    payingUsdt(H + 1, A, B, 8n, { events }),
    payingUsdt(H + 2, C, B, 0n, { events: zero }),
    payingUsdt(H + 3, A, B, 9n, { calls: [{ from: A, to: C, sun: 4n, rejected: true }] }),
  ]);
  expect(told(await historyOf(world.http, A))).toEqual(['fee A>fee 31', 'token A>B 9 USDT']);
});

test('calls inside a transaction move TRX and TRC-10, and count once though two lists hold them', async () => {
  const token = { id: '1000001', amount: 6n };
  const call = { type: 'TriggerSmartContract', contract: C, sun: 50n } as const;
  const world = worldOf(
    [
      {
        block: H,
        from: B,
        act: call,
        calls: [
          { from: C, to: A, sun: 40n },
          { from: C, to: A, token },
        ],
      },
    ],
    { contracts: [C] },
  );
  const page = await historyOf(world.http, A);
  expect([told(page).sort(), page.gaps]).toEqual([['trace C>A 40', 'trace C>A 6 trc10:1000001'], []]);
  // Of a contract's own history what it was called with is a part.
  expect(told(await historyOf(world.http, C))).toEqual([
    'value B>C 50',
    'trace C>A 40',
    'trace C>A 6 trc10:1000001',
  ]);
});

test('staking moves nothing, a claimed reward is issued, and a kind that is not read is a gap', async () => {
  const of = (type: string, value = {}) => ({ type, value });
  const world = worldOf([
    { block: H, from: A, act: of('FreezeBalanceV2Contract', { frozen_balance: 5_000n }) },
    { block: H + 1, from: A, act: of('WithdrawBalanceContract'), reward: 77n, net: 3n },
    { block: H + 2, from: A, act: of('ExchangeTransactionContract', { quant: 9n }) },
  ]);
  const page = await historyOf(world.http, A);
  expect(told(page)).toEqual(['fee A>fee 3', 'value issued>A 77']);
  expect(gapsOf(page)).toEqual([
    expect.stringMatching(/^source-incomplete: .*ExchangeTransactionContract.*explorer\.$/) as string,
  ]);
});

test('numbers beyond 2^53 are exact, as JSON numbers and as text', async () => {
  // A balance of this size stands in real tests (shared/reference/apis.md §0).
  const huge = 98_999_198_714_315_521n;
  const most = 2n ** 256n - 1n;
  const world = worldOf([paying(H, B, A, huge), payingUsdt(H + 1, B, A, most)]);
  const { transfers } = await historyOf(world.http, A);
  expect(transfers.map(({ amount }) => amount)).toEqual([huge, most]);
});

describe('the block of a token transfer', () => {
  const recordsAsked = (asked: readonly Request[]) =>
    asked.filter(({ path }) => path.endsWith('/gettransactioninfobyid')).length;

  test('is looked up, since its row tells only the time', async () => {
    const world = worldOf([payingUsdt(H, B, A, 1n), payingUsdt(H + 9_000, B, A, 2n)]);
    const { http, asked } = overlaid(world.http, () => undefined);
    const { transfers } = await historyOf(http, A);
    expect(transfers.map(({ at }) => at?.height)).toEqual([H, H + 9_000]);
    expect(transfers.map(({ at }) => at?.time)).toEqual(
      [H, H + 9_000].map((height) => world.blockMs(height) / 1000),
    );
    expect(recordsAsked(asked)).toBe(2);
  });

  test('follows from its neighbours where no block was missed between them', async () => {
    const rows = Array.from({ length: 40 }, (_, n) => payingUsdt(H + 7 * n, B, A, BigInt(n + 1)));
    const world = worldOf([paying(H - 5, A, B, 1n), ...rows, paying(H + 500, A, B, 1n)]);
    const { http, asked } = overlaid(world.http, () => undefined);
    const { transfers } = await historyOf(http, A);
    expect(transfers.flatMap(({ at, id }) => (id.includes('/token/') ? [at?.height] : []))).toEqual(
      rows.map(({ block }) => block),
    );
    expect(recordsAsked(asked)).toBe(0);
  });

  test('is found with few questions where some were missed', async () => {
    // Two slots are missed once among these: at most a few dozen halvings find where.
    const rows = Array.from({ length: 200 }, (_, n) => payingUsdt(H + 30 * n, B, A, BigInt(n + 1)));
    const { http, asked } = overlaid(worldOf(rows).http, () => undefined);
    const { transfers } = await historyOf(http, A);
    expect(transfers.map(({ at }) => at?.height)).toEqual(rows.map(({ block }) => block));
    expect(recordsAsked(asked)).toBeLessThan(30);
  });
});

describe('what the lists cannot tell', () => {
  const twice = [
    { contract: USDT, from: B, to: A, amount: 5n },
    { contract: USDT, from: B, to: A, amount: 5n },
    { contract: USDT, from: A, to: C, amount: 7n },
    { contract: USDT, from: C, to: D, amount: 6n },
  ];

  test('is taken from the record: equal transfers of one transaction are two, in order', async () => {
    const page = await historyOf(worldOf([payingUsdt(H, D, B, 0n, { events: twice })]).http, A);
    // What others paid on in it is a part of its order, so it is told with it.
    expect(told(page)).toEqual([
      'token B>A 5 USDT',
      'token B>A 5 USDT',
      'token A>C 7 USDT',
      'token C>D 6 USDT',
    ]);
    expect(new Set(page.transfers.map(({ id }) => id)).size).toBe(4);
    expect(page.transfers.every(({ at }) => at?.order !== undefined)).toBe(true);
    expect(page.gaps).toEqual([]);
  });

  test('a row that the list holds twice is one movement, and said to be in dispute', async () => {
    const world = worldOf([payingUsdt(H, B, A, 5n)]);
    const { http } = overlaid(world.http, (request) => {
      if (!request.path.endsWith('/trc20')) return undefined;
      const body = JSON.parse(world.answer(request).body) as { data: unknown[] };
      return reply({ ...body, data: [...body.data, ...body.data] });
    });
    const page = await historyOf(http, A);
    expect(told(page)).toEqual(['token B>A 5 USDT']);
    expect(gapsOf(page)).toEqual([expect.stringContaining('source-disagreement: Transaction')]);
  });

  test('the order of transactions in one block comes from the block', async () => {
    const world = worldOf([payingUsdt(H, A, C, 2n), payingUsdt(H, B, A, 1n), payingUsdt(H, A, D, 3n)]);
    const { transfers } = await historyOf(world.http, A);
    const indexes = new Map(transfers.map(({ amount, at }) => [amount, at?.txIndex]));
    expect(indexes).toEqual(
      new Map([
        [2n, 0],
        [1n, 1],
        [3n, 2],
      ]),
    );
  });

  test('a block that the node does not give leaves the order unknown, and nothing else', async () => {
    const world = worldOf([payingUsdt(H, A, C, 2n), payingUsdt(H, B, A, 1n)]);
    const { http } = overlaid(world.http, ({ body }) =>
      body?.includes(`"num":${H}`) ? reply('{}') : undefined,
    );
    const { transfers, gaps } = await historyOf(http, A);
    expect(transfers.map(({ at }) => at?.txIndex)).toEqual([undefined, undefined]);
    expect(gaps).toEqual([]);
  });
});

describe('a history is whole', () => {
  const many = Array.from({ length: 450 }, (_, n) => payingUsdt(H + n, B, A, BigInt(n + 1)));
  const world = worldOf(many);
  const whole = many.map((_, n) => BigInt(n + 1));
  const amounts = async (http: Http) => (await historyOf(http, A)).transfers.map(({ amount }) => amount);
  let cursor = 0;
  const isList = ({ path }: Request) => path.endsWith('/trc20');
  type Answer = { data: unknown[]; meta: { fingerprint?: string } };
  const answered = (request: Request) => JSON.parse(world.answer(request).body) as Answer;

  test('over its pages', async () => {
    expect(await amounts(world.http)).toEqual(whole);
  });

  test('though the cursor goes missing before the end', async () => {
    const { http } = overlaid(world.http, (request) => {
      if (!isList(request)) return undefined;
      const { data } = answered(request);
      return reply({ success: true, data, meta: {} });
    });
    expect(await amounts(http)).toEqual(whole);
  });

  test('though the cursor repeats', async () => {
    const { http } = overlaid(world.http, (request) => {
      if (!isList(request)) return undefined;
      return reply({ success: true, data: answered(request).data, meta: { fingerprint: 'fp0' } });
    });
    expect(await amounts(http)).toEqual(whole);
  });

  test('though a page without rows stands in between', async () => {
    const { http } = overlaid(world.http, (request) => {
      if (!isList(request) || request.query?.fingerprint !== undefined) return undefined;
      return reply({ success: true, data: [], meta: { fingerprint: 'fp0' } });
    });
    expect(await amounts(http)).toEqual(whole);
  });

  test('though one block holds more rows than a page', async () => {
    const crowd = Array.from({ length: 450 }, (_, n) => payingUsdt(H, B, A, BigInt(n + 1)));
    expect((await amounts(worldOf([...crowd, payingUsdt(H + 1, B, A, 451n)]).http)).sort()).toEqual(
      [...whole, 451n].sort(),
    );
  });

  test('up to the block of the run, and asks only for what is confirmed', async () => {
    const { http, asked } = overlaid(world.http, () => undefined);
    const page = await historyOf(http, A, { asOf: blockOf(world, H + 99) });
    expect(page.transfers.map(({ amount }) => amount)).toEqual(whole.slice(0, 100));
    for (const { query } of asked.filter(isList)) expect(query?.only_confirmed).toBe('true');
  });

  test('or is a hub, of which no more is asked', async () => {
    const { http, asked } = overlaid(world.http, () => undefined);
    expect(await historyOf(http, A, { hubLimit: 449 })).toMatchObject({ hub: true, transfers: [] });
    expect(asked.some(({ path }) => path.endsWith('/internal-transactions'))).toBe(false);
    expect((await historyOf(http, A, { hubLimit: 450 })).hub).toBeUndefined();
  });

  test.each<[string, (rows: unknown[]) => unknown, string]>([
    ['rows that run backwards', (rows) => ({ data: [...rows].reverse() }), 'source-incomplete'],
    [
      'pages without rows for ever',
      () => ({ data: [], meta: { fingerprint: `fp${cursor++}` } }),
      'source-incomplete',
    ],
    [
      'rows of somebody else',
      (rows) => ({ data: rows.map((row) => ({ ...(row as object), from: C, to: D })) }),
      'source-disagreement',
    ],
    ['no list', () => ({ data: {} }), 'source-failed'],
    ['a refusal', () => ({ success: false, error: 'backend busy', statusCode: 400 }), 'source-failed'],
  ])('or else a gap: %s', async (_, broken, code) => {
    const { http } = overlaid(world.http, (request) =>
      isList(request)
        ? reply({ success: true, meta: {}, ...(broken(answered(request).data) as object) })
        : undefined,
    );
    const page = await historyOf(http, A);
    expect(page.transfers).toEqual([]);
    expect(page.gaps).toMatchObject([{ code, place: { address: A } }]);
    expect(page.gaps[0]?.why).toContain('api.trongrid.io, transactions/trc20');
  });

  test('a full page of one block that only repeats is a hole that is said', async () => {
    const crowd = worldOf(Array.from({ length: 450 }, (_, n) => payingUsdt(H, B, A, BigInt(n + 1))));
    const { http } = overlaid(crowd.http, (request) => {
      if (!isList(request)) return undefined;
      const { fingerprint: _, ...query } = request.query ?? {};
      return crowd.answer({ ...request, query });
    });
    const page = await historyOf(http, A);
    expect(page.transfers).toHaveLength(200);
    expect(gapsOf(page)).toEqual([expect.stringMatching(/^source-incomplete: .*repeats/)]);
  });
});

test('a token that calls itself a refusal is a token', async () => {
  const name = 'error: the query server is suspended, rate limit';
  const tokens = [{ contract: C, symbol: `"error" ${name}`, decimals: 0 }];
  const events = [{ contract: C, from: B, to: A, amount: 5n }];
  const world = worldOf([payingUsdt(H, B, A, 0n, { events })], { tokens });
  const page = await historyOf(world.http, A);
  expect(page.gaps).toEqual([]);
  expect(page.transfers.map(({ amount }) => amount)).toEqual([5n]);
});

test.each([0, undefined])(
  'single things are no amounts, though the list calls them transfers (decimals: %s): one question for each contract',
  async (decimals) => {
    const [thing, token] = [C, D];
    const told721 = (number: bigint) => [
      { contract: thing, from: B, to: A, amount: number, type: 'single' as const },
    ];
    const whole = [{ contract: token, from: B, to: A, amount: 5n }];
    const tokens = [
      { contract: thing, symbol: 'ART', decimals },
      { contract: token, symbol: 'WHOLE', decimals: 0 },
    ];
    const world = worldOf(
      [
        ...[777n, 778n, 779n].map((number, at) => payingUsdt(H + at, B, A, 0n, { events: told721(number) })),
        ...[4, 5].map((at) => payingUsdt(H + at, B, A, 0n, { events: whole })),
        payingUsdt(H + 9, B, A, 6n),
      ],
      { tokens: [...tokens, { contract: USDT, symbol: 'USDT', decimals: 6 }] },
    );
    const { http, asked } = overlaid(world.http, () => undefined);
    const page = await historyOf(http, A);
    expect(page.gaps).toEqual([]);
    expect(page.transfers.map(({ amount }) => amount)).toEqual([5n, 5n, 6n]);
    const records = asked.filter(({ path }) => path.endsWith('gettransactioninfobyid'));
    expect(new Set(records.map(({ body }) => body)).size).toBeLessThanOrEqual(4);
  },
);

describe('"nothing" is believed', () => {
  test('of an address that was never activated', async () => {
    expect(await historyOf(worldOf([]).http, A)).toMatchObject({ transfers: [], gaps: [] });
  });

  test('not of an account that exists', async () => {
    const world = worldOf([paying(H, B, A, 1n)]);
    const { http } = overlaid(world.http, ({ path }) =>
      /transactions/.test(path) ? reply({ success: true, data: [], meta: {} }) : undefined,
    );
    expect((await historyOf(http, A)).gaps).toMatchObject([{ code: 'source-incomplete' }]);
    // The made-up chain says of every account that it is as old as the chain, so nothing is older.
    const early = { ...blockOf(world, 1), time: 1_000 };
    expect((await historyOf(http, A, { asOf: early })).gaps).toEqual([]);
  });

  test('not of the list of token transfers where the list of transactions shows one', async () => {
    const data = transferData(B, 5n);
    const act = { type: 'TriggerSmartContract', contract: USDT, data } as const;
    const world = worldOf([payingUsdt(H, A, B, 5n, { act }), paying(H + 1, A, B, 1n)]);
    expect((await historyOf(world.http, A)).gaps).toEqual([]);
    const { http } = overlaid(world.http, ({ path }) =>
      path.endsWith('/trc20') ? reply({ success: true, data: [], meta: {} }) : undefined,
    );
    const page = await historyOf(http, A);
    expect(page.transfers).toEqual([]);
    expect(gapsOf(page)).toEqual([
      expect.stringMatching(/^source-incomplete: .*transactions\/trc20 .*lacks 1 payment /) as string,
    ]);
  });
});

describe('an id commits to its transaction', () => {
  const world = worldOf([paying(H, A, B, 1_000n)]);
  const changed = (from: string, to: string) =>
    overlaid(world.http, (request) =>
      request.path.endsWith('/transactions')
        ? reply(world.answer(request).body.replaceAll(from, to))
        : undefined,
    ).http;

  test.each<[string, Http, RegExp]>([
    ['another id', changed(world.ids[0] as string, 'ab'.repeat(32)), /raw_data_hex: its hash is another id/],
    ['another amount', changed('"amount":1000', '"amount":1001'), /says something else than raw_data/],
  ])('%s is refused as a contradiction', async (_, http, why) => {
    const page = await historyOf(http, A);
    expect(page.gaps).toMatchObject([{ code: 'source-disagreement' }]);
    expect(page.gaps[0]?.why).toMatch(why);
  });
});
