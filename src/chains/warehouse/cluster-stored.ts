// What a warehouse on a cluster has of blocks that an import tells again: their movements, whole transactions of a coin
// chain, where transactions of a list stand.
import type { AssetId } from '../../model/asset.ts';
import type { ChainId } from '../../model/chain.ts';
import type { TxId } from '../../model/place.ts';
import type { Cell, Cluster, Parameters } from '../../store/cluster.ts';
import { batchesOf } from './cluster-batches.ts';
import { inQuestions } from './cluster-histories.ts';
import type { MoveRow } from './cluster-write.ts';
import { checkKnown, type KnownBlock } from './conflicts.ts';
import { type Basis, bases, type MovedBlock } from './moves.ts';

export interface StoredLegs {
  readonly place: number | null;
  /** By slot. */
  readonly moves: ReadonlyMap<number, { readonly row: MoveRow; readonly batch: number }>;
}

export interface ClusterStored {
  /** Of each block that is there: what numbers its transactions. */
  readonly blocks: ReadonlyMap<number, Basis>;
  /** A height at which a transaction stands, asked of lists alone. */
  readonly standing: ReadonlyMap<TxId, number>;
  legsOf(txId: TxId, height: number): StoredLegs | undefined;
  bodyOf(txId: TxId, height: number): string | undefined;
  /** Those of these that are not there. */
  newAssets(names: readonly string[]): Promise<readonly AssetId[]>;
}

/** Blocks of one question. */
const BLOCKS = 500;

/** A question of the rows of this chain that are told; `own` is its condition. */
type Ask = (
  sql: (database: string, own: string) => string,
  parameters: Parameters,
) => Promise<readonly (readonly Cell[])[]>;

/** Throws KnownError `import-conflict`. */
export async function storedOn(
  cluster: Cluster,
  chain: ChainId,
  blocks: readonly MovedBlock[],
): Promise<ClusterStored> {
  const { told } = await batchesOf(cluster);
  const own = `chain = {chain:String} AND ${told}`;
  const ask: Ask = (sql, parameters) =>
    cluster.rows(sql(cluster.name.database, own), { chain, ...parameters });
  const known = await knownBlocks(ask, blocks);
  const again = blocks.filter(({ height }) => known.has(height));
  for (const block of again) checkKnown(chain, block, known.get(block.height) as KnownBlock);
  const legs = await knownLegs(ask, again);
  const bodies = await knownBodies(ask, again);
  return {
    blocks: new Map(again.map(({ height }) => [height, (known.get(height) as KnownBlock).basis])),
    standing: await standingOf(
      ask,
      blocks.filter(({ height, basis }) => basis === 'list' && !known.has(height)),
    ),
    legsOf: (txId, height) => legs.get(`${height} ${txId}`),
    bodyOf: (txId, height) => bodies.get(`${height} ${txId}`),
    newAssets: (names) => assetsNotThere(ask, names),
  };
}

async function knownBlocks(
  ask: Ask,
  blocks: readonly MovedBlock[],
): Promise<ReadonlyMap<number, KnownBlock>> {
  const rows = await ask(
    (database, own) => `SELECT toString(height), toString(time), hash, basis FROM ${database}.block FINAL
       WHERE ${own} AND height >= {first:Int64} AND height <= {last:Int64}`,
    { first: blocks[0]?.height ?? 0, last: blocks.at(-1)?.height ?? 0 },
  );
  return new Map(
    rows.map(([height, time, hash, basis]) => [
      Number(height),
      {
        time: Number(time),
        hash: hash === null ? undefined : String(hash),
        basis: bases[Number(basis)] as Basis,
      },
    ]),
  );
}

/** By height and transaction. */
async function knownLegs(ask: Ask, again: readonly MovedBlock[]): Promise<ReadonlyMap<string, StoredLegs>> {
  const legs = new Map<
    string,
    { place: number | null; moves: Map<number, { row: MoveRow; batch: number }> }
  >();
  for (let from = 0; from < again.length; from += BLOCKS) {
    const heights = again.slice(from, from + BLOCKS).map(({ height }) => height);
    for (const cells of await ask(
      (
        database,
        own,
      ) => `SELECT toString(height), tx, toString(slot), payer, payee, toString(place), toString(time), asset, toString(ord),
       toString(amount), sink, batch FROM ${database}.move FINAL WHERE ${own} AND height IN {heights:Array(Int64)}`,
      { heights },
    )) {
      const row = moveRowOf(cells);
      const key = `${cells[0]} ${cells[1]}`;
      const tx = legs.get(key) ?? { place: row.place, moves: new Map() };
      tx.moves.set(row.slot, { row, batch: Number(cells[11]) });
      legs.set(key, tx);
    }
  }
  return legs;
}

/** Whole transactions of a coin chain, by height and transaction. */
async function knownBodies(ask: Ask, again: readonly MovedBlock[]): Promise<ReadonlyMap<string, string>> {
  const bodies = new Map<string, string>();
  const coins = again.flatMap(({ transactions }) =>
    transactions.flatMap(({ txId, coins: whole }) => (whole === undefined ? [] : [txId])),
  );
  for (const txs of inQuestions(coins, (txId) => txId))
    for (const [height, tx, body] of await ask(
      (database, own) =>
        `SELECT toString(height), tx, body FROM ${database}.coins FINAL WHERE ${own} AND tx IN {txs:Array(String)}`,
      { txs },
    ))
      bodies.set(`${height} ${tx}`, String(body));
  return bodies;
}

async function standingOf(ask: Ask, listed: readonly MovedBlock[]): Promise<ReadonlyMap<TxId, number>> {
  const standing = new Map<TxId, number>();
  const ids = listed.flatMap(({ transactions }) => transactions.map(({ txId }) => txId));
  for (const txs of inQuestions(ids, (txId) => txId))
    for (const [tx, height] of await ask(
      (database, own) =>
        `SELECT tx, toString(height) FROM ${database}.tx WHERE ${own} AND tx IN {txs:Array(String)}`,
      { txs },
    ))
      standing.set(tx as TxId, Number(height));
  return standing;
}

async function assetsNotThere(ask: Ask, names: readonly string[]): Promise<readonly AssetId[]> {
  const there = new Set<Cell | undefined>();
  for (const part of inQuestions(names, (name) => name))
    for (const [name] of await ask(
      (database, own) => `SELECT name FROM ${database}.asset WHERE ${own} AND name IN {names:Array(String)}`,
      { names: part },
    ))
      there.add(name);
  return names.filter((name) => !there.has(name)) as AssetId[];
}

function moveRowOf(cells: readonly Cell[]): MoveRow {
  const [, , slot, payer, payee, place, time, asset, ord, amount, sink] = cells;
  return {
    slot: Number(slot),
    payer: String(payer),
    payee: String(payee),
    place: place === null ? null : Number(place),
    time: Number(time),
    asset: String(asset),
    ord: ord === null ? null : Number(ord),
    amount: String(amount),
    sink: Number(sink),
  };
}
