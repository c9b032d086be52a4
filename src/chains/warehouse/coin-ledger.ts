// A coin chain in a warehouse as a ledger: who spent a coin, whole transactions, histories made of them. Transfers are made
// where those of an Esplora service are.
import { BITCOIN, chainInfo } from '../../model/chain.ts';
import { KnownError } from '../../model/errors.ts';
import type { Ledger, Page, Scope } from '../../model/ledger.ts';
import type { JunctionPlace, OwnerPlace, TxId } from '../../model/place.ts';
import type { CoinId, Transfer } from '../../model/transfer.ts';
import type { Value } from '../../store/database.ts';
import { parseBitcoinAddress } from '../bitcoin/address.ts';
import { displayPlace } from '../bitcoin/context.ts';
import { BTC, transfersOfTx } from '../bitcoin/transfers-of-tx.ts';
import { esploraOf, type StoredCoins } from './coins.ts';
import { coverageGaps } from './coverage-gaps.ts';
import { blocksIn, stackOf } from './heads.ts';
import type { NumberedChain, Warehouse } from './open.ts';
import { ownerText } from './stored-owner.ts';
import { readText, storedText } from './stored-text.ts';

interface Told {
  readonly wallet: number;
  readonly height: number;
  readonly transfers: readonly Transfer[];
}

const COLUMNS = 'leg.wallet, tx.name, tx.height, block.time, coins.body';
const WHOLE =
  'JOIN coins ON coins.tx = tx.id JOIN block ON block.chain = tx.chain AND block.height = tx.height';
/** Histories of so many transactions are told at once. */
const PAGE = 5_000;

export function coinLedger(warehouse: Warehouse, stored: NumberedChain): Ledger {
  const { database, file } = warehouse;
  const { chain, number } = stored;
  const stack = stackOf(`file: ${file}`, stored, blocksIn(database, stored));
  const findWallet = database.prepare('SELECT id FROM wallet WHERE address = ? AND chain = ?');
  const count = database.prepare(
    'SELECT count(*) AS n FROM (SELECT 1 FROM leg WHERE wallet = ? AND height <= ? LIMIT ?)',
  );
  const history = database.prepare(
    `SELECT ${COLUMNS} FROM leg JOIN tx ON tx.id = leg.tx ${WHOLE} WHERE leg.wallet = ? AND leg.height > ? AND leg.height <= ?
     ORDER BY leg.height, leg.tx`,
  );
  const named = 'substr(tx.name, -7) = substr(?1, -7) AND tx.name = ?1 AND tx.chain = ?2';
  const transaction = database.prepare(
    `SELECT 0, tx.name, tx.height, block.time, coins.body FROM tx ${WHOLE} WHERE ${named} ORDER BY tx.height`,
  );
  const spender = database.prepare(
    `SELECT 0, tx.name, tx.height, block.time, coins.body FROM tx AS made JOIN spend ON spend.tx = made.id AND spend.vout = ?3
     JOIN tx ON tx.id = spend.spender ${WHOLE} WHERE ${named.replaceAll('tx.', 'made.')} ORDER BY tx.height`,
  );

  function told([wallet, name, height, time, body]: readonly Value[]): Told {
    const at = { height: height as number, time: time as number };
    const tx = esploraOf(readText(chain, name), JSON.parse(body as string) as StoredCoins, at);
    return { wallet: wallet as number, height: at.height, transfers: transfersOfTx(tx) };
  }

  function* pagesOf(subject: OwnerPlace, { asOf, hubLimit, signal }: Scope): Generator<Page> {
    signal.throwIfAborted();
    const gaps = coverageGaps(stored, asOf.height)(subject);
    const wallet = findWallet.all(storedText(chain, ownerText(subject)), number)[0]?.id as number | undefined;
    const empty: Page = { subject, transfers: [], pending: [], gaps };
    if (wallet === undefined) {
      yield empty;
      return;
    }
    const most = Number.isFinite(hubLimit) ? hubLimit + 1 : -1;
    if (Number(count.all(wallet, asOf.height, most)[0]?.n) > hubLimit) {
      yield { ...empty, gaps: [], hub: true };
      return;
    }
    let transfers: Transfer[] = [];
    let transactions = 0;
    for (const row of history.tuples(wallet, -1, asOf.height)) {
      for (const transfer of told(row).transfers) transfers.push(transfer);
      transactions += 1;
      if (transactions % PAGE !== 0) continue;
      yield { ...empty, transfers, gaps: [] };
      transfers = [];
    }
    const pending = [...history.tuples(wallet, asOf.height, Number.MAX_SAFE_INTEGER)].flatMap(
      (row) => told(row).transfers,
    );
    yield { ...empty, transfers, pending };
  }

  function spendOf(coin: CoinId, { asOf }: Scope): Page {
    const colon = coin.lastIndexOf(':');
    const txId = coin.slice(0, colon) as TxId;
    const name = storedText(chain, txId);
    const [spent] = [...spender.tuples(name, number, Number(coin.slice(colon + 1)))].map(told);
    const empty: Page = { subject: coin, transfers: [], pending: [], gaps: [] };
    if (spent !== undefined)
      return spent.height <= asOf.height
        ? { ...empty, transfers: spent.transfers }
        : { ...empty, pending: spent.transfers };
    const junction: JunctionPlace = { kind: 'junction', chain, txId };
    const [made] = [...transaction.tuples(name, number)].map(told);
    if (made === undefined) {
      const why = `Whether the coin ${coin} was spent cannot be said: its transaction is not in the warehouse.`;
      return { ...empty, gaps: [{ code: 'source-failed', chain, place: junction, why }] };
    }
    // Unspent, as far as the warehouse has every block since.
    return { ...empty, gaps: coverageGaps(stored, asOf.height, made.height)(junction) };
  }

  return {
    chain,
    kind: 'coin',
    finality: 0,
    services: [`warehouse ${file}`],
    parseAddress: parseBitcoinAddress,
    display: displayPlace,
    assetInfo: (asset) => (asset === BTC ? chainInfo(BITCOIN)?.native : undefined),
    head: async (want, signal) => {
      signal.throwIfAborted();
      return stack.head(want);
    },
    isCanonical: async (asked) => (await stack.head({ height: asked.height })).hash === asked.hash,
    async *transfersOf(places, scope) {
      for (const place of places) yield* pagesOf(place, scope);
    },
    async *spendsOf(coins, scope) {
      for (const coin of coins) yield spendOf(coin, scope);
    },
    async transfersIn(tx, { asOf }) {
      const found = [...transaction.tuples(storedText(chain, tx.toLowerCase()), number)].map(told);
      const settled = found.find(({ height }) => height <= asOf.height);
      if (settled !== undefined) return settled.transfers;
      throw new KnownError(
        'transaction-unknown',
        `No transaction ${tx} is in ${file} up to block ${asOf.height}.`,
        {
          hint: 'Check the id, and what the warehouse covers: trace warehouse status.',
        },
      );
    },
    describe: async () => ({ balances: [] }),
  };
}
