// Blocks of movements into a warehouse, a batch in one transaction: sorted by wallet, so that the clustered table grows in
// order. The same blocks stored again change nothing; blocks that contradict what is stored are refused, and their batch
// with them.
import { type ChainId, chainName } from '../../model/chain.ts';
import { KnownError } from '../../model/errors.ts';
import { isOwner, type OwnerPlace } from '../../model/place.ts';
import type { Database } from '../../store/database.ts';
import { type Interned, internedWallets } from './intern.ts';
import { type Basis, bases, type MovedBlock, type MovedTx } from './moves.ts';
import { multiRow } from './multi-row.ts';
import { storedAmount } from './stored-amount.ts';
import { ownerText } from './stored-owner.ts';
import { sinkNumber } from './stored-place.ts';
import { readText, storedText } from './stored-text.ts';

export interface BlockWriter {
  /** Within a transaction of the database. Ascending heights of one chain. */
  write(blocks: readonly MovedBlock[]): void;
  forget(): void;
}

/** One movement at one of its parties. */
interface Leg {
  readonly wallet: number;
  readonly height: number;
  readonly tx: number;
  readonly slot: number;
  readonly dir: 0 | 1;
  readonly peer: number;
  readonly asset: number;
  readonly order: number | null;
  readonly late: number;
  readonly amount: Buffer;
}

/** Rows to sort at once are fewer than this, so that a wallet and a place in the batch fit into one exact number. */
const MOST_LEGS = 2 ** 22;

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

  function numberOf(
    { txId, place }: MovedTx,
    height: number,
    isKnownBlock: boolean,
    fresh: () => number,
  ): { readonly id: number; readonly known: { readonly wallet: number | null } | undefined } {
    if (!isKnownBlock) return { id: fresh(), known: undefined };
    for (const row of findTx.all(storedText(chain, txId), chainNumber)) {
      if (row.height !== height) continue;
      if (place !== undefined && row.place !== null && row.place !== place)
        refuse(height, `transaction ${txId} stands elsewhere in it in the warehouse`);
      return { id: row.id as number, known: { wallet: row.wallet as number | null } };
    }
    return { id: fresh(), known: undefined };
  }

  return {
    forget() {
      wallets.forget();
      assets.forget();
    },
    write(blocks) {
      const inStore = stored(blocks);
      const { walletNumbers, assetNumbers } = numbersOf(blocks, wallets, assets);
      const number = (place: OwnerPlace): number => walletNumbers.get(ownerText(place)) as number;
      let nextTx = Number(highestTx.all()[0]?.id ?? 0);
      const legs: Leg[] = [];
      const again: number[] = [];
      const mates: [number, number][] = [];
      for (const { height, time, hash, basis, transactions } of blocks) {
        const isKnownBlock = inStore.has(height);
        if (!isKnownBlock)
          addBlock.add(
            chainNumber,
            height,
            time,
            hash === undefined ? null : storedText(chain, hash),
            bases.indexOf(basis),
          );
        for (const tx of transactions) {
          const place = isKnownBlock && inStore.get(height) !== basis ? undefined : tx.place;
          const { id, known } = numberOf({ ...tx, place }, height, isKnownBlock, () => {
            nextTx += 1;
            return nextTx;
          });
          let home = known?.wallet ?? undefined;
          const others = new Set<number>();
          for (const { from, to, asset, amount, slot, order, late } of tx.moves) {
            const payer = isOwner(from) ? number(from) : undefined;
            const payee = isOwner(to) ? number(to) : undefined;
            const own = payer ?? (payee as number);
            home ??= own;
            if (own !== home) others.add(own);
            const said = {
              height,
              tx: id,
              slot,
              asset: assetNumbers.get(asset) as number,
              order: order ?? null,
              late,
              amount: storedAmount(amount),
            };
            if (payer !== undefined)
              legs.push({ ...said, wallet: payer, dir: 0, peer: payee ?? (sinkNumber(to) as number) });
            if (payee !== undefined && payee !== payer)
              legs.push({ ...said, wallet: payee, dir: 1, peer: payer ?? (sinkNumber(from) as number) });
          }
          for (const other of others) mates.push([id, other]);
          if (known === undefined)
            addTx.add(
              id,
              chainNumber,
              height,
              place ?? null,
              home ?? null,
              tx.moves.length,
              storedText(chain, tx.txId),
            );
          else again.push(id);
        }
      }
      addBlock.flush();
      addTx.flush();
      for (const [tx, wallet] of mates) addMate.add(tx, wallet);
      addMate.flush();
      for (const leg of byWallet(legs))
        addLeg.add(
          leg.wallet,
          leg.height,
          leg.tx,
          leg.slot,
          leg.dir,
          leg.peer,
          leg.asset,
          leg.order,
          leg.late,
          leg.amount,
        );
      const added = addLeg.flush();
      if (added < legs.length) for (const leg of legs) if (inStore.has(leg.height)) checkStored(leg);
      for (const tx of again) recount.run(tx);
    },
  };

  /** What was there already must say the same. */
  function checkStored({ wallet, height, tx, slot, dir, peer, asset, order, late, amount }: Leg): void {
    const [same] = isStored.all(wallet, height, tx, slot, dir, peer, asset, order, late, amount);
    if (same === undefined) refuse(height, 'a transfer says something else in the warehouse');
  }
}

function numbersOf(blocks: readonly MovedBlock[], wallets: Interned, assets: Interned) {
  const owners = new Set<string>();
  const named = new Set<string>();
  for (const { transactions } of blocks)
    for (const { moves } of transactions)
      for (const { from, to, asset } of moves) {
        if (isOwner(from)) owners.add(ownerText(from));
        if (isOwner(to)) owners.add(ownerText(to));
        named.add(asset);
      }
  return { walletNumbers: wallets.numbers(owners), assetNumbers: assets.numbers(named) };
}

/** Legs come in chain order, so that sorting by wallet alone gives the order of the table. */
function* byWallet(legs: readonly Leg[]): Iterable<Leg> {
  if (legs.length >= MOST_LEGS) throw new Error(`a batch of ${legs.length} rows`);
  const keys = new Float64Array(legs.length);
  for (const [at, { wallet }] of legs.entries()) keys[at] = wallet * MOST_LEGS + at;
  keys.sort();
  for (const key of keys) yield legs[key % MOST_LEGS] as Leg;
}
