// A world of exchanges for whole runs: a seed, routers, pools, one named exchange; what a run makes of what happens there.
import { expect } from 'vitest';
import type { RunJson } from '../../src/report/schema.ts';
import { cli } from './cli.ts';
import { type EvmInternal, type EvmTx, explorerWorld } from './explorer-world.ts';
import { written } from './listed.ts';

export const USDT = '0xdac17f958d2ee523a2206206994597c13d831ec7';
export const DAI = '0x6b175474e89094c44da98b954eedeac495271d0f';
export const WETH = '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2';
export const STETH = '0xae7ab96520de3a18e5e111b5eaab095312d7fe84';
/** Aave's claims on USDT and Lido's wrapped stETH, as both publish them. */
export const AUSDT = '0x23878914efe38d27c4d67ab83ed1b93a74d4086a';
export const WSTETH = '0x7f39c581f595b53c5cb19bd0b3f8da6c935e2ca0';
export const ZERO = `0x${'0'.repeat(40)}`;
export const ETH = 'eip155:1/slip44:60';
export const asset = (contract: string): string => `eip155:1/erc20:${contract}`;
export const at = (n: number): string => `0x${n.toString(16).padStart(40, '0')}`;
export const SEED = at(0xb1);
export const ROUTER = at(0xb2);
export const POOL = at(0xb3);
export const POOL2 = at(0xb4);
export const EXCHANGE = at(0xb5);
export const OTHER = at(0xb6);
export const FUNDER = at(0xb7);
export const FAKE = at(0xb8);
export const SOLVER = at(0xb9);

export type Move = readonly [contract: string, from: string, to: string, amount: bigint];
export interface Step {
  readonly from?: string;
  readonly to: string;
  readonly value?: bigint;
  readonly moves?: readonly Move[];
  readonly calls?: readonly (readonly [from: string, to: string, value: bigint])[];
  /** Of the transaction, by who sends it; default nothing. */
  readonly fee?: bigint;
  /** Events beside the movements: contract and topic. */
  readonly says?: readonly (readonly [contract: string, topic: string])[];
}

/** The seed is given 1,000 USDT, 1,000 DAI and 1,000 wei first, then these steps follow, ten minutes apart. */
export function traced(...steps: readonly Step[]) {
  return tracedWith([], steps);
}

export function tracedWith(more: readonly string[], steps: readonly Step[]) {
  return tracedFrom([SEED], more, steps);
}

/** The transaction of the nth step, from 0. */
export const stepTx = (n: number): string => `0x${(n + 3).toString(16).padStart(64, 'd')}`;

export async function tracedFrom(seeds: readonly string[], more: readonly string[], steps: readonly Step[]) {
  const funded: Step[] = [
    { from: FUNDER, to: USDT, moves: [[USDT, FUNDER, SEED, 1_000n]] },
    { from: FUNDER, to: SEED, value: 1_000n },
  ];
  const txs = [...funded, ...steps].map(
    ({ from = SEED, to, value = 0n, moves = [], calls = [], says = [], fee = 0n }, n): EvmTx => {
      const internals = calls.map(
        ([caller, callee, amount], path): EvmInternal => ({
          path: `${path}`,
          from: caller,
          to: callee,
          value: amount,
          type: 'call',
        }),
      );
      return {
        hash: `0x${(n + 1).toString(16).padStart(64, 'd')}`,
        ...{ block: 5_000 + 50 * n, index: 0, time: 1_600_000_000 + 600 * n },
        ...{ from, to, value, gasUsed: fee, gasPrice: fee === 0n ? 0n : 1n, internals },
        tokens: moves.map(([contract, payer, payee, amount], logIndex) => ({
          contract,
          from: payer,
          to: payee,
          amount,
          logIndex,
        })),
        logs: says.map(([contract, topic], at) => ({
          ...{ contract, topics: [topic], data: [] },
          logIndex: moves.length + at,
        })),
      };
    },
  );
  const world = explorerWorld(txs, {
    tip: 9_000,
    tokens: [USDT, DAI, WETH, STETH, FAKE, AUSDT, WSTETH].map((contract) => ({
      contract,
      symbol: 'X',
      name: 'X',
      decimals: 0,
    })),
    contracts: [ROUTER, POOL, POOL2, USDT, DAI, WETH, STETH, FAKE, SOLVER, AUSDT, WSTETH],
    opening: { [FUNDER]: 10n ** 9n },
  });
  const labels = written(
    'labels.csv',
    `chain,address,name,category,source\nethereum,${EXCHANGE},True Exchange,exchange,test\n`,
  );
  const argv = [
    ...seeds,
    '--json',
    '--min-value',
    '0',
    '--no-store',
    '--quiet',
    '--convention',
    'all',
    '--labels',
    labels,
    ...more,
  ];
  const { code, out, err } = await cli(argv, { http: world.http });
  if (out === '') throw new Error(err);
  const run = (JSON.parse(out) as { runs: RunJson[] }).runs[0] as RunJson;
  for (const row of run.statement) expect(row.residual).toBe('0');
  const amounts = (lines: RunJson['endpoints'] | RunJson['held'], rule = 'fifo') =>
    Object.fromEntries(
      lines.flatMap(({ address, amounts: all }) =>
        Object.entries(all[rule] ?? {}).map(([unit, amount]) => [`${address.toLowerCase()} ${unit}`, amount]),
      ),
    );
  const crossed = run.crossings.map(({ basis, given, received, amounts: all, refused }) => ({
    basis,
    given: given && [given.asset, given.amount],
    received: received && [received.asset, received.amount],
    fifo: all.fifo && [all.fifo.given, all.fifo.received],
    refused,
  }));
  return { code, run, crossed, reached: amounts(run.endpoints), held: amounts(run.held), reachedBy: amounts };
}
