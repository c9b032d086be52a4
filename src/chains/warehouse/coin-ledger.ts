// A coin chain in a warehouse as a ledger: who spent a coin, whole transactions, histories made of them. Transfers are made
// where those of an Esplora service are.
import type { Ledger, Page, Scope } from '../../model/ledger.ts';
import { type CoinId, partsOfCoin, type Transfer } from '../../model/transfer.ts';
import type { Value } from '../../store/database.ts';
import { transfersOfTx } from '../bitcoin/transfers-of-tx.ts';
import { coinChain, settledTransaction, spendPage } from './coin-answers.ts';
import { esploraOf, type StoredCoins } from './coins.ts';
import { coverageGaps } from './coverage-gaps.ts';
import { blocksIn, stackOf } from './heads.ts';
import { histories, wholeHeights } from './histories.ts';
import type { NumberedChain, Warehouse } from './open.ts';
import { type PageSource, pagesOf, WALLETS } from './pages.ts';
import { readText, storedText } from './stored-text.ts';

interface Told {
  readonly wallet: number;
  readonly height: number;
  readonly transfers: readonly Transfer[];
}

const COLUMNS = 'leg.wallet, tx.name, tx.height, block.time, coins.body';
const WHOLE =
  'JOIN coins ON coins.tx = tx.id JOIN block ON block.chain = tx.chain AND block.height = tx.height';
/** Transactions of one page: each may have thousands of outputs. */
const PAGE = 5_000;

export function coinLedger(warehouse: Warehouse, stored: NumberedChain): Ledger {
  const { database, file } = warehouse;
  const { chain, number } = stored;
  const stack = stackOf(`file: ${file}`, stored, blocksIn(database, stored));
  const read = histories(database, chain, number);
  const many = database.prepare(
    `SELECT ${COLUMNS} FROM json_each(?1) AS asked CROSS JOIN leg ON leg.wallet = asked.value AND leg.height > ?2 AND leg.height <= ?3
     JOIN tx ON tx.id = leg.tx ${WHOLE}`,
  );
  const part = database.prepare(
    `SELECT ${COLUMNS} FROM leg JOIN tx ON tx.id = leg.tx ${WHOLE} WHERE leg.wallet = ? AND leg.height > ? AND leg.height <= ?
     ORDER BY leg.height, leg.tx LIMIT ?`,
  );
  const named = 'substr(tx.name, -7) = substr(?1, -7) AND tx.name = ?1 AND tx.chain = ?2';
  const transaction = database.prepare(
    `SELECT 0, tx.name, tx.height, block.time, coins.body FROM tx ${WHOLE} WHERE ${named} ORDER BY tx.height`,
  );
  /** Coins as JSON: id in hex and number of each. */
  const asked = `FROM json_each(?1) AS asked CROSS JOIN tx AS made ON substr(made.name, -7) = substr(unhex(asked.value ->> 0), -7)
     AND made.name = unhex(asked.value ->> 0) AND made.chain = ?2`;
  const spenders = database.prepare(
    `SELECT asked.key, tx.name, tx.height, block.time, coins.body ${asked}
     CROSS JOIN spend ON spend.tx = made.id AND spend.vout = asked.value ->> 1
     CROSS JOIN tx ON tx.id = spend.spender ${WHOLE} ORDER BY asked.key, tx.height`,
  );
  const makers = database.prepare(
    `SELECT asked.key, max(made.height) ${asked} WHERE EXISTS (SELECT 1 FROM coins WHERE coins.tx = made.id) GROUP BY asked.key`,
  );
  const source: PageSource<Told> = {
    page: PAGE,
    numbersOf: read.numbersOf,
    counts: read.counts,
    // One asset is all there is.
    narrowed: () => undefined,
    ofWallets: (wallets, above, upTo) => [...many.tuples(JSON.stringify(wallets), above, upTo)].map(told),
    partOf: (wallet, above, upTo, most) =>
      wholeHeights(
        most,
        (limit) => part.tuples(wallet, above, upTo, limit),
        ([, , height]) => height as number,
      ).map(told),
    walletOf: ({ wallet }) => wallet,
    heightOf: ({ height }) => height,
    told: (lists) => lists.map((own) => own.flatMap(({ transfers }) => transfers)),
    pending: (rows) => rows.flatMap(({ transfers }) => transfers),
  };

  function told([wallet, name, height, time, body]: readonly Value[]): Told {
    const at = { height: height as number, time: time as number };
    const tx = esploraOf(readText(chain, name), JSON.parse(body as string) as StoredCoins, at);
    return { wallet: wallet as number, height: at.height, transfers: transfersOfTx(tx) };
  }

  function* spends(coins: readonly CoinId[], { asOf }: Scope): Generator<Page> {
    const list = JSON.stringify(coins.map(partsOfCoin).map(({ txId, vout }) => [txId, vout]));
    const spent = new Map<number, Told>();
    for (const row of spenders.tuples(list, number)) {
      const at = row[0] as number;
      if (!spent.has(at)) spent.set(at, told(row));
    }
    const made = new Map([...makers.tuples(list, number)] as [number, number][]);
    for (const [at, coin] of coins.entries())
      yield spendPage(coin, spent.get(at), made.get(at), stored, asOf);
  }

  return {
    ...coinChain(chain, file, stack),
    async *transfersOf(places, scope) {
      const gapsOf = coverageGaps(stored, scope.asOf.height);
      for (let from = 0; from < places.length; from += WALLETS)
        yield* pagesOf(source, gapsOf, places.slice(from, from + WALLETS), scope);
    },
    async *spendsOf(coins, scope) {
      for (let from = 0; from < coins.length; from += WALLETS) {
        scope.signal.throwIfAborted();
        yield* spends(coins.slice(from, from + WALLETS), scope);
      }
    },
    async transfersIn(tx, { asOf }) {
      const found = [...transaction.tuples(storedText(chain, tx.toLowerCase()), number)].map(told);
      return settledTransaction(found, tx, file, asOf);
    },
  };
}
