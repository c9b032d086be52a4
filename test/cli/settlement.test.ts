// What happens inside one transaction at contracts nobody explored: value goes on as it was given, and only there is asked.
import { describe, expect, test } from 'vitest';
import type { Http, Request } from '../../src/model/http.ts';
import type { RunJson } from '../../src/report/schema.ts';
import { counting } from '../support/asked-again.ts';
import { cli } from '../support/cli.ts';
import { type EvmTx, explorerWorld } from '../support/explorer-world.ts';
import { written } from '../support/listed.ts';

const USDT = '0xdac17f958d2ee523a2206206994597c13d831ec7';
const ASSET = `eip155:1/erc20:${USDT}`;
const ETH = 'eip155:1/slip44:60';
const at = (n: number): string => `0x${n.toString(16).padStart(40, '0')}`;
const [SEED, MULE, ROUTER, EXCHANGE, OTHER, CROWD] = [1, 2, 3, 4, 5, 6].map((n) => at(0xa0000 + n)) as [
  string,
  string,
  string,
  string,
  string,
  string,
];

let made = 0;
function tx(more: Partial<EvmTx>): EvmTx {
  made += 1;
  return {
    hash: `0x${made.toString(16).padStart(64, 'c')}`,
    ...{ block: 1_000 + 10 * made, index: 0, time: 1_600_000_000 + 120 * made },
    ...{ from: SEED, to: MULE, value: 0n, gasUsed: 0n, gasPrice: 0n },
    ...more,
  };
}
const moves = (...rows: readonly [string, string, bigint][]) =>
  rows.map(([from, to, amount], logIndex) => ({ contract: USDT, from, to, amount, logIndex }));

/**
 * The seed pays the mule 100 USDT, who pays 90 of them through a router: 60 to the exchange and 30 to another wallet, in
 * one transaction. The router has 500 USDT of a crowd, of which it paid 400 to the exchange before. Nobody but the mule
 * knows of the mule's transaction: neither the exchange nor the other wallet is ever explored before it is asked for.
 */
const world = explorerWorld(
  [
    tx({ from: CROWD, to: USDT, tokens: moves([CROWD, SEED, 100n]) }),
    tx({ from: CROWD, to: USDT, tokens: moves([CROWD, ROUTER, 900n]) }),
    tx({ from: CROWD, to: ROUTER, tokens: moves([ROUTER, EXCHANGE, 400n]) }),
    tx({ to: USDT, tokens: moves([SEED, MULE, 100n]) }),
    tx({
      from: MULE,
      to: ROUTER,
      tokens: moves([MULE, ROUTER, 90n], [ROUTER, EXCHANGE, 60n], [ROUTER, OTHER, 30n]),
    }),
    tx({ from: CROWD, to: ROUTER, tokens: moves([ROUTER, EXCHANGE, 100n]) }),
    // Ether through the same router: an internal call passes it on.
    tx({ from: CROWD, to: SEED, value: 50n }),
    tx({ to: MULE, value: 50n }),
    tx({
      from: MULE,
      to: ROUTER,
      value: 50n,
      internals: [
        { path: '0', from: ROUTER, to: EXCHANGE, value: 20n, type: 'call' },
        { path: '1', from: ROUTER, to: OTHER, value: 30n, type: 'call' },
      ],
    }),
  ],
  {
    tip: 3_000,
    tokens: [{ contract: USDT, symbol: 'USDT', name: 'USDT', decimals: 6 }],
    contracts: [USDT, ROUTER],
    opening: { [CROWD]: 1_000n },
  },
);
const labels = written(
  'labels.csv',
  `chain,address,name,category,source\nethereum,${EXCHANGE},True Exchange,exchange,test\n`,
);

async function traced(http: Http, ...more: readonly string[]) {
  const asked: Request[] = [];
  const argv = [SEED, '--json', '--min-value', '0', '--no-store', '--quiet', '--labels', labels, ...more];
  const { code, out } = await cli([...argv, '--convention', 'all'], {
    http: async (request) => {
      asked.push(request);
      return http(request);
    },
  });
  return { code, run: (JSON.parse(out) as { runs: RunJson[] }).runs[0] as RunJson, asked };
}

const amountAt = (
  lines: RunJson['held'] | RunJson['endpoints'],
  address: string,
  asset: string,
  rule: string,
) => lines.find((line) => line.address.toLowerCase() === address)?.amounts[rule]?.[asset];
const about = (word: string) => (request: Request) => request.body?.includes(word) === true;

describe('value that goes through a contract inside one transaction', () => {
  test('is passed on as it was given, under every convention, without the contract’s history', async () => {
    const { code, run, asked } = await traced(world.http);
    expect([code, run.gaps]).toEqual([0, []]);
    for (const rule of ['fifo', 'lifo', 'haircut', 'pifo', 'libr', 'tiho']) {
      expect(amountAt(run.endpoints, EXCHANGE, ASSET, rule)).toBe('60');
      expect(amountAt(run.held, OTHER, ASSET, rule)).toBe('30');
      expect(amountAt(run.held, MULE, ASSET, rule)).toBe('10');
      expect(amountAt(run.endpoints, EXCHANGE, ETH, rule)).toBe('20');
      expect(amountAt(run.held, OTHER, ETH, rule)).toBe('30');
    }
    const histories = asked.flatMap(({ query }) => (query?.action === 'txlist' ? [query.address] : []));
    expect(histories.sort()).toEqual([SEED, MULE, OTHER].sort());
  });

  test('is asked for once for each such transaction, and for no payment between accounts', async () => {
    const { http, again } = counting(world.http);
    const { asked } = await traced(http);
    expect(again()).toEqual([]);
    const receipts = asked.filter(about('eth_getTransactionReceipt')).map(({ body }) => body);
    expect(receipts).toHaveLength(2);
    expect(new Set(receipts).size).toBe(2);
    // Who is a stop or was never paid by the seed's money is nobody's business.
    for (const stranger of [EXCHANGE, CROWD])
      expect(asked.filter(about('eth_getCode')).filter(about(stranger))).toEqual([]);
  });

  test('is a gap where it cannot be had, and the money is then said to be at the contract', async () => {
    const { code, run } = await traced(
      async (request) =>
        about('eth_getTransactionReceipt')(request)
          ? { status: 502, headers: {}, body: '' }
          : world.http(request),
      '--max-wallets',
      '1',
    );
    expect(code).toBe(3);
    expect(run.gaps.map(({ code: one, why }) => `${one} ${why}`)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^source-failed What happened inside transaction 0x.*again/),
      ]),
    );
    const stands = run.notFollowed.find(({ address }) => address.toLowerCase() === ROUTER);
    expect(stands?.amounts.fifo?.[ASSET]).toBe('90');
  });

  test('is no further away than the contract: hops count wallets', async () => {
    const { run } = await traced(world.http, '--hops', '2');
    expect(amountAt(run.endpoints, EXCHANGE, ASSET, 'fifo')).toBe('60');
  });
});
