// A payment that is itself asked about (`--tx`) and gave one asset for another: it is followed as what was got for it, and no
// pool is followed as though it were a wallet. Worlds and figures by hand.
import { id } from 'ethers';
import { expect, test } from 'vitest';
import {
  asset,
  DAI,
  ETH,
  EXCHANGE,
  FUNDER,
  OTHER,
  POOL,
  POOL2,
  ROUTER,
  SEED,
  STETH,
  type Step,
  stepTx,
  tracedFrom,
  USDT,
  WETH,
} from '../support/exchange-story.ts';

/** Of Uniswap v2: `Swap(address,uint256,uint256,uint256,uint256,address)` */
const SWAP = id('Swap(address,uint256,uint256,uint256,uint256,address)');

/** 100 USDT for 95 DAI, of which 90 go to an exchange; later the pool pays 80 USDT to the exchange on behalf of others. */
const swap: Step = {
  to: ROUTER,
  moves: [
    [USDT, SEED, POOL, 100n],
    [DAI, POOL, SEED, 95n],
  ],
};
const spent: Step = { to: DAI, moves: [[DAI, SEED, EXCHANGE, 90n]] };
const others: Step = { from: FUNDER, to: POOL, moves: [[USDT, POOL, EXCHANGE, 80n]] };
const asked = (of: string, ...steps: readonly Step[]) =>
  tracedFrom(['--tx', of, '--chain', 'ethereum'], [], steps);

test('the side that was given is followed as what was got for it', async () => {
  const { crossed, reached, held } = await asked(`${stepTx(0)}:0`, swap, spent, others);
  expect(crossed).toMatchObject([
    { basis: 'swap', given: [asset(USDT), '100'], received: [asset(DAI), '95'], fifo: ['100', '95'] },
  ]);
  expect([reached, held]).toEqual([
    { [`${EXCHANGE} ${asset(DAI)}`]: '90' },
    { [`${SEED} ${asset(DAI)}`]: '5' },
  ]);
});

test('the side that was got is followed as it is', async () => {
  const { crossed, reached } = await asked(`${stepTx(0)}:1`, swap, spent, others);
  expect(crossed).toEqual([]);
  expect(reached).toEqual({ [`${EXCHANGE} ${asset(DAI)}`]: '90' });
});

test('what a pool pays to the next before it is paid is no exchange of its own', async () => {
  const lentFirst: Step = {
    to: ROUTER,
    moves: [
      [WETH, POOL, POOL2, 7n],
      [DAI, POOL2, SEED, 95n],
      [USDT, SEED, POOL, 100n],
    ],
  };
  const { crossed, reached, held } = await asked(`${stepTx(0)}:0`, lentFirst, spent, others);
  expect([crossed, reached]).toEqual([[], {}]);
  expect(held).toEqual({ [`${POOL2} ${asset(WETH)}`]: '7' });
});

test('what somebody else got for it, as the pool says, is followed to him', async () => {
  const paidAway: Step = {
    to: ROUTER,
    moves: [
      [USDT, SEED, POOL, 100n],
      [DAI, POOL, OTHER, 95n],
    ],
    says: [[POOL, SWAP]],
  };
  const { crossed, held } = await asked(`${stepTx(0)}:0`, paidAway, others);
  expect(crossed).toMatchObject([{ given: [asset(USDT), '100'], received: [asset(DAI), '95'] }]);
  expect(held).toEqual({ [`${OTHER} ${asset(DAI)}`]: '95' });
});

test('a wrap is followed as the wrapped coin', async () => {
  const wrapped: Step = { to: WETH, value: 300n };
  const { crossed, held } = await asked(`${stepTx(0)}:0`, wrapped);
  expect(crossed).toMatchObject([{ basis: 'wrap', given: [ETH, '300'], received: [asset(WETH), '300'] }]);
  expect(held).toEqual({ [`${SEED} ${asset(WETH)}`]: '300' });
});

test('where it cannot be told what was got, it stands at the pool by that name: no pool is followed', async () => {
  const two: Step = {
    to: ROUTER,
    moves: [
      [USDT, SEED, POOL, 100n],
      [DAI, POOL, SEED, 50n],
      [STETH, POOL, SEED, 3n],
    ],
  };
  const { crossed, reached, run } = await asked(`${stepTx(0)}:0`, two, others);
  expect([crossed, reached]).toEqual([[], {}]);
  expect(run.notFollowed.map(({ address, reason, amounts }) => [address, reason, amounts.fifo])).toEqual([
    [POOL, 'ambiguous-crossing', { [asset(USDT)]: '100' }],
  ]);
});

test.each<[string, string, Record<string, string>[]]>([
  ['its own', SEED, []],
  ['of whoever sent it', OTHER, [{ [asset(USDT)]: '100' }]],
])(
  'of two that trade with each other the trade is %s: only that is followed as one',
  async (_, from, stopped) => {
    const { crossed, run } = await asked(`${stepTx(0)}:0`, { ...swap, from, fee: 2n }, spent, others);
    expect(crossed).toHaveLength(stopped.length === 0 ? 1 : 0);
    const told = run.notFollowed.filter(({ reason }) => reason === 'ambiguous-crossing');
    expect(told.map(({ amounts }) => amounts.fifo)).toEqual(stopped);
  },
);
