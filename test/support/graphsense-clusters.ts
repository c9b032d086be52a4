// GraphSense's small UTXO world and its reference clusters (shared/data/utxo-clusters), as coin transactions: for the test of
// clusters and for `npm run bench:attribution`. In the reference a CoinJoin is what its input file flags as one.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CoinPart, CoinTransaction } from '../../src/graph/coins/transaction.ts';
import type { Address } from '../../src/model/address.ts';
import { BITCOIN } from '../../src/model/chain.ts';
import { type Place, type ScriptHash, type TxId, wallet } from '../../src/model/place.ts';
import type { TransferId } from '../../src/model/transfer.ts';

const FOLDER = '../shared/data/utxo-clusters';

interface Side {
  /** Several: a bare multisig, which is no address of theirs. */
  readonly address: readonly string[];
  readonly value: number;
}

interface Row {
  readonly txHash: string;
  readonly coinjoin: boolean;
  readonly blockId: number;
  readonly timestamp: number;
  readonly inputs: readonly Side[];
  readonly outputs: readonly Side[];
}

function rows<T>(file: string): T[] {
  const text = readFileSync(join(FOLDER, file), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

function placeOf({ address }: Side): Place {
  const [only, ...others] = address as [string];
  if (others.length === 0) return wallet(BITCOIN, only as Address);
  return { kind: 'script', chain: BITCOIN, scriptHash: address.join('+') as ScriptHash };
}

function transactionOf({ txHash, blockId, timestamp, inputs, outputs }: Row): CoinTransaction {
  const parts = (side: string, list: readonly Side[]): CoinPart[] =>
    list.map((one, n) => ({
      id: `${txHash}/${side}/${n}` as TransferId,
      n,
      place: placeOf(one),
      amount: BigInt(one.value),
    }));
  return {
    chain: BITCOIN,
    txId: txHash as TxId,
    height: blockId,
    time: timestamp,
    inputs: parts('in', inputs),
    outputs: parts('out', outputs),
    outputCount: outputs.length,
  };
}

export function graphSense(coinJoins: 'with' | 'without'): {
  readonly transactions: { readonly all: readonly CoinTransaction[]; readonly flagged: ReadonlySet<TxId> };
  /** Addresses of the reference, and the number of the cluster of each. */
  readonly addresses: readonly string[];
  readonly expected: readonly number[];
} {
  const all = rows<Row>('test_txs.json');
  const file = coinJoins === 'with' ? 'address_cluster_with_coinjoin.json' : 'address_cluster.json';
  const cluster = new Map(
    rows<{ addressId: number; clusterId: number }>(`reference/${file}`).map((row) => [
      row.addressId,
      row.clusterId,
    ]),
  );
  const named = rows<{ addressId: number; address: string }>('reference/addresses.json').filter(
    ({ address }) => address !== 'coinbase',
  );
  return {
    transactions: {
      all: all.map(transactionOf),
      flagged: new Set(all.filter(({ coinjoin }) => coinjoin).map(({ txHash }) => txHash as TxId)),
    },
    addresses: named.map(({ address }) => address),
    expected: named.map(({ addressId }) => cluster.get(addressId) as number),
  };
}
