// Clusters by common input against GraphSense's reference, pair by pair of addresses.
import { existsSync } from 'node:fs';
import { type ClusterRules, clusters, commonInput, DUST } from '../../../src/graph/coins/clusters.ts';
import type { Address } from '../../../src/model/address.ts';
import { BITCOIN } from '../../../src/model/chain.ts';
import { placeKey, wallet } from '../../../src/model/place.ts';
import { graphSense } from '../../support/graphsense-clusters.ts';
import { type Counted, countedTable, type Measurement } from './measurement.ts';

type Reference = ReturnType<typeof graphSense>;

function counted(
  what: string,
  { transactions, addresses, expected }: Reference,
  rules: ClusterRules,
): Counted {
  const found = clusters(rules);
  for (const transaction of transactions.all) found.add(transaction);
  const first = addresses.map((address) => {
    const [head] = found.of(wallet(BITCOIN, address as Address));
    return head === undefined ? '' : placeKey(head);
  });
  const pairs = addresses.flatMap((_, one) =>
    addresses.slice(one + 1).map((_other, after) => {
      const other = one + 1 + after;
      return {
        areOne: expected[one] === expected[other],
        areFound: first[one] === first[other],
      };
    }),
  );
  const count = (areOne: boolean): number => pairs.filter((pair) => pair.areOne === areOne).length;
  const foundOf = (areOne: boolean): number =>
    pairs.filter((pair) => pair.areOne === areOne && pair.areFound).length;
  return {
    what,
    positives: count(true),
    found: foundOf(true),
    negatives: count(false),
    falselyFound: foundOf(false),
  };
}

export const measureClusters: Measurement = async () => {
  if (!existsSync('../shared/data/utxo-clusters')) return undefined;
  const [without, all] = [graphSense('without'), graphSense('with')];
  const flagged = without.transactions.flagged;
  return countedTable('pairs of addresses', [
    counted('reference with CoinJoins: every transaction joins', all, { dust: DUST, mixes: () => false }),
    counted('reference without CoinJoins: those that its file flags join nothing', without, {
      dust: DUST,
      mixes: ({ txId }) => flagged.has(txId),
    }),
    counted('the same, told by shape: its made-up CoinJoin has no equal outputs', without, commonInput),
  ]);
};
