// What changes asset in one transaction on Tron: wraps of TRX, whose token tells no transfer, and a swap through a router that
// unwraps. Worlds and figures by hand.
import { expect, test } from 'vitest';
import type { RunJson } from '../../src/report/schema.ts';
import { cli } from '../support/cli.ts';
import { written } from '../support/listed.ts';
import { transferData, tronAddress } from '../support/trongrid-bytes.ts';
import { type TronTx, tronWorld } from '../support/trongrid-world.ts';

const USDT = 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t';
const WTRX = 'TNUC9Qb1rRpS5CbWLmNMxXBjyFoydXjWFR';
const CHAIN = 'tron:0x2b6653dc';
const TRX = `${CHAIN}/slip44:195`;
const [seed, other, pool, router, bank, exchange] = [
  'seed',
  'other',
  'pool',
  'router',
  'bank',
  'exchange',
].map(tronAddress) as [string, string, string, string, string, string];
const START = 50_000_400;

const sends = (block: number, from: string, to: string, amount: bigint): TronTx => ({
  ...{ block: START + block, from },
  act: { type: 'TransferContract', to, amount },
});
const calls = (
  block: number,
  from: string,
  contract: string,
  more: Partial<TronTx> & { sun?: bigint },
): TronTx => {
  const { sun, ...rest } = more;
  return {
    ...{ block: START + block, from },
    act: { type: 'TriggerSmartContract', contract, ...(sun === undefined ? {} : { sun }) },
    ...rest,
  };
};
const pays = (block: number, contract: string, from: string, to: string, amount: bigint): TronTx => ({
  ...{ block: START + block, from },
  act: { type: 'TriggerSmartContract', contract, data: transferData(to, amount) },
  events: [{ contract, from, to, amount }],
});

async function traced(steps: readonly TronTx[]) {
  const world = tronWorld(steps, {
    tip: START + 9_000,
    tokens: [
      { contract: USDT, symbol: 'USDT', decimals: 6 },
      { contract: WTRX, symbol: 'WTRX', decimals: 6 },
    ],
    contracts: [USDT, WTRX, pool, router],
    opening: { [bank]: 10n ** 12n, [other]: 0n },
  });
  const labels = written(
    'labels.csv',
    `chain,address,name,category,source\ntron,${exchange},True Exchange,exchange,test\n`,
  );
  const argv = [seed, '--json', '--min-value', '0', '--no-store', '--quiet', '--convention', 'fifo'];
  const { out, err } = await cli([...argv, '--labels', labels], { http: world.http });
  if (out === '') throw new Error(err);
  const run = (JSON.parse(out) as { runs: RunJson[] }).runs[0] as RunJson;
  return {
    crossed: run.crossings.map(({ basis, given, received }) => [
      basis,
      [given?.asset, given?.amount],
      [received?.asset, received?.amount],
    ]),
    reached: run.endpoints.map(({ address, amounts }) => [address, amounts.fifo]),
    // Of the made-up chain’s balances of WTRX nothing is known.
    gaps: run.gaps.filter(({ code, asset }) => !(code === 'reconciliation' && asset?.endsWith(WTRX))),
  };
}

test('TRX is wrapped, paid as the token and unwrapped again, though no event tells of its making', async () => {
  const { crossed, reached, gaps } = await traced([
    sends(0, bank, seed, 1_000n),
    calls(100, seed, WTRX, { sun: 300n }),
    pays(200, WTRX, seed, other, 300n),
    calls(300, other, WTRX, { calls: [{ from: WTRX, to: other, sun: 300n }] }),
    sends(400, other, exchange, 280n),
  ]);
  const wrapped = `${CHAIN}/trc20:${WTRX}`;
  expect(crossed).toEqual([
    ['wrap', [TRX, '300'], [wrapped, '300']],
    ['wrap', [wrapped, '300'], [TRX, '300']],
  ]);
  expect(reached).toEqual([[exchange, { [TRX]: '280' }]]);
  expect(gaps).toEqual([]);
});

test('a swap for TRX through a router that unwraps is followed from the wallet’s net', async () => {
  const { crossed, reached, gaps } = await traced([
    sends(0, bank, seed, 1_000n),
    pays(50, USDT, bank, seed, 100n),
    calls(100, seed, router, {
      events: [
        { contract: USDT, from: seed, to: pool, amount: 100n },
        { contract: WTRX, from: pool, to: router, amount: 700n },
      ],
      calls: [
        { from: WTRX, to: router, sun: 700n },
        { from: router, to: seed, sun: 700n },
      ],
    }),
    sends(400, seed, exchange, 1_500n),
  ]);
  expect(crossed).toEqual([['swap', [`${CHAIN}/trc20:${USDT}`, '100'], [TRX, '700']]]);
  expect(reached).toEqual([[exchange, { [TRX]: '1500' }]]);
  expect(gaps).toEqual([]);
});
