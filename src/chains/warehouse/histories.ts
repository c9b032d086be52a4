// Reads movements out of a warehouse: histories of many wallets in one query, whole transactions, how many a wallet has.
// Knows the tables; knows nothing of pages, gaps and limits (ledger.ts).
import type { Address } from '../../model/address.ts';
import { type AssetId, assetId } from '../../model/asset.ts';
import { type ChainId, chainInfo } from '../../model/chain.ts';
import type { OwnerPlace, Place, TxId } from '../../model/place.ts';
import type { Database } from '../../store/database.ts';
import { type OwnerNames, ownerNames } from './owner-names.ts';
import { hexOf, type PackedValue, packedQuery, packedText, textOrHexOf } from './packed-rows.ts';
import { readAmount } from './stored-amount.ts';
import { FEE, sinkPlace } from './stored-place.ts';
import { storedText } from './stored-text.ts';
import type { StoredMove } from './transfers.ts';

export interface Histories {
  readonly numbersOf: OwnerNames['numbersOf'];
  /** How many movements each of these wallets has between two heights, counted no further than `most`. */
  counts(wallets: readonly number[], above: number, upTo: number, most: number): ReadonlyMap<number, number>;
  /** What the next two take as `only`, so that they leave out what these assets have no part in (Ledger.narrows). */
  narrowed(wants: (asset: AssetId) => boolean): Only;
  /** All movements of these wallets, by wallet and chain order; of one with others in its transaction only its own. */
  ofWallets(wallets: readonly number[], above: number, upTo: number, only?: Only): Iterable<Found>;
  /** The first `most` movements of one wallet above a height, and all others of the last height among them. */
  partOf(wallet: number, above: number, upTo: number, most: number, only?: Only): readonly Found[];
  /** All movements of these transactions, those of one together, by slot. */
  ofTransactions(txs: readonly number[]): Iterable<Found>;
  transactionNamed(tx: TxId): readonly { readonly number: number; readonly height: number }[];
  hasAddress(address: Address): boolean;
  /** Of a number that stands in the warehouse. */
  ownerOf(number: number): OwnerPlace;
}

export interface Found {
  readonly wallet: number;
  readonly tx: number;
  /** How many movements its transaction has. */
  readonly legs: number;
  readonly move: StoredMove;
}

/** Numbers of assets as JSON, and whom a movement pays that is no reason to tell its transaction. */
export type Only = readonly [assets: string, passedOver: number];

/** Whole transactions asked for at once: one may have thousands of movements. */
const ASKED = 1_000;

const COLUMNS = [
  ...['wallet', 'height', 'tx', 'slot', 'dir', 'peer', 'asset', 'ord', 'late'].map((name) => `leg.${name}`),
  ...[hexOf('leg.amount'), 'tx.place', 'tx.legs', textOrHexOf('tx.name'), 'block.time'],
];
const JOINS = 'JOIN tx ON tx.id = leg.tx JOIN block ON block.chain = tx.chain AND block.height = leg.height';
/** ?5: numbers of assets, as JSON; ?6: whose share in a transaction says nothing. */
const ONLY = `(leg.asset IN (SELECT value FROM json_each(?5)) OR tx.legs > 1 AND EXISTS (
  SELECT 1 FROM (SELECT tx.wallet AS wallet UNION SELECT wallet FROM mate WHERE mate.tx = tx.id) AS payer
  JOIN leg AS other ON other.wallet = payer.wallet AND other.height = tx.height AND other.tx = tx.id
  WHERE other.peer <> ?6 AND other.asset IN (SELECT value FROM json_each(?5))))`;

export function histories(database: Database, chain: ChainId, chainNumber: number): Histories {
  const names = ownerNames(database, chain, chainNumber);
  const findWallet = database.prepare('SELECT 1 FROM wallet WHERE address = ? AND chain = ?');
  const findAsset = database.prepare('SELECT name FROM asset WHERE id = ?');
  const findAssets = database.prepare('SELECT id, name FROM asset WHERE chain = ?');
  const findTx = database.prepare(
    'SELECT id, height FROM tx WHERE substr(name, -7) = substr(?1, -7) AND name = ?1 AND chain = ?2',
  );
  const count = packedQuery(
    database,
    [
      'value',
      '(SELECT count(*) FROM (SELECT 1 FROM leg WHERE wallet = value AND height > ?2 AND height <= ?3 LIMIT ?4))',
    ],
    'FROM json_each(?1)',
  );
  // CROSS JOIN: SQLite keeps this order, and would else read the transactions first.
  const manySql = `FROM json_each(?1) AS asked CROSS JOIN leg ON leg.wallet = asked.value AND leg.height > ?2 AND leg.height <= ?3 ${JOINS}`;
  const partSql = (where: string): string =>
    `FROM leg ${JOINS} WHERE leg.wallet = ?1 AND leg.height > ?2 AND leg.height <= ?3 AND ${where}
     ORDER BY leg.height, leg.tx, leg.slot, leg.dir LIMIT ?4`;
  const many = packedQuery(database, COLUMNS, manySql);
  const manyOf = packedQuery(database, COLUMNS, `${manySql} WHERE ?4 IS NULL AND ${ONLY}`);
  const part = packedQuery(database, COLUMNS, partSql('true'));
  const partOnly = packedQuery(database, COLUMNS, partSql(ONLY));
  const whole = packedQuery(
    database,
    COLUMNS,
    `FROM (
       SELECT value AS tx, tx.wallet AS wallet FROM json_each(?1) JOIN tx ON tx.id = value
       UNION SELECT mate.tx, mate.wallet FROM json_each(?1) JOIN mate ON mate.tx = value
     ) AS payer
     CROSS JOIN tx ON tx.id = payer.tx
     CROSS JOIN leg ON leg.wallet = payer.wallet AND leg.height = tx.height AND leg.tx = tx.id
     JOIN block ON block.chain = tx.chain AND block.height = leg.height
     WHERE leg.dir = 0 OR leg.peer < 0 ORDER BY leg.height, leg.tx, leg.slot`,
  );
  const assets = new Map<number, AssetId>();
  const narrowings = new WeakMap<(asset: AssetId) => boolean, Only>();

  function asset(number: number): AssetId {
    const known = assets.get(number) ?? assetId(findAsset.all(number)[0]?.name as string);
    assets.set(number, known);
    return known;
  }

  function found(row: readonly PackedValue[]): Found {
    const [wallet, height, tx, slot, dir, peer, ofAsset, ord, late, amount, place, legs, name, time] =
      row as readonly number[];
    const own = names.owner(wallet as number);
    const other: Place =
      (peer as number) < 0 ? sinkPlace(chain, peer as number) : names.owner(peer as number);
    return {
      wallet: wallet as number,
      tx: tx as number,
      legs: legs as number,
      move: {
        txId: packedText(chain, name) as TxId,
        height: height as number,
        time: (time as number) + (late as number),
        place: place ?? undefined,
        slot: slot as number,
        order: ord ?? undefined,
        from: dir === 0 ? own : other,
        to: dir === 0 ? other : own,
        asset: asset(ofAsset as number),
        amount: readAmount(amount as unknown as string),
      },
    };
  }

  function each(rows: readonly (readonly PackedValue[])[]): Found[] {
    names.learn(rows.flatMap(([wallet, , , , , peer]) => [wallet as number, peer as number]));
    return rows.map(found);
  }

  return {
    ownerOf(number) {
      names.learn([number]);
      return names.owner(number);
    },
    numbersOf: names.numbersOf,
    counts: (wallets, above, upTo, most) =>
      new Map(count(JSON.stringify(wallets), above, upTo, most) as readonly [number, number][]),
    narrowed(wants) {
      const known = narrowings.get(wants);
      if (known !== undefined) return known;
      const coin = chainInfo(chain)?.native.id;
      const kept = findAssets
        .all(chainNumber)
        .filter(({ name }) => name === coin || wants(assetId(name as string)));
      // The fees of a list may be of any asset.
      const passedOver = coin === undefined || wants(coin) ? 0 : FEE;
      const only: Only = [JSON.stringify(kept.map(({ id }) => id)), passedOver];
      narrowings.set(wants, only);
      return only;
    },
    ofWallets(wallets, above, upTo, only) {
      const asked = JSON.stringify(wallets);
      return each(only === undefined ? many(asked, above, upTo) : manyOf(asked, above, upTo, null, ...only));
    },
    partOf: (wallet, above, upTo, most, only) =>
      each(
        wholeHeights(
          most,
          (limit) =>
            only === undefined
              ? part(wallet, above, upTo, limit)
              : partOnly(wallet, above, upTo, limit, ...only),
          ([, height]) => height as number,
        ),
      ),
    *ofTransactions(txs) {
      for (let from = 0; from < txs.length; from += ASKED)
        yield* each(whole(JSON.stringify(txs.slice(from, from + ASKED))));
    },
    transactionNamed: (tx) =>
      findTx
        .all(storedText(chain, tx), chainNumber)
        .map(({ id, height }) => ({ number: id as number, height: height as number })),
    hasAddress: (address) => findWallet.all(storedText(chain, address), chainNumber).length > 0,
  };
}

/** The first `most` rows, but none of a height of which there may be more: equal ones are counted together. */
export function wholeHeights<Row>(
  most: number,
  read: (limit: number) => Iterable<Row>,
  heightOf: (row: Row) => number,
): readonly Row[] {
  for (let limit = most; ; limit *= 2) {
    const rows = [...read(limit)];
    const last = rows.at(-1);
    if (last === undefined || rows.length < limit) return rows;
    const whole = rows.filter((row) => heightOf(row) !== heightOf(last));
    if (whole.length > 0) return whole;
  }
}
