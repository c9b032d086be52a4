// Value that changes asset in one transaction, found on the chain: swaps, wraps, staking. Worlds and figures by hand.
import { expect, test } from 'vitest';
import {
  AUSDT,
  asset,
  DAI,
  ETH,
  EXCHANGE,
  FAKE,
  FUNDER,
  type Move,
  OTHER,
  POOL,
  POOL2,
  ROUTER,
  SEED,
  SOLVER,
  STETH,
  type Step,
  stepTx,
  traced,
  tracedFrom,
  USDT,
  WETH,
  WSTETH,
  ZERO,
} from '../support/exchange-story.ts';

const toExchange: Step = { to: DAI, moves: [[DAI, SEED, EXCHANGE, 90n]] };

test('a swap through a router and two pools is followed from the wallet’s net', async () => {
  const { crossed, reached, run, reachedBy } = await traced(
    {
      to: ROUTER,
      moves: [
        [USDT, SEED, ROUTER, 100n],
        [USDT, ROUTER, POOL, 100n],
        [WETH, POOL, POOL2, 7n],
        [DAI, POOL2, SEED, 95n],
      ],
    },
    toExchange,
  );
  expect(crossed).toEqual([
    {
      basis: 'swap',
      given: [asset(USDT), '100'],
      received: [asset(DAI), '95'],
      fifo: ['100', '95'],
      refused: undefined,
    },
  ]);
  expect(reached).toEqual({ [`${EXCHANGE} ${asset(DAI)}`]: '90' });
  for (const rule of ['lifo', 'haircut', 'pifo', 'libr', 'tiho'])
    expect(reachedBy(run.endpoints, rule)).toEqual(reached);
  expect(run.gaps).toEqual([]);
});

test('ether that a router sends at the end by a call is received, though services number calls before events', async () => {
  const { crossed, reached } = await traced(
    {
      to: ROUTER,
      moves: [
        [USDT, SEED, POOL, 100n],
        [WETH, POOL, ROUTER, 7n],
      ],
      calls: [
        [WETH, ROUTER, 7n],
        [ROUTER, SEED, 7n],
      ],
    },
    { to: EXCHANGE, value: 1_005n },
  );
  expect(crossed).toMatchObject([{ basis: 'swap', given: [asset(USDT), '100'], received: [ETH, '7'] }]);
  // The seed had 1,000 of its own, all of which counts as its own too: it is a seed.
  expect(reached).toEqual({ [`${EXCHANGE} ${ETH}`]: '1005' });
});

test('a wallet that is no seed converts its share: 40 of 100 are the seed’s, and so are 38 of 95', async () => {
  const { crossed, reached, held } = await traced(
    { from: FUNDER, to: USDT, moves: [[USDT, FUNDER, OTHER, 60n]] },
    { to: USDT, moves: [[USDT, SEED, OTHER, 40n]] },
    {
      from: OTHER,
      to: POOL,
      moves: [
        [USDT, OTHER, POOL, 100n],
        [DAI, POOL, OTHER, 95n],
      ],
    },
    { from: OTHER, to: DAI, moves: [[DAI, OTHER, EXCHANGE, 95n]] },
  );
  expect(crossed).toMatchObject([{ basis: 'swap', fifo: ['40', '38'] }]);
  expect(reached).toEqual({ [`${EXCHANGE} ${asset(DAI)}`]: '38' });
  expect(held).toEqual({});
});

test('ether is wrapped, paid as the token, and unwrapped again, though no list holds the token’s making', async () => {
  const { crossed, reached, run } = await traced(
    { to: WETH, value: 300n },
    { to: WETH, moves: [[WETH, SEED, OTHER, 300n]] },
    { from: OTHER, to: WETH, calls: [[WETH, OTHER, 300n]] },
    { from: OTHER, to: EXCHANGE, value: 280n },
  );
  expect(crossed.map(({ basis, given, received }) => [basis, given, received])).toEqual([
    ['wrap', [ETH, '300'], [asset(WETH), '300']],
    ['wrap', [asset(WETH), '300'], [ETH, '300']],
  ]);
  expect(reached).toEqual({ [`${EXCHANGE} ${ETH}`]: '280' });
  // The made-up chain’s balances of WETH know nothing of wraps.
  expect(run.gaps.filter(({ code }) => code !== 'reconciliation')).toEqual([]);
});

test('staking at the token’s own contract is a crossing', async () => {
  const { crossed, reached } = await traced(
    { to: STETH, value: 300n, moves: [[STETH, ZERO, SEED, 299n]] },
    { to: STETH, moves: [[STETH, SEED, EXCHANGE, 299n]] },
  );
  expect(crossed).toMatchObject([{ basis: 'wrap', given: [ETH, '300'], received: [asset(STETH), '299'] }]);
  expect(reached).toEqual({ [`${EXCHANGE} ${asset(STETH)}`]: '299' });
});

test('what is lent to Aave is followed as the claim, and as what is called in for it', async () => {
  const { crossed, reached, run } = await traced(
    {
      to: POOL,
      moves: [
        [USDT, SEED, AUSDT, 100n],
        [AUSDT, ZERO, SEED, 100n],
      ],
    },
    { to: AUSDT, moves: [[AUSDT, SEED, OTHER, 60n]] },
    {
      from: OTHER,
      to: POOL,
      moves: [
        [AUSDT, OTHER, ZERO, 60n],
        [USDT, AUSDT, OTHER, 60n],
      ],
    },
    { from: OTHER, to: USDT, moves: [[USDT, OTHER, EXCHANGE, 60n]] },
  );
  expect(crossed.map(({ basis, given, received }) => [basis, given, received])).toEqual([
    ['wrap', [asset(USDT), '100'], [asset(AUSDT), '100']],
    ['wrap', [asset(AUSDT), '60'], [asset(USDT), '60']],
  ]);
  expect(reached).toEqual({ [`${EXCHANGE} ${asset(USDT)}`]: '60' });
  expect(run.gaps).toEqual([]);
});

test('staked ether that is wrapped is followed as the wrapped token', async () => {
  const { crossed, reached } = await traced(
    { to: STETH, value: 300n, moves: [[STETH, ZERO, SEED, 299n]] },
    {
      to: WSTETH,
      moves: [
        [STETH, SEED, WSTETH, 299n],
        [WSTETH, ZERO, SEED, 250n],
      ],
    },
    { to: WSTETH, moves: [[WSTETH, SEED, EXCHANGE, 250n]] },
  );
  expect(crossed.at(-1)).toMatchObject({ given: [asset(STETH), '299'], received: [asset(WSTETH), '250'] });
  expect(reached).toEqual({ [`${EXCHANGE} ${asset(WSTETH)}`]: '250' });
});

test('in a batch of several owners each has its own exchange', async () => {
  const { crossed } = await traced({
    from: SOLVER,
    to: ROUTER,
    moves: [
      [USDT, SEED, ROUTER, 100n],
      [DAI, OTHER, ROUTER, 50n],
      [DAI, POOL, ROUTER, 45n],
      [USDT, ROUTER, POOL, 48n],
      [DAI, ROUTER, SEED, 95n],
      [USDT, ROUTER, OTHER, 52n],
    ],
  });
  expect(crossed).toMatchObject([
    { basis: 'swap', given: [asset(USDT), '100'], received: [asset(DAI), '95'] },
  ]);
});

test('what a router gives back of what it was given is no part of the exchange, and is the wallet’s again', async () => {
  // 200 wei for exactly 45 DAI: 90 of them go into WETH and to the pool, 110 come back. All of it is the seed's.
  const { crossed, reached, run } = await traced(
    {
      to: ROUTER,
      value: 200n,
      calls: [
        [ROUTER, WETH, 90n],
        [ROUTER, SEED, 110n],
      ],
      moves: [
        [WETH, ZERO, ROUTER, 90n],
        [WETH, ROUTER, POOL, 90n],
        [DAI, POOL, SEED, 45n],
      ],
    },
    { to: DAI, moves: [[DAI, SEED, EXCHANGE, 1_045n]] },
    { to: EXCHANGE, value: 910n },
  );
  expect(crossed).toMatchObject([{ basis: 'swap', given: [ETH, '90'], received: [asset(DAI), '45'] }]);
  expect(run.gaps).toEqual([]);
  // What is back in the same transaction made no round trip.
  expect(run.patterns).toEqual([]);
  expect(reached).toEqual({ [`${EXCHANGE} ${asset(DAI)}`]: '1045', [`${EXCHANGE} ${ETH}`]: '910' });
});

test('of a part that is tainted the order of the movements decides what came back', async () => {
  // OTHER's 60 wei are asked about. SEED has 1,000 of its own before them, gives all 1,060 for 48 DAI, and 100 come back.
  const { crossed, held, run, reachedBy } = await tracedFrom(
    ['--tx', `${stepTx(0)}:0`, '--chain', 'ethereum'],
    [],
    [
      { from: OTHER, to: SEED, value: 60n },
      {
        to: ROUTER,
        value: 1_060n,
        calls: [
          [ROUTER, WETH, 960n],
          [ROUTER, SEED, 100n],
        ],
        moves: [
          [WETH, ZERO, ROUTER, 960n],
          [WETH, ROUTER, POOL, 960n],
          [DAI, POOL, SEED, 48n],
        ],
      },
    ],
  );
  // fifo: its own 1,000 go first, so that 960 clean ones are exchanged, and 40 clean ones and the 60 come back. lifo: the 60 go
  // first, and are 60 of 960, so 3 of 48. haircut: 60 in 1,060 of 960, 54, are 3 of 48, and 6 come back.
  expect(crossed).toMatchObject([{ given: [ETH, '960'], received: [asset(DAI), '48'], fifo: ['0', '0'] }]);
  expect(held).toEqual({ [`${SEED} ${ETH}`]: '60' });
  expect(reachedBy(run.held, 'lifo')).toEqual({ [`${SEED} ${asset(DAI)}`]: '3' });
  expect(reachedBy(run.held, 'haircut')).toEqual({ [`${SEED} ${asset(DAI)}`]: '3', [`${SEED} ${ETH}`]: '6' });
  expect(run.gaps).toEqual([]);
});

const both: Move[] = [
  [DAI, POOL, SEED, 50n],
  [WETH, POOL, SEED, 3n],
];

test.each<[string, Step]>([
  ['two assets came back', { to: POOL, moves: [[USDT, SEED, POOL, 100n], ...both] }],
  [
    'a part of what was given came back',
    {
      to: POOL,
      moves: [
        [USDT, SEED, POOL, 100n],
        [USDT, POOL, SEED, 10n],
        [DAI, POOL, SEED, 50n],
      ],
    },
  ],
  [
    'two assets were given',
    {
      to: POOL,
      moves: [
        [USDT, SEED, POOL, 100n],
        [WETH, SEED, POOL, 3n],
        [DAI, POOL, SEED, 50n],
      ],
    },
  ],
])(
  'where %s nothing is guessed: the value stands at the contract, and the report says why',
  async (_, step) => {
    const { crossed, reached, run } = await traced(step, toExchange);
    expect(crossed).toEqual([]);
    expect(run.notFollowed.map(({ address, reason }) => [address.toLowerCase(), reason])).toEqual([
      [POOL, 'ambiguous-crossing'],
    ]);
    // What it pays on in DAI is the seed's own payment, and nothing is converted into it.
    expect(Object.keys(reached)).toEqual([`${EXCHANGE} ${asset(DAI)}`]);
  },
);

test('a token of somebody’s own that comes back is no exchange: the payment is followed', async () => {
  const { crossed, reached } = await traced(
    {
      to: ROUTER,
      moves: [
        [USDT, SEED, ROUTER, 100n],
        [FAKE, ROUTER, SEED, 10n ** 18n],
        [USDT, ROUTER, OTHER, 100n],
      ],
    },
    { from: OTHER, to: USDT, moves: [[USDT, OTHER, EXCHANGE, 100n]] },
  );
  expect(crossed).toEqual([]);
  expect(reached).toEqual({ [`${EXCHANGE} ${asset(USDT)}`]: '100' });
});

test('what is paid to another in the same transaction is no part of the exchange', async () => {
  const { crossed, reached } = await traced(
    {
      to: ROUTER,
      moves: [
        [USDT, SEED, OTHER, 900n],
        [USDT, SEED, POOL, 100n],
        [DAI, POOL, SEED, 95n],
      ],
    },
    { from: OTHER, to: USDT, moves: [[USDT, OTHER, EXCHANGE, 900n]] },
  );
  expect(crossed).toMatchObject([{ given: [asset(USDT), '100'], received: [asset(DAI), '95'] }]);
  expect(reached).toEqual({ [`${EXCHANGE} ${asset(USDT)}`]: '900' });
});

test('the same pool serves two wallets, each as its own exchange', async () => {
  const { crossed, reached } = await traced(
    {
      to: POOL,
      moves: [
        [USDT, SEED, POOL, 100n],
        [DAI, POOL, SEED, 95n],
      ],
    },
    { to: USDT, moves: [[USDT, SEED, OTHER, 200n]] },
    {
      from: OTHER,
      to: POOL,
      moves: [
        [USDT, OTHER, POOL, 200n],
        [DAI, POOL, OTHER, 190n],
      ],
    },
    { from: OTHER, to: DAI, moves: [[DAI, OTHER, EXCHANGE, 190n]] },
  );
  expect(crossed).toHaveLength(2);
  expect(reached).toEqual({ [`${EXCHANGE} ${asset(DAI)}`]: '190' });
});
