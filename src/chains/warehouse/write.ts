// Blocks of movements into a warehouse, a batch in one transaction: sorted by wallet, so that the clustered table grows in
// order. The same blocks stored again change nothing; blocks that contradict what is stored are refused, and their batch
// with them.
import { type ChainId, chainName } from '../../model/chain.ts';
import { KnownError } from '../../model/errors.ts';
import { isOwner, type OwnerPlace, type TxId } from '../../model/place.ts';
import type { Database, Row, Value } from '../../store/database.ts';
import { ownersOf, type StoredCoins } from './coins.ts';
import { type Interned, internedWallets } from './intern.ts';
import { type Basis, bases, type MovedBlock, type MovedTx } from './moves.ts';
import { multiRow } from './multi-row.ts';
import { makeNameIndex } from './name-index.ts';
import { NO_BLOCK } from './schema.ts';
import { storedAmount } from './stored-amount.ts';
import { ownerText } from './stored-owner.ts';
import { sinkNumber } from './stored-place.ts';
import { readText, storedText } from './stored-text.ts';

export interface BlockWriter {
  /** Within a transaction of the database. Ascending heights of one chain. */
  write(blocks: readonly MovedBlock[]): void;
  forget(): void;
}

/** Movements at their parties, column by column: as objects, millions of them would be the cost of an import. */
interface Legs {
  readonly wallet: number[];
  readonly height: number[];
  readonly tx: number[];
  readonly slot: number[];
  readonly dir: number[];
  readonly peer: number[];
  readonly asset: number[];
  readonly order: (number | null)[];
  readonly late: number[];
  readonly amount: Buffer[];
}

/** Rows to sort at once are fewer than this, so that a wallet and a place in the batch fit into one exact number. */
const MOST_LEGS = 2 ** 22;
const NOTHING = Buffer.alloc(0);

export function blockWriter(
  database: Database,
  chain: ChainId,
  chainNumber: number,
  assets: Interned,
): BlockWriter {
  const wallets = internedWallets(database, chain, chainNumber);
  const knownBlocks = database.prepare(
    'SELECT height, time, hash, basis FROM block WHERE chain = ? AND height BETWEEN ? AND ?',
  );
  const findTx = database.prepare(
    'SELECT id, height, place, wallet FROM tx WHERE substr(name, -7) = substr(?1, -7) AND name = ?1 AND chain = ?2',
  );
  let isIndexed = false;
  function named(txId: TxId): readonly Row[] {
    if (!isIndexed) makeNameIndex(database);
    isIndexed = true;
    return findTx.all(storedText(chain, txId), chainNumber);
  }
  const highestTx = database.prepare('SELECT max(id) AS id FROM tx');
  const recount = database.prepare(
    `UPDATE tx SET legs = (
       SELECT count(*) FROM (SELECT tx.wallet AS wallet UNION SELECT wallet FROM mate WHERE mate.tx = tx.id) AS payer
       JOIN leg ON leg.wallet = payer.wallet AND leg.height = tx.height AND leg.tx = tx.id
       WHERE leg.dir = 0 OR leg.peer < 0
     ) WHERE id = ?`,
  );
  const isStored = database.prepare(
    `SELECT 1 FROM leg WHERE wallet = ? AND height = ? AND tx = ? AND slot = ? AND dir = ?
     AND peer = ? AND asset = ? AND ord IS ? AND late = ? AND amount = ?`,
  );
  const addBlock = multiRow(database, 'INSERT OR IGNORE INTO block (chain, height, time, hash, basis)', 5);
  const addTx = multiRow(database, 'INSERT INTO tx (id, chain, height, place, wallet, legs, name)', 7);
  const addBody = multiRow(database, 'INSERT OR IGNORE INTO coins (tx, body)', 2);
  const addSpend = multiRow(database, 'INSERT OR IGNORE INTO spend (tx, vout, spender)', 3);
  const addMate = multiRow(database, 'INSERT OR IGNORE INTO mate (tx, wallet)', 2);
  const addLeg = multiRow(
    database,
    'INSERT OR IGNORE INTO leg (wallet, height, tx, slot, dir, peer, asset, ord, late, amount)',
    10,
  );

  function refuse(height: number, what: string): never {
    throw new KnownError('import-conflict', `${chainName(chain)}, block ${height}: ${what}.`, {
      facts: [
        'what this import stored below this block is in the warehouse, this block and those above it are not',
      ],
      hint: 'Import all files that tell of these blocks at once, into a new warehouse.',
    });
  }

  /** Heights that an earlier import, or this one before it was killed, has stored. */
  function stored(blocks: readonly MovedBlock[]): ReadonlyMap<number, Basis> {
    const first = blocks[0]?.height ?? 0;
    const last = blocks.at(-1)?.height ?? 0;
    const byHeight = new Map(blocks.map((block) => [block.height, block]));
    const heights = new Map<number, Basis>();
    for (const [height, time, hash, basis] of knownBlocks.tuples(chainNumber, first, last)) {
      const told = byHeight.get(height as number);
      if (told === undefined) continue;
      const own = bases[basis as number] as Basis;
      heights.set(told.height, own);
      if (told.time !== time)
        refuse(told.height, `its time is ${told.time} here and ${time} in the warehouse`);
      if (hash !== null && told.hash !== undefined && readText(chain, hash) !== told.hash)
        refuse(told.height, 'it has another hash in the warehouse');
      // A numbering by calls or events gives way to what is known better, or to what came first.
      if (own !== told.basis && (told.basis === 'index' || told.basis === 'list'))
        refuse(told.height, 'the order of its transactions is told in another way in the warehouse');
    }
    return heights;
  }

  /** By the number of what was spent; a transaction that is not there gets one that stands in no block. */
  function storeSpends(spends: readonly (readonly [TxId, number, number])[], last: number): number {
    const numbers = new Map<TxId, number>();
    let next = last;
    for (const [txId, vout, spender] of spends) {
      let spent = numbers.get(txId) ?? (named(txId)[0]?.id as number | undefined);
      if (spent === undefined) {
        spent = ++next;
        addTx.add([spent, chainNumber, NO_BLOCK, null, null, 0, storedText(chain, txId)]);
      }
      numbers.set(txId, spent);
      addSpend.add([spent, vout, spender]);
    }
    addTx.flush();
    addSpend.flush();
    return next;
  }

  function refuseElsewhere(txId: TxId, height: number): void {
    const [other] = named(txId);
    if (other !== undefined)
      refuse(height, `transaction ${txId} stands at height ${other.height} in the warehouse`);
  }

  /** A transaction of a block that is there. */
  function storedTx(
    txId: TxId,
    place: number | undefined,
    height: number,
  ): { readonly id: number; readonly wallet: number | null } | undefined {
    for (const row of named(txId)) {
      if (row.height !== height) continue;
      if (place !== undefined && row.place !== null && row.place !== place)
        refuse(height, `transaction ${txId} stands elsewhere in it in the warehouse`);
      return { id: row.id as number, wallet: row.wallet as number | null };
    }
    return undefined;
  }

  return {
    forget() {
      isIndexed = false;
      wallets.forget();
      assets.forget();
    },
    write(blocks) {
      const inStore = stored(blocks);
      const { walletNumbers, assetNumbers } = numbersOf(blocks, wallets, assets);
      const number = (place: OwnerPlace): number => walletNumbers.get(ownerText(place)) as number;
      let nextTx = Number(highestTx.all()[0]?.id ?? 0);
      const legs = noLegs();
      const again: number[] = [];
      const spends: [TxId, number, number][] = [];
      for (const { height, time, hash, basis, transactions } of blocks) {
        const known = inStore.get(height);
        if (known === undefined)
          addBlock.add([
            chainNumber,
            height,
            time,
            hash === undefined ? null : storedText(chain, hash),
            bases.indexOf(basis),
          ]);
        for (const tx of transactions) {
          const place = known === undefined || known === basis ? tx.place : undefined;
          // Of real chains an id is one transaction's by its making; in lists it is what the lists say.
          if (known === undefined && basis === 'list') refuseElsewhere(tx.txId, height);
          const before = known === undefined ? undefined : storedTx(tx.txId, place, height);
          const id = before?.id ?? ++nextTx;
          const home = addMoves(legs, height, id, tx.moves, before?.wallet);
          if (tx.coins !== undefined) addCoins(legs, height, id, tx.txId, tx.coins);
          if (before !== undefined) again.push(id);
          else
            addTx.add([
              id,
              chainNumber,
              height,
              place ?? null,
              home,
              tx.moves.length,
              storedText(chain, tx.txId),
            ]);
        }
      }
      addBlock.flush();
      addTx.flush();
      addMate.flush();
      addBody.flush();
      nextTx = storeSpends(spends, nextTx);
      const { wallet, height } = legs;
      for (const at of byWallet(wallet)) addLeg.add(legRow(legs, at));
      const added = addLeg.flush();
      if (added < wallet.length)
        for (const [at, stands] of height.entries()) if (inStore.has(stands)) checkStored(legs, at);
      for (const id of again) recount.run(id);

      /** One row for each owner: his history is made of whole transactions. */
      function addCoins(legs: Legs, height: number, id: number, txId: TxId, coins: StoredCoins): void {
        addBody.add([id, JSON.stringify(coins)]);
        for (const owner of new Set(ownersOf(txId, coins).map(number)))
          push(
            legs,
            owner,
            height,
            id,
            0,
            0,
            sinkNumber({ kind: 'burnt', chain }) as number,
            0,
            null,
            0,
            NOTHING,
          );
        for (const [tx, vout] of coins.ins) spends.push([tx as TxId, vout, id]);
      }

      /** Returns the wallet at which the transaction is to be found. */
      function addMoves(
        legs: Legs,
        height: number,
        id: number,
        moves: MovedTx['moves'],
        homeBefore: number | null | undefined,
      ): number | null {
        let home = homeBefore ?? null;
        for (const { from, to, asset, amount, slot, order, late } of moves) {
          const payer = isOwner(from) ? number(from) : undefined;
          const payee = isOwner(to) ? number(to) : undefined;
          const own = payer ?? (payee as number);
          home ??= own;
          if (own !== home) addMate.add([id, own]);
          const bytes = storedAmount(amount);
          const ofAsset = assetNumbers.get(asset) as number;
          if (payer !== undefined)
            push(
              legs,
              payer,
              height,
              id,
              slot,
              0,
              payee ?? (sinkNumber(to) as number),
              ofAsset,
              order ?? null,
              late,
              bytes,
            );
          if (payee !== undefined && payee !== payer)
            push(
              legs,
              payee,
              height,
              id,
              slot,
              1,
              payer ?? (sinkNumber(from) as number),
              ofAsset,
              order ?? null,
              late,
              bytes,
            );
        }
        return home;
      }
    },
  };

  /** What was there already must say the same. */
  function checkStored(legs: Legs, at: number): void {
    const [same] = isStored.tuples(...(legRow(legs, at) as Value[]));
    if (same === undefined)
      refuse(legs.height[at] as number, 'a transfer says something else in the warehouse');
  }
}

function noLegs(): Legs {
  return {
    wallet: [],
    height: [],
    tx: [],
    slot: [],
    dir: [],
    peer: [],
    asset: [],
    order: [],
    late: [],
    amount: [],
  };
}

function push(
  legs: Legs,
  ...[wallet, height, tx, slot, dir, peer, asset, order, late, amount]: readonly [
    number,
    number,
    number,
    number,
    0 | 1,
    number,
    number,
    number | null,
    number,
    Buffer,
  ]
): void {
  legs.wallet.push(wallet);
  legs.height.push(height);
  legs.tx.push(tx);
  legs.slot.push(slot);
  legs.dir.push(dir);
  legs.peer.push(peer);
  legs.asset.push(asset);
  legs.order.push(order);
  legs.late.push(late);
  legs.amount.push(amount);
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

/** Legs come in chain order, so that sorting by wallet alone gives the order of the table. */
function byWallet(wallets: readonly number[]): Float64Array {
  if (wallets.length >= MOST_LEGS) throw new Error(`a batch of ${wallets.length} rows`);
  const keys = Float64Array.from(wallets, (wallet, at) => wallet * MOST_LEGS + at);
  keys.sort();
  return keys.map((key) => key % MOST_LEGS);
}

/** One leg, in the order of its table's columns. */
function legRow({ wallet, height, tx, slot, dir, peer, asset, order, late, amount }: Legs, at: number) {
  return [
    wallet[at],
    height[at],
    tx[at],
    slot[at],
    dir[at],
    peer[at],
    asset[at],
    order[at],
    late[at],
    amount[at],
  ];
}
