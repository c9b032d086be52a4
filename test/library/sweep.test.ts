// The library's sweep on worlds small enough to add up by hand, and what it refuses.
import { describe, expect, test } from 'vitest';
import {
  conventions,
  KnownError,
  type PlainTransfer,
  type SweepQuestion,
  type Swept,
  sweep,
} from '../../src/library/fundtrace.ts';

/** `A>B 10` = one transfer, each its own transaction t0, t1, …; `tx=` says otherwise. */
function list(...rows: string[]): PlainTransfer[] {
  return rows.map((row, index) => {
    const [pair = '', amount = '', ...more] = row.split(' ');
    const [from = '', to = ''] = pair.split('>');
    const given = new Map(more.map((word) => word.split('=') as [string, string]));
    const [tx = `t${index}`, asset = 'USD'] = [given.get('tx'), given.get('asset')];
    return { tx, from, to, asset, amount: BigInt(amount) };
  });
}

const fromThief: SweepQuestion = { seeds: [{ wallet: 'thief' }], convention: 'fifo' };

function tainted({ transfers }: Swept): bigint[] {
  return transfers.map((transfer) => transfer.tainted);
}

function codeOf(transfers: readonly unknown[], question: unknown): string {
  try {
    sweep(transfers as PlainTransfer[], question as SweepQuestion);
  } catch (error) {
    if (error instanceof KnownError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'nothing was refused';
}

describe('known answers', () => {
  // shared/reference/conventions.md: 3 stolen, then 7 clean arrive; 10 leave as 3, then 7. In tenths, for haircut.
  test.each([
    ['fifo', 30n, 0n],
    ['lifo', 0n, 30n],
    ['haircut', 9n, 21n],
    ['pifo', 30n, 0n],
    ['libr', 0n, 30n],
    ['poison', 30n, 70n],
  ] as const)('3 stolen and 7 clean under %s', (convention, first, second) => {
    const rows = list('thief>wallet 30', 'payer>wallet 70', 'wallet>x 30', 'wallet>y 70');
    expect(tainted(sweep(rows, { ...fromThief, convention }))).toEqual([30n, 0n, first, second]);
  });

  // 100,000 own, 200,000 trust, 75,000 and 179,500 paid. Own money first: 75,000 own; 25,000 own + 154,500 trust.
  // Trust first: 75,000; 125,000 + 54,500 own. In shares: two thirds of 75,000; of 225,000 then 150,000 are trust, and
  // 179,500 × 2 ⁄ 3 = 119,666.67. libr: 75,000 of 100,000 own; then 179,500 − 25,000.
  test.each([
    ['fifo', [7_500_000n, 0n], [17_950_000n, 15_450_000n], 4_550_000n],
    ['lifo', [7_500_000n, 7_500_000n], [17_950_000n, 12_500_000n], 0n],
    ['haircut', [7_500_000n, 5_000_000n], [17_950_000n, 11_966_667n], 3_033_333n],
    ['pifo', [7_500_000n, 7_500_000n], [17_950_000n, 12_500_000n], 0n],
    ['libr', [7_500_000n, 0n], [17_950_000n, 15_450_000n], 4_550_000n],
  ] as const)('the Capstone example in two payments under %s', (convention, first, second, left) => {
    const rows = list(
      'own>account 10000000',
      'trust>account 20000000',
      'account>x 7500000',
      'account>y 17950000',
    );
    const swept = sweep(rows, { seeds: [{ wallet: 'trust' }], convention });
    expect(swept.transfers.slice(2).map(({ amount, tainted: part }) => [amount, part])).toEqual([
      first,
      second,
    ]);
    const held = swept.stands.filter(({ where, place }) => where === 'held' && place === 'account');
    expect(held.map(({ amount }) => amount)).toEqual(left === 0n ? [] : [left]);
  });
});

test('conventions are all seven, and only poison does not conserve', () => {
  expect(Object.values(conventions).map(({ name, conserving }) => [name, conserving])).toEqual([
    ['fifo', true],
    ['lifo', true],
    ['haircut', true],
    ['pifo', true],
    ['libr', true],
    ['tiho', true],
    ['poison', false],
  ]);
});

describe('where units stand', () => {
  test('every way in which value ends has its name, its place and what brought it', () => {
    const rows = list(
      'thief>a 100',
      'a>desk 10',
      'a>fee 1',
      'a>burnt 2',
      'a>thief 3',
      'a>far 4',
      'a>other 5',
    );
    const swept = sweep(rows, {
      seeds: [{ wallet: 'thief', name: 'T' }, { wallet: 'other' }],
      convention: 'fifo',
      endpoints: ['desk'],
      explored: ['a'],
    });
    const rest = { seed: 'T', asset: 'USD', coin: undefined, reached: undefined };
    expect(swept.stands).toEqual([
      { ...rest, where: 'endpoint', place: 'desk', amount: 10n, transfer: 't1:0' },
      { ...rest, where: 'fees', place: 'fee', amount: 1n, transfer: 't2:0' },
      { ...rest, where: 'burnt', place: 'burnt', amount: 2n, transfer: 't3:0' },
      { ...rest, where: 'returned', place: 'thief', amount: 3n, transfer: 't4:0' },
      { ...rest, where: 'notFollowed', place: 'far', amount: 4n, transfer: 't5:0' },
      { ...rest, where: 'reachedSeed', place: 'other', amount: 5n, transfer: 't6:0', reached: 'other' },
      { ...rest, where: 'held', place: 'a', amount: 75n, transfer: undefined },
    ]);
    expect(swept.injected).toEqual([{ seed: 'T', asset: 'USD', injected: 100n, convertedIn: 0n }]);
  });

  test('a shortage is said, and its missing part is clean and oldest', () => {
    const swept = sweep(list('thief>a 10', 'a>x 15'), fromThief);
    expect(swept.shortages).toEqual([{ place: 'a', asset: 'USD', amount: 5n }]);
    expect(tainted(swept)).toEqual([10n, 10n]);
  });

  test('a wallet may be called as anything that the engine itself uses', () => {
    const rows = list('tx:t1>script:x 10', 'script:x>list:library/fee 4', 'script:x>__proto__ 6');
    const swept = sweep(rows, { seeds: [{ wallet: 'tx:t1' }], convention: 'fifo' });
    expect(swept.stands.map(({ where, place, amount }) => [where, place, amount])).toEqual([
      ['held', 'list:library/fee', 4n],
      ['held', '__proto__', 6n],
    ]);
  });
});

describe('the order', () => {
  test('is that of the list, whatever times and names say', () => {
    const rows = [
      { tx: 'z', from: 'payer', to: 'a', asset: 'USD', amount: 10n, time: 300 },
      { tx: 'y', from: 'thief', to: 'a', asset: 'USD', amount: 10n, time: 100 },
      { tx: 'x', from: 'a', to: 'b', asset: 'USD', amount: 10n, time: 200 },
    ];
    expect(tainted(sweep(rows, fromThief))).toEqual([0n, 10n, 0n]);
    expect(tainted(sweep([rows[1], rows[0], rows[2]] as PlainTransfer[], fromThief))).toEqual([10n, 0n, 10n]);
  });

  test('in one transaction passes on first what came in with it', () => {
    const rows = list('payer>router 10', 'thief>router 10 tx=s', 'router>b 10 tx=s');
    expect(tainted(sweep(rows, fromThief))).toEqual([0n, 10n, 10n]);
  });
});

describe('coins', () => {
  const spend: PlainTransfer[] = [
    {
      tx: 'pay',
      asset: 'BTC',
      inputs: [{ coin: 'old:3', from: 'thief', amount: 9n }],
      outputs: [{ to: 'a', amount: 8n }],
    },
    {
      tx: 'on',
      asset: 'BTC',
      inputs: [{ coin: 'pay:0' }],
      outputs: [
        { to: 'b', amount: 5n },
        { to: 'a', amount: 3n },
      ],
    },
  ];

  test('go from hand to hand by their names; what outputs leave is the fee', () => {
    const { transfers, stands } = sweep(spend, fromThief);
    expect(transfers.map(({ id, from, to, tainted: part }) => [id, from, to, part])).toEqual([
      ['pay/in/0', 'thief', undefined, 9n],
      ['pay:0', undefined, 'a', 8n],
      ['pay/fee', undefined, 'fee', 1n],
      ['on/in/0', 'a', undefined, 8n],
      ['on:0', undefined, 'b', 5n],
      ['on:1', undefined, 'a', 3n],
      ['on/fee', undefined, 'fee', 0n],
    ]);
    expect(stands.map(({ where, coin, amount }) => [where, coin, amount])).toEqual([
      ['fees', undefined, 1n],
      ['held', 'on:0', 5n],
      ['held', 'on:1', 3n],
    ]);
  });

  test('without inputs are issued, and clean', () => {
    const mined: PlainTransfer = { tx: 'm', asset: 'BTC', inputs: [], outputs: [{ to: 'a', amount: 50n }] };
    expect(tainted(sweep([mined, ...spend], fromThief)).slice(0, 2)).toEqual([0n, 0n]);
  });

  test.each([
    [
      { inputs: [{ coin: 'pay:0', amount: 7n }] },
      'transfers[1].inputs[0] is not the coin "pay:0" as the list made it',
    ],
    [{ inputs: [{ coin: 'pay:1' }] }, 'transfers[1].inputs[0].from is no text, or empty'],
    [
      { inputs: [{ coin: 'old:3', from: 'thief', amount: 9n }] },
      'transfers[1].inputs[0].coin is "old:3", spent before',
    ],
    [{ outputs: [{ to: 'b', amount: 9n }] }, 'transfers[1] pays 1 base units more than its inputs hold'],
    [{ asset: 'LTC' }, 'transfers[1].inputs[0] is not the coin "pay:0" as the list made it'],
    [{ tx: 'pay' }, 'transfers[1].tx is "pay" again: a transaction stands in one place'],
  ])('that contradict the list are refused: %#', (change, message) => {
    const [first, second] = spend;
    expect(codeOf([first, { ...second, ...change }], fromThief)).toBe(`bad-argument: ${message}.`);
  });

  test('spent before they are made are refused', () => {
    const early = { tx: 'on', asset: 'BTC', inputs: [{ coin: 'pay:0', from: 'a', amount: 8n }], outputs: [] };
    expect(codeOf([early, spend[0]], fromThief)).toMatch(/^bad-argument: transfers\[1\]\.outputs\[0\]/);
  });
});

describe('crossings', () => {
  // 30 of 40 USD given are tainted; 100 EUR come back: 75. The desk itself passes nothing on.
  const rows = list('thief>a 30', 'payer>a 10', 'a>desk 40', 'desk>a 100 asset=EUR', 'a>b 100 asset=EUR');

  test('turn the tainted share of what was given into that of what was received', () => {
    const swept = sweep(rows, {
      ...fromThief,
      explored: ['a', 'b'],
      crossings: [{ id: 'c', given: ['t2:0'], received: ['t3:0'] }],
    });
    expect(tainted(swept)).toEqual([30n, 0n, 30n, 75n, 75n]);
    expect(swept.crossings).toEqual([
      { id: 'c', given: new Map([['thief', 30n]]), received: new Map([['thief', 75n]]), refused: undefined },
    ]);
    expect(swept.injected).toEqual([
      { seed: 'thief', asset: 'USD', injected: 30n, convertedIn: 0n },
      { seed: 'thief', asset: 'EUR', injected: 0n, convertedIn: 75n },
    ]);
  });

  test('that cannot be reckoned with say why', () => {
    const crossings = [{ id: 'c', given: ['t3:0'], received: ['t2:0'] }];
    const [crossed] = sweep(rows, { ...fromThief, explored: ['a', 'b'], crossings }).crossings;
    expect(crossed?.refused).toBe('something was received before all was given');
    expect(crossed?.received).toEqual(new Map());
  });

  test('of transfers that are not in the list are refused', () => {
    const crossings = [{ id: 'c', given: ['t2:1'], received: ['t3:0'] }];
    expect(codeOf(rows, { ...fromThief, crossings })).toMatch(
      /^bad-argument: question.crossings\[0\].given\[0\]/,
    );
  });
});

describe('payments as seeds', () => {
  const rows = list('victim>a 10', 'other>a 10', 'a>b 5 tx=two', 'a>c 15 tx=two');

  test('are named by transaction and position, in whole or from the front', () => {
    const whole = sweep(rows, { seeds: [{ payment: 't1' }], convention: 'fifo' });
    expect(tainted(whole)).toEqual([0n, 10n, 0n, 10n]);
    const part = sweep(rows, { seeds: [{ payment: 't0:0', amount: 4n, name: 'V' }], convention: 'fifo' });
    expect(part.transfers.map(({ bySeed }) => bySeed.get('V') ?? 0n)).toEqual([4n, 0n, 4n, 0n]);
  });

  test.each([
    [{ payment: 't9' }, 'seed-unknown'],
    [{ payment: 'two' }, 'seed-ambiguous'],
    [{ payment: 't0:0', amount: 11n }, 'seed-too-large'],
    [{ payment: 't0:0', amount: 0n }, 'seed-too-large'],
    [{ payment: 't0:0', amount: 4 }, 'bad-argument'],
  ])('that the list does not make are refused: %#', (seed, code) => {
    expect(codeOf(rows, { seeds: [seed], convention: 'fifo' })).toMatch(new RegExp(`^${code}:`));
  });

  test('beyond the amount of the payment are refused', () => {
    const seeds = [
      { payment: 't0:0', amount: 6n, name: 'one' },
      { payment: 't0', amount: 5n, name: 'two' },
    ];
    expect(codeOf(rows, { seeds, convention: 'fifo' })).toMatch(/^seed-claimed-twice:/);
  });
});

describe('what cannot be meant is refused by the name of the argument', () => {
  const row = { tx: 't', from: 'thief', to: 'a', asset: 'USD', amount: 1n };
  test.each([
    [[{ ...row, amount: 1 }], fromThief, 'transfers[0].amount is no bigint but of type number.'],
    [[{ ...row, amount: -1n }], fromThief, 'transfers[0].amount is below zero.'],
    [[{ ...row, from: 'fee' }], fromThief, 'transfers[0].from is fee, which pays nobody.'],
    [[{ ...row, to: 'issued' }], fromThief, 'transfers[0].to is issued, which nobody pays.'],
    [[{ ...row, tx: undefined }], fromThief, 'transfers[0].tx is no text, or empty.'],
    [
      [row, { ...row, tx: 'u' }, row],
      fromThief,
      'transfers[2].tx is "t" again: a transaction stands in one place.',
    ],
    [
      [row],
      { ...fromThief, convention: 'FIFO' },
      'question.convention is none of fifo, lifo, haircut, pifo, libr, tiho, poison.',
    ],
    [[row], { ...fromThief, since: 5 }, 'question.since needs the time of every transfer.'],
    [
      [row],
      { ...fromThief, seeds: [{ wallet: 'thief' }, { payment: 't' }] },
      'question.seeds mixes wallets with payments, which are separate questions.',
    ],
    [
      [row],
      { ...fromThief, seeds: [{ wallet: 'thief' }, { wallet: 'a', name: 'thief' }] },
      'question.seeds holds two seeds of one name.',
    ],
    [
      [row],
      { ...fromThief, seeds: [{ wallet: 'thief' }, { wallet: 'thief', name: 'b' }] },
      'question.seeds names a wallet twice.',
    ],
  ])('%#', (transfers, question, message) => {
    expect(codeOf(transfers, question)).toBe(`bad-argument: ${message}`);
  });

  test('a seed that takes part in nothing, rather than answered with zero', () => {
    expect(codeOf([row], { ...fromThief, seeds: [{ wallet: 'theif' }] })).toMatch(/^seed-unknown:.*"theif"/);
    expect(codeOf([row], { ...fromThief, seeds: [] })).toMatch(/^no-seed:/);
  });

  test('what may be a private key is not repeated', () => {
    const key = '5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ';
    expect(codeOf([row], { ...fromThief, seeds: [{ wallet: key }] })).toBe(
      'seed-unknown: question.seeds[0].wallet takes part in no transfer: (a text of 51 characters).',
    );
  });
});
