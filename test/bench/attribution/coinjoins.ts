// CoinJoin shapes against real transactions whose nature is published, and against whole blocks from before such software.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { esploraTx } from '../../../src/chains/bitcoin/esplora-shapes.ts';
import { transfersOfTx } from '../../../src/chains/bitcoin/transfers-of-tx.ts';
import { coinJoinOf } from '../../../src/graph/coins/coinjoin.ts';
import { type CoinTransaction, coinTransaction } from '../../../src/graph/coins/transaction.ts';
import { fromFlat } from '../../support/esplora-world.ts';
import { countedTable, type Measurement } from './measurement.ts';

const CONTROLS = '../shared/data/coinjoin';
const BLOCKS = '../shared/data/btc-esplora';
/** A block at which all of the rules apply. */
const ALL_RULES = 745_000;

function read(file: string): CoinTransaction[] {
  const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const flat = [json].flat() as Parameters<typeof fromFlat>[0];
  const rows = file.endsWith('whirlpool_pair.json') ? fromFlat(flat) : flat;
  return rows.flatMap((row) => coinTransaction(transfersOfTx(esploraTx.parse(row))) ?? []);
}

const isFound = (transaction: CoinTransaction): boolean => coinJoinOf(transaction) !== undefined;

export const measureCoinJoins: Measurement = async () => {
  if (!existsSync(CONTROLS) || !existsSync(BLOCKS)) return undefined;
  const files = readdirSync(CONTROLS).filter((name) => !name.startsWith('satoshi-genesis'));
  const controls = new Map(
    files.flatMap((name) =>
      read(`${CONTROLS}/${name}`).map((one) => [one.txId, { one, isCoinJoin: name.includes('coinjoin') }]),
    ),
  );
  // The pair of a round and its Tx0: the round is there under its own name too.
  const pair = read(`${CONTROLS}/whirlpool_pair.json`);
  const positives = [...controls.values()].filter(
    ({ one, isCoinJoin }) => isCoinJoin || pair[0]?.txId === one.txId,
  );
  const negatives = [...controls.values()].filter((control) => !positives.includes(control));
  const old = readdirSync(BLOCKS).flatMap((name) => read(`${BLOCKS}/${name}`));
  const page = read(`${CONTROLS}/satoshi-genesis-txs.json`);
  const dated = (height: number): CoinTransaction[] => old.map((one) => ({ ...one, height }));
  return [
    ...countedTable('transactions', [
      {
        what: 'controls: a round each of Whirlpool, Wasabi 2 and JoinMarket; payments, a Tx0, a batch of 143, dust, multisig, taproot',
        positives: positives.length,
        found: positives.filter(({ one }) => isFound(one)).length,
        negatives: negatives.length,
        falselyFound: negatives.filter(({ one }) => isFound(one)).length,
      },
      {
        what: 'blocks 1 to 255, 277,647 and 300,025, from before all four kinds',
        positives: 0,
        found: 0,
        negatives: old.length,
        falselyFound: old.filter(isFound).length,
      },
      {
        what: 'the same blocks, if the rules were not dated',
        positives: 0,
        found: 0,
        negatives: old.length,
        falselyFound: dated(ALL_RULES).filter(isFound).length,
      },
    ]),
    '',
    `Of ${page.length} payments to one address in blocks 938,710 to 938,743, whose nature nobody has published, ${page.filter(isFound).length} are taken for a CoinJoin.`,
  ];
};
