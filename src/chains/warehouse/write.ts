// Blocks of movements into a warehouse, a batch in one transaction: sorted by wallet, so that the clustered table grows in
// order. The same blocks stored again change nothing; blocks that contradict what is stored are refused, and their batch
// with them.
import type { ChainId } from '../../model/chain.ts';
import { isOwner, type OwnerPlace, type TxId } from '../../model/place.ts';
import type { Database } from '../../store/database.ts';
import { ownersOf, type StoredCoins } from './coins.ts';
import { conflict } from './conflicts.ts';
import { type Interned, internedWallets } from './intern.ts';
import { byWallet, type Leg, type Legs, legRow, noLegs, pushLeg, SORTED_AT_ONCE } from './leg-columns.ts';
import { type Basis, bases, type MovedBlock, type MovedTx } from './moves.ts';
import { type MultiRow, multiRow } from './multi-row.ts';
import { NO_BLOCK } from './schema.ts';
import { storedAmount } from './stored-amount.ts';
import { type StoredBefore, storedBefore } from './stored-before.ts';
import { ownerText } from './stored-owner.ts';
import { sinkNumber } from './stored-place.ts';
import { storedText } from './stored-text.ts';

export interface BlockWriter {
  /** Within a transaction of the database. Ascending heights of one chain. */
  write(blocks: readonly MovedBlock[]): void;
  forget(): void;
}

/** One chain of a file that is written to. */
interface Target {
  readonly database: Database;
  readonly chain: ChainId;
  readonly chainNumber: number;
  readonly before: StoredBefore;
  readonly tables: ReturnType<typeof tablesOf>;
  /** Legs sorted at once. */
  readonly most: number;
}

/** Blocks on their way into it. */
interface Batch {
  readonly inStore: ReadonlyMap<number, Basis>;
  readonly legs: Legs;
  /** What was spent, which output of it, by which transaction. */
  readonly spends: (readonly [TxId, number, number])[];
  /** Transactions that were there. */
  readonly again: number[];
  lastTx: number;
  numberOf(place: OwnerPlace): number;
  assetNumber(name: string): number;
}

export function blockWriter(
  database: Database,
  chain: ChainId,
  chainNumber: number,
  assets: Interned,
  most = SORTED_AT_ONCE,
): BlockWriter {
  const wallets = internedWallets(database, chain, chainNumber);
  const before = storedBefore(database, chain, chainNumber);
  const target: Target = { database, chain, chainNumber, before, tables: tablesOf(database), most };
  const highestTx = database.prepare('SELECT max(id) AS id FROM tx');
  return {
    forget() {
      before.forget();
      wallets.forget();
      assets.forget();
    },
    write(blocks) {
      const inStore = before.heights(blocks);
      const { walletNumbers, assetNumbers } = numbersOf(blocks, wallets, assets);
      const batch: Batch = {
        inStore,
        legs: noLegs(),
        spends: [],
        again: [],
        lastTx: Number(highestTx.all()[0]?.id ?? 0),
        numberOf: (place) => walletNumbers.get(ownerText(place)) as number,
        assetNumber: (name) => assetNumbers.get(name) as number,
      };
      for (const block of blocks) addBlock(target, batch, block);
      const { block, tx, mate, body } = target.tables;
      for (const table of [block, tx, mate, body]) table.flush();
      storeSpends(target, batch);
      storeLegs(target, batch);
    },
  };
}

function tablesOf(database: Database) {
  const of = (sql: string, width: number): MultiRow => multiRow(database, sql, width);
  return {
    block: of('INSERT OR IGNORE INTO block (chain, height, time, hash, basis)', 5),
    tx: of('INSERT INTO tx (id, chain, height, place, wallet, legs, name)', 7),
    body: of('INSERT OR IGNORE INTO coins (tx, body)', 2),
    spend: of('INSERT OR IGNORE INTO spend (tx, vout, spender)', 3),
    mate: of('INSERT OR IGNORE INTO mate (tx, wallet)', 2),
    leg: of('INSERT OR IGNORE INTO leg (wallet, height, tx, slot, dir, peer, asset, ord, late, amount)', 10),
  };
}

function addBlock(target: Target, batch: Batch, block: MovedBlock): void {
  const { height, time, hash, basis, transactions } = block;
  const { chain, chainNumber, before: stored, tables } = target;
  const known = batch.inStore.get(height);
  if (known === undefined) {
    const bytes = hash === undefined ? null : storedText(chain, hash);
    tables.block.add([chainNumber, height, time, bytes, bases.indexOf(basis)]);
  }
  for (const { txId, place: told, moves, coins } of transactions) {
    const place = known === undefined || known === basis ? told : undefined;
    // Of real chains an id is one transaction's by its making; in lists it is what the lists say.
    if (known === undefined && basis === 'list') stored.mustBeNew(txId, height);
    const before = known === undefined ? undefined : stored.inBlock(txId, place, height);
    if (before === undefined) batch.lastTx += 1;
    else batch.again.push(before.id);
    const id = before?.id ?? batch.lastTx;
    const home = addMoves(target, batch, height, id, moves, before?.wallet);
    if (coins !== undefined) addCoins(target, batch, height, id, txId, coins);
    // What nobody pays to nobody stands nowhere.
    const legs = moves.filter(({ from, to }) => isOwner(from) || isOwner(to)).length;
    if (before === undefined)
      tables.tx.add([id, chainNumber, height, place ?? null, home, legs, storedText(chain, txId)]);
  }
}

/** Returns the wallet at which the transaction is to be found. */
function addMoves(
  { tables }: Target,
  { legs, numberOf, assetNumber }: Batch,
  height: number,
  tx: number,
  moves: MovedTx['moves'],
  homeBefore: number | null | undefined,
): number | null {
  let home = homeBefore ?? null;
  for (const { from, to, asset, amount, slot, order = null, late } of moves) {
    const payer = isOwner(from) ? numberOf(from) : undefined;
    const payee = isOwner(to) ? numberOf(to) : undefined;
    const own = payer ?? (payee as number);
    home ??= own;
    if (own !== home) tables.mate.add([tx, own]);
    const bytes = storedAmount(amount);
    const number = assetNumber(asset);
    const add = (wallet: number, dir: Leg['dir'], peer: number): void =>
      pushLeg(legs, { wallet, height, tx, slot, dir, peer, asset: number, order, late, amount: bytes });
    if (payer !== undefined) add(payer, 0, payee ?? (sinkNumber(to) as number));
    if (payee !== undefined && payee !== payer) add(payee, 1, payer ?? (sinkNumber(from) as number));
  }
  return home;
}

const NOTHING = Buffer.alloc(0);

/** One row for each owner: his history is made of whole transactions. */
function addCoins(
  { chain, tables }: Target,
  { legs, spends, numberOf }: Batch,
  height: number,
  tx: number,
  txId: TxId,
  coins: StoredCoins,
): void {
  tables.body.add([tx, JSON.stringify(coins)]);
  const peer = sinkNumber({ kind: 'burnt', chain }) as number;
  const same = {
    height,
    tx,
    slot: 0,
    dir: 0,
    peer,
    asset: 0,
    order: null,
    late: 0,
    amount: NOTHING,
  } as const;
  for (const wallet of new Set(ownersOf(txId, coins).map(numberOf))) pushLeg(legs, { wallet, ...same });
  for (const [spent, vout] of coins.ins) spends.push([spent as TxId, vout, tx]);
}

/** By the number of what was spent; a transaction that is not there gets one that stands in no block. */
function storeSpends({ chain, chainNumber, before, tables }: Target, batch: Batch): void {
  const numbers = new Map<TxId, number>();
  for (const [txId, vout, spender] of batch.spends) {
    let spent = numbers.get(txId) ?? before.numberOf(txId);
    if (spent === undefined) {
      batch.lastTx += 1;
      spent = batch.lastTx;
      tables.tx.add([spent, chainNumber, NO_BLOCK, null, null, 0, storedText(chain, txId)]);
    }
    numbers.set(txId, spent);
    tables.spend.add([spent, vout, spender]);
  }
  tables.tx.flush();
  tables.spend.flush();
}

/** What was there already must say the same. */
function storeLegs({ database, chain, tables, most }: Target, { inStore, legs, again }: Batch): void {
  const { wallet, height } = legs;
  for (const at of byWallet(wallet, most)) tables.leg.add(legRow(legs, at));
  const added = tables.leg.flush();
  if (added < wallet.length) {
    const isStored = database.prepare(
      `SELECT 1 FROM leg WHERE wallet = ? AND height = ? AND tx = ? AND slot = ? AND dir = ?
       AND peer = ? AND asset = ? AND ord IS ? AND late = ? AND amount = ?`,
    );
    for (const [at, stands] of height.entries())
      if (inStore.has(stands) && isStored.all(...legRow(legs, at)).length === 0)
        throw conflict(chain, stands, 'a transfer says something else in the warehouse');
  }
  const recount = database.prepare(
    `UPDATE tx SET legs = (
       SELECT count(*) FROM (SELECT tx.wallet AS wallet UNION SELECT wallet FROM mate WHERE mate.tx = tx.id) AS payer
       JOIN leg ON leg.wallet = payer.wallet AND leg.height = tx.height AND leg.tx = tx.id
       WHERE leg.dir = 0 OR leg.peer < 0
     ) WHERE id = ?`,
  );
  for (const id of again) recount.run(id);
}

function numbersOf(blocks: readonly MovedBlock[], wallets: Interned, assets: Interned) {
  const owners = new Set<string>();
  const named = new Set<string>();
  for (const { transactions } of blocks)
    for (const { txId, moves, coins } of transactions) {
      for (const { from, to, asset } of moves) {
        if (isOwner(from)) owners.add(ownerText(from));
        if (isOwner(to)) owners.add(ownerText(to));
        named.add(asset);
      }
      if (coins !== undefined) for (const owner of ownersOf(txId, coins)) owners.add(ownerText(owner));
    }
  return { walletNumbers: wallets.numbers(owners), assetNumbers: assets.numbers(named) };
}
