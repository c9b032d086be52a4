// Who acted in the hops of a path, as far as explorers tell: who sent the transaction, who moved a token on an allowance, who
// gave the payer its first gas. The chain is made up; S is asked about, X is an exchange.
import { describe, expect, test } from 'vitest';
import type { ResultJson } from '../../src/report/schema.ts';
import { address, hash } from '../chains/evm/setup.ts';
import { cli } from '../support/cli.ts';
import { type EvmTx, explorerWorld } from '../support/explorer-world.ts';
import { written } from '../support/listed.ts';

const USDT = '0xdac17f958d2ee523a2206206994597c13d831ec7';
const [S, D, X, G, OTHER] = [address(0x51), address(0xd1), address(0xe1), address(0x91), address(0x71)];
const ETHER = 10n ** 18n;

const word = (digits: string): string => digits.replace(/^0x/, '').padStart(64, '0');
/** `transferFrom(address,address,uint256)`: its selector is in the ABI of ERC-20 (EIP-20). */
const pulls = (from: string, to: string, amount: bigint): string =>
  `0x23b872dd${word(from)}${word(to)}${word(amount.toString(16))}`;

let made = 0;
function tx(block: number, from: string, to: string, more: Partial<EvmTx>): EvmTx {
  made += 1;
  const time = 1_600_000_000 + 12 * block;
  const fee = { gasUsed: 21_000n, gasPrice: 1_000_000_000n };
  return { hash: hash(0xbb000000 + made), block, index: 0, time, from, to, value: 0n, ...fee, ...more };
}
const moves = (from: string, to: string, amount: bigint) => [
  { contract: USDT, from, to, amount, logIndex: 0 },
];

/** G and then somebody else give D gas. D takes 100 USDT out of S, who allowed it, and pays them to X. */
function drained(more: Partial<EvmTx> = {}): EvmTx[] {
  return [
    tx(100, G, D, { value: ETHER }),
    tx(101, OTHER, D, { value: 2n * ETHER }),
    tx(102, OTHER, S, { tokens: moves(OTHER, S, 100n), to: USDT }),
    tx(200, D, USDT, { input: pulls(S, D, 100n), tokens: moves(S, D, 100n), ...more }),
    tx(300, D, USDT, { tokens: moves(D, X, 100n) }),
  ];
}

const labels = written(
  'labels.csv',
  `chain,address,name,category,source\nethereum,${X},X Exchange,exchange,test\nethereum,${G},G Swap,swap,test\n`,
);

async function traced(txs: readonly EvmTx[], ...argv: string[]) {
  const { http } = explorerWorld(txs, {
    tip: 1_000,
    tokens: [{ contract: USDT, symbol: 'USDT', name: 'Tether USD', decimals: 6 }],
  });
  return cli([S, '--labels', labels, '--quiet', '--no-store', ...argv], { http });
}

async function hops(txs: readonly EvmTx[], ...argv: string[]) {
  const { out, err } = await traced(txs, '--json', ...argv);
  expect(err).toBe('');
  const { paths } = JSON.parse(out) as ResultJson;
  return (paths?.find(({ asset }) => asset.endsWith(USDT))?.hops ?? []).map(
    ({ sender, spender, funder }) => ({
      sender: sender?.toLowerCase(),
      spender: spender?.toLowerCase(),
      funder: funder?.address.toLowerCase(),
    }),
  );
}

describe('a hop names', () => {
  test('the sender of its transaction, who used an allowance, and where the payer’s first gas came from', async () => {
    expect(await hops(drained())).toEqual([
      // S sent nothing and never had a coin of the chain.
      { sender: D, spender: D, funder: undefined },
      { sender: D, spender: undefined, funder: G },
    ]);
  });

  test('them also where only the token was asked for', async () => {
    expect(await hops(drained(), '--asset', 'USDT')).toEqual(await hops(drained()));
  });

  test('no spender where the call moved another amount than the one recorded, or none is known', async () => {
    const other = await hops(drained({ input: pulls(S, D, 101n) }));
    expect(other[0]).toEqual({ sender: D, spender: undefined, funder: undefined });
    const inside = await hops(drained({ input: '0x12345678' }));
    expect(inside[0]?.spender).toBeUndefined();
  });

  test('the first gas by the order of the block, and no funder where nobody tells the order', async () => {
    const [first, second, ...rest] = drained() as [EvmTx, EvmTx, ...EvmTx[]];
    const inOneBlock = (index: number): EvmTx[] => [
      { ...first, index },
      { ...second, block: first.block, time: first.time, index: 1 - index },
      ...rest,
    ];
    expect((await hops(inOneBlock(0)))[1]?.funder).toBe(G);
    expect((await hops(inOneBlock(1)))[1]?.funder).toBe(OTHER);

    const listed = async (orders: readonly [string, string]) => {
      const list = written(
        'gas.csv',
        [
          'chain,tx,height,time,order,from,to,asset,amount,decimals',
          `ethereum,a,1,1600000000,${orders[0]},${G},${D},ETH,5,0`,
          `ethereum,b,1,1600000000,${orders[1]},${OTHER},${D},ETH,6,0`,
          `ethereum,c,2,1600003600,0,${S},${D},USD,5,0`,
          `ethereum,d,3,1600007200,0,${D},fee,ETH,1,0`,
          `ethereum,d,3,1600007200,1,${D},${X},USD,5,0\n`,
        ].join('\n'),
      );
      const { out } = await cli([S, '--ledger', list, '--labels', labels, '--quiet', '--json']);
      return (JSON.parse(out) as ResultJson).paths?.[0]?.hops[1];
    };
    expect((await listed(['0', '1']))?.funder?.address.toLowerCase()).toBe(G);
    const unordered = await listed(['', '']);
    expect([unordered?.sender?.toLowerCase(), unordered?.funder]).toEqual([D, undefined]);
  });

  test('nothing at all where the list tells nothing', async () => {
    const list = written(
      'facts.csv',
      `chain,tx,height,time,order,from,to,asset,amount,decimals\nethereum,0x1,1,1600000000,0,${S},${D},USD,5,0\nethereum,0x2,2,1600003600,0,${D},${X},USD,5,0\n`,
    );
    const { out } = await cli([S, '--ledger', list, '--labels', labels, '--quiet', '--json']);
    for (const hop of (JSON.parse(out) as ResultJson).paths?.[0]?.hops ?? [])
      expect(Object.keys(hop).filter((key) => ['sender', 'spender', 'funder'].includes(key))).toEqual([]);
  });
});

test('the report says in words who acted, and not what goes without saying', async () => {
  const { out } = await traced(drained());
  expect(out.toLowerCase()).toContain(`moved by ${D} with transferfrom, on an allowance of the payer`);
  expect(out.toLowerCase()).toContain(`the payer's first gas came from ${G} (g swap), 2020-09-13`);
  expect(out.toLowerCase()).not.toContain(`transaction sent by ${D}`);
});
