// Blocks of movements into a warehouse on a cluster, as rows of one batch. What is stored already is not stored again, and
// blocks that contradict it are refused. Whether a batch may be told is not said here (cluster-import.ts).
import type { ChainId } from '../../model/chain.ts';
import { isOwner, type Place, type TxId } from '../../model/place.ts';
import type { Cell, Cluster } from '../../store/cluster.ts';
import { eachConcurrently } from '../concurrent.ts';
import { type ClusterStored, type StoredLegs, storedOn } from './cluster-stored.ts';
import { ownersOf } from './coins.ts';
import { amountTooLarge, conflict, differs } from './conflicts.ts';
import type { StagedChain } from './import-plan.ts';
import { bases, type Move, type MovedBlock, type MovedTx } from './moves.ts';
import { ownerText } from './stored-owner.ts';
import { sinkNumber } from './stored-place.ts';

const MOST = 2n ** 256n - 1n;
/** Rows of one statement. */
const ROWS = 50_000;
/** Statements that are sent side by side, so that servers store while the next is written. */
const AT_ONCE = 3;

const tables = {
  block: ['chain', 'height', 'time', 'hash', 'basis', 'batch'],
  tx: ['tx', 'chain', 'height', 'batch'],
  history: 'wallet chain height tx slot dir peer place time asset ord amount sink legs version batch'.split(
    ' ',
  ),
  move: 'chain height tx slot payer payee place time asset ord amount sink batch'.split(' '),
  coins: ['chain', 'tx', 'height', 'time', 'body', 'batch'],
  spend: ['chain', 'tx', 'vout', 'spender', 'batch'],
  asset: ['chain', 'name', 'symbol', 'decimals', 'batch'],
} as const;
type Rows = Readonly<Record<keyof typeof tables, Cell[][]>>;

/** A movement with its words as they are stored. */
export interface MoveRow {
  readonly slot: number;
  readonly payer: string;
  readonly payee: string;
  readonly place: number | null;
  readonly time: number;
  readonly asset: string;
  readonly ord: number | null;
  readonly amount: string;
  readonly sink: number;
}

export interface ClusterWriter {
  /** Ascending heights of one chain. Throws KnownError `import-conflict` before anything is stored. */
  write(blocks: readonly MovedBlock[], batch: number): Promise<void>;
}

export function clusterWriter(cluster: Cluster, { chain, assets }: StagedChain): ClusterWriter {
  const known = new Set<string>();
  return {
    async write(blocks, batch) {
      const stored = await storedOn(cluster, chain, blocks);
      const rows: Rows = { block: [], tx: [], history: [], move: [], coins: [], spend: [], asset: [] };
      for (const block of blocks) addBlock(rows, chain, block, stored, batch);
      const named = new Set(rows.move.map((row) => String(row[tables.move.indexOf('asset')])));
      for (const name of await stored.newAssets([...named].filter((each) => !known.has(each)))) {
        const told = assets.get(name);
        rows.asset.push([chain, name, told?.symbol ?? null, told?.decimals ?? null, batch]);
      }
      const parts = (Object.entries(tables) as [keyof Rows, readonly string[]][]).flatMap(
        ([table, columns]) =>
          Array.from({ length: Math.ceil(rows[table].length / ROWS) }, (_, part) => ({
            table,
            columns,
            own: rows[table].slice(part * ROWS, (part + 1) * ROWS),
          })),
      );
      const inserted = eachConcurrently(parts, AT_ONCE, ({ table, columns, own }) =>
        cluster.insert(table, columns, own),
      );
      for await (const _ of inserted);
      for (const name of named) known.add(name);
    },
  };
}

function addBlock(rows: Rows, chain: ChainId, block: MovedBlock, stored: ClusterStored, batch: number): void {
  const { height, time, hash, basis, transactions } = block;
  const own = stored.blocks.get(height);
  if (own === undefined) rows.block.push([chain, height, time, hash ?? null, bases.indexOf(basis), batch]);
  for (const tx of transactions) {
    if (own === undefined && basis === 'list') {
      const elsewhere = stored.standing.get(tx.txId);
      if (elsewhere !== undefined)
        throw conflict(
          chain,
          height,
          `transaction ${tx.txId} stands at height ${elsewhere} in the warehouse`,
        );
    }
    const place = own === undefined || own === basis ? tx.place : undefined;
    if (tx.coins !== undefined) addCoins(rows, chain, block, tx, stored, batch);
    else addMoves(rows, chain, block, { ...tx, place }, stored.legsOf(tx.txId, height), batch);
  }
}

function addMoves(
  rows: Rows,
  chain: ChainId,
  { height, time }: MovedBlock,
  { txId, place, moves }: MovedTx,
  before: StoredLegs | undefined,
  batch: number,
): void {
  const at = before === undefined ? (place ?? null) : before.place;
  if (before !== undefined && place !== undefined && at !== null && at !== place)
    throw conflict(chain, height, `transaction ${txId} stands elsewhere in it in the warehouse`);
  const fresh: MoveRow[] = [];
  for (const move of moves) {
    const row = moveRow(move, at, time);
    if (BigInt(row.amount) > MOST) throw amountTooLarge(chain, height, txId);
    const there = before?.moves.get(row.slot);
    if (there === undefined) fresh.push(row);
    else if (differs(there.row, row))
      throw conflict(chain, height, 'a transfer says something else in the warehouse');
  }
  if (fresh.length === 0) return;
  if (before === undefined) rows.tx.push([txId, chain, height, batch]);
  const legs = fresh.length + (before?.moves.size ?? 0);
  const stand = { chain, height, txId, legs, version: batch };
  for (const row of fresh) {
    const { slot, payer, payee, place: own, time: then, asset, ord, amount, sink } = row;
    rows.move.push([chain, height, txId, slot, payer, payee, own, then, asset, ord, amount, sink, batch]);
    pushLegs(rows.history, row, { ...stand, batch });
  }
  // What was there now has others beside it, and is told with them.
  for (const { row, batch: since } of before?.moves.values() ?? [])
    pushLegs(rows.history, row, { ...stand, batch: since });
}

function moveRow({ from, to, asset, amount, slot, order, late }: Move, place: number | null, time: number) {
  const text = (party: Place): string => (isOwner(party) ? ownerText(party) : '');
  return {
    slot,
    payer: text(from),
    payee: text(to),
    place,
    time: time + late,
    asset,
    ord: order ?? null,
    amount: amount.toString(),
    sink: sinkNumber(from) ?? sinkNumber(to) ?? 0,
  };
}

interface Standing {
  readonly chain: ChainId;
  readonly height: number;
  readonly txId: TxId;
  readonly legs: number;
  readonly version: number;
  readonly batch: number;
}

/** At each of its parties; a payment to oneself once. */
function pushLegs(
  legs: Cell[][],
  row: MoveRow,
  { chain, height, txId, legs: all, version, batch }: Standing,
) {
  const { slot, payer, payee, place, time, asset, ord, amount, sink } = row;
  const leg = (wallet: string, dir: 0 | 1, peer: string): Cell[] => [
    ...[wallet, chain, height, txId, slot, dir, peer, place, time, asset, ord, amount],
    ...[peer === '' ? sink : 0, all, version, batch],
  ];
  if (payer !== '') legs.push(leg(payer, 0, payee));
  if (payee !== '' && payee !== payer) legs.push(leg(payee, 1, payer));
}

/** One leg for each owner: his history is made of whole transactions. */
function addCoins(
  rows: Rows,
  chain: ChainId,
  { height, time }: MovedBlock,
  { txId, coins }: MovedTx,
  stored: ClusterStored,
  batch: number,
): void {
  if (coins === undefined) return;
  const body = JSON.stringify(coins);
  const there = stored.bodyOf(txId, height);
  if (there !== undefined && there !== body)
    throw conflict(chain, height, `transaction ${txId} says something else in the warehouse`);
  if (there !== undefined) return;
  rows.coins.push([chain, txId, height, time, body, batch]);
  rows.tx.push([txId, chain, height, batch]);
  const none = { place: null, time, asset: '', ord: null, amount: '0' };
  const sink = sinkNumber({ kind: 'burnt', chain }) as number;
  const stand = { chain, height, txId, legs: 1, version: batch, batch };
  for (const owner of new Set(ownersOf(txId, coins).map(ownerText)))
    pushLegs(rows.history, { ...none, slot: 0, payer: owner, payee: '', sink }, stand);
  for (const [tx, vout] of coins.ins) rows.spend.push([chain, tx, vout, txId, batch]);
}
