// Clusters of a made-up chain, transaction by transaction: near linear, so that ten times as many take about ten times as long.
// Half of the transactions spend from two addresses, some from a hundred; one chain of reasons is asked for as well.
import { clusters } from '../../src/graph/coins/clusters.ts';
import type { CoinTransaction } from '../../src/graph/coins/transaction.ts';
import type { Address } from '../../src/model/address.ts';
import { BITCOIN } from '../../src/model/chain.ts';
import { type TxId, wallet } from '../../src/model/place.ts';
import type { TransferId } from '../../src/model/transfer.ts';
import { line } from './timed.ts';

function world(transactions: number): CoinTransaction[] {
  let state = 1;
  const random = (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    // Not by its remainder: the low bits of such a sequence repeat.
    return Math.floor((state / 2_147_483_648) * below);
  };
  const places = Array.from({ length: transactions }, (_, n) => wallet(BITCOIN, `a${n}` as Address));
  return Array.from({ length: transactions }, (_, n) => {
    const inputs = n % 1000 === 0 ? 100 : 1 + (n % 2);
    return {
      chain: BITCOIN,
      txId: `t${n}` as TxId,
      height: 100_000 + n,
      time: n,
      inputs: Array.from({ length: inputs }, (_, nth) => ({
        id: `t${n}/in/${nth}` as TransferId,
        n: nth,
        place: places[random(transactions)] as (typeof places)[number],
        amount: 10_000n,
      })),
      outputs: [],
      outputCount: 2,
    };
  });
}

export function benchClusters(): void {
  for (const count of [20_000, 200_000]) {
    const all = world(count);
    const start = performance.now();
    const found = clusters();
    for (const transaction of all) found.add(transaction);
    const ms = performance.now() - start;
    const sets = found.all();
    const largest = sets.reduce((most, { length }) => Math.max(most, length), 0);
    const members = sets.find(({ length }) => length === largest) ?? [];
    const asking = performance.now();
    const steps = found.why(members[0] as never, members.at(-1) as never)?.length ?? 0;
    const asked = performance.now() - asking;
    line(
      `clusters of ${count} transactions`,
      `${ms.toFixed(0)} ms, ${((ms * 1000) / count).toFixed(1)} µs each; ${sets.length} clusters, the largest ${largest}; a chain of ${steps} transactions in ${asked.toFixed(0)} ms`,
    );
  }
}
