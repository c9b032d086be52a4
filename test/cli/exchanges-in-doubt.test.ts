// Exchanges that the wallet's net of genuine assets does not show: tokens of no list, shares of vaults, proceeds that go to
// another. Nothing of them may stop, or be followed into a pool, in silence. Worlds and figures by hand.
import { expect, test } from 'vitest';
import {
  asset,
  at,
  DAI,
  EXCHANGE,
  FAKE,
  FUNDER,
  OTHER,
  POOL,
  ROUTER,
  SEED,
  type Step,
  traced,
  tracedWith,
  USDT,
  ZERO,
} from '../support/exchange-story.ts';

/** keccak256 of Uniswap v2's Swap(address,uint256,uint256,uint256,uint256,address), as published. */
const SWAP = '0xd78ad95fa46c994b6551d0da85fc275fe613ce37657fb8d5e3d130840159d822';
/** keccak256 of Curve's AddLiquidity(address,uint256[3],uint256[3],uint256,uint256). */
const ADD_LIQUIDITY = '0x423f6495a08fc652425cf4ed0d1f9e37e571d9b9529b1c1c23cce780b2e7df0d';
/** Somebody else's money that leaves the pool afterwards: whoever takes a pool for a wallet follows it. */
const decoy: Step = { from: FUNDER, to: USDT, moves: [[USDT, POOL, EXCHANGE, 80n]] };

/** Under fifo: poison reaches every hand. */
const stopped = (run: Awaited<ReturnType<typeof traced>>['run']) =>
  run.notFollowed.flatMap(({ address, reason, amounts: { fifo } }) =>
    fifo === undefined ? [] : [[address.toLowerCase(), reason, fifo]],
  );

test.each<[string, Step, string]>([
  [
    'swapped for a token of no list through a router',
    {
      to: ROUTER,
      moves: [
        [USDT, SEED, ROUTER, 100n],
        [USDT, ROUTER, POOL, 100n],
        [FAKE, POOL, ROUTER, 7n],
        [FAKE, ROUTER, SEED, 7n],
      ],
    },
    POOL,
  ],
  [
    'deposited for shares that the vault makes',
    {
      to: FAKE,
      moves: [
        [USDT, SEED, FAKE, 100n],
        [FAKE, ZERO, SEED, 97n],
      ],
    },
    FAKE,
  ],
  [
    'lent through a pool whose token holds what is lent',
    {
      to: ROUTER,
      moves: [
        [USDT, SEED, FAKE, 100n],
        [FAKE, ZERO, SEED, 100n],
      ],
    },
    FAKE,
  ],
  [
    'given as liquidity through a helper to a pool whose shares another contract makes',
    {
      to: ROUTER,
      moves: [
        [USDT, SEED, ROUTER, 100n],
        [USDT, ROUTER, POOL, 100n],
        [FAKE, ZERO, SEED, 97n],
      ],
      says: [[POOL, ADD_LIQUIDITY]],
    },
    POOL,
  ],
  [
    'swapped, and the proceeds paid to another without a word of the pool',
    {
      to: ROUTER,
      moves: [
        [USDT, SEED, POOL, 100n],
        [DAI, POOL, OTHER, 95n],
      ],
    },
    POOL,
  ],
  [
    'swapped, and the proceeds divided',
    {
      to: ROUTER,
      moves: [
        [USDT, SEED, POOL, 100n],
        [DAI, POOL, OTHER, 90n],
        [DAI, POOL, at(0xc1), 5n],
      ],
      says: [[POOL, SWAP]],
    },
    POOL,
  ],
])('what is %s stands there by name, and no pool is followed', async (_, step, place) => {
  const { crossed, reached, run } = await traced(step, decoy);
  expect(crossed).toEqual([]);
  expect(reached).toEqual({});
  expect(stopped(run)).toEqual([[place, 'ambiguous-crossing', { [asset(USDT)]: '100' }]]);
});

test('proceeds that another has, as the pool says, are followed to the unit', async () => {
  const swap: Step = {
    to: ROUTER,
    moves: [
      [USDT, SEED, ROUTER, 100n],
      [USDT, ROUTER, POOL, 100n],
      [DAI, POOL, OTHER, 95n],
    ],
    says: [[POOL, SWAP]],
  };
  const { crossed, reached, held, run } = await traced(
    swap,
    { from: OTHER, to: DAI, moves: [[DAI, OTHER, EXCHANGE, 60n]] },
    decoy,
  );
  expect(crossed).toMatchObject([
    { basis: 'swap', given: [asset(USDT), '100'], received: [asset(DAI), '95'], fifo: ['100', '95'] },
  ]);
  expect(reached).toEqual({ [`${EXCHANGE} ${asset(DAI)}`]: '60' });
  expect(held).toEqual({ [`${OTHER} ${asset(DAI)}`]: '35' });
  expect(run.gaps).toEqual([]);
});

test('who knows better names the place, and the value is followed on from there', async () => {
  const steps: Step[] = [
    {
      to: POOL,
      moves: [
        [USDT, SEED, POOL, 100n],
        [FAKE, POOL, SEED, 7n],
      ],
    },
    { from: FUNDER, to: USDT, moves: [[USDT, POOL, EXCHANGE, 80n]] },
  ];
  expect(stopped((await traced(...steps)).run)).toHaveLength(1);
  const { reached } = await tracedWith(['--follow', POOL], steps);
  expect(reached).toEqual({ [`${EXCHANGE} ${asset(USDT)}`]: '80' });
});

test('a token that somebody writes into the wallet’s name makes nothing doubtful', async () => {
  const pays: Step = { to: USDT, moves: [[USDT, SEED, ROUTER, 100n]] };
  // The router is the mule: it gets the money, and a stranger writes that the seed sold it a token for a few coins.
  const forged: Step = {
    from: FUNDER,
    to: ROUTER,
    moves: [
      [FAKE, SEED, ROUTER, 5n],
      [DAI, ROUTER, SEED, 1n],
    ],
  };
  const { reached, crossed } = await traced(pays, forged, {
    from: FUNDER,
    to: USDT,
    moves: [[USDT, ROUTER, EXCHANGE, 100n]],
  });
  expect(crossed).toEqual([]);
  expect(reached).toEqual({ [`${EXCHANGE} ${asset(USDT)}`]: '100' });
});
