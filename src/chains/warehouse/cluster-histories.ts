// Reads movements out of a warehouse on a cluster: histories of many wallets in one query, whole transactions, how many a
// wallet has. Knows the tables; knows nothing of pages, gaps and limits (cluster-ledger.ts).
import { type AssetId, assetId } from '../../model/asset.ts';
import type { ChainId } from '../../model/chain.ts';
import type { Place, TxId } from '../../model/place.ts';
import { type Cell, literal, type Parameters } from '../../store/cluster.ts';
import type { Only } from './cluster-assets.ts';
import type { ClusterWarehouse } from './cluster-open.ts';
import { type Leg, ofPacked, packedTogether, packedTold, type Unpacked, unpacked } from './cluster-packed.ts';
import { ownerPlace } from './stored-owner.ts';
import { sinkPlace } from './stored-place.ts';
import type { StoredMove } from './transfers.ts';

export interface ClusterFound {
  /** As ownerText has it. */
  readonly wallet: string;
  /** How many movements its transaction has, at least. */
  readonly legs: number;
  readonly move: StoredMove;
}

/** Movements of a wallet up to a height and in all, counted before what came twice is one: no fewer than it has. */
export interface AtMost {
  readonly settled: number;
  readonly all: number;
}

export interface ClusterHistories {
  counts(wallets: readonly string[], upTo: number): Promise<ReadonlyMap<string, AtMost>>;
  /** Whether a wallet has more movements than this at or below a height; no more of them are read. */
  hasMore(wallet: string, upTo: number, most: number): Promise<boolean>;
  /**
   * All movements of these wallets, by wallet and chain order; of one with others in its transaction only its own. `only`: of
   * other assets none that has no others beside it.
   */
  ofWallets(
    wallets: readonly string[],
    above: number,
    upTo: number,
    only?: Only,
  ): Promise<readonly ClusterFound[]>;
  /** The first `most` movements of one wallet above a height, and all others of the last height among them. */
  partOf(
    wallet: string,
    above: number,
    upTo: number,
    most: number,
    only?: Only,
  ): Promise<readonly ClusterFound[]>;
  /** All movements of these transactions, by transaction and slot. */
  ofTransactions(txs: readonly StandingTx[]): Promise<ReadonlyMap<TxId, readonly StoredMove[]>>;
  /** The heights at which a transaction stands. */
  heightsOf(tx: TxId): Promise<readonly number[]>;
  hasAddress(address: string): Promise<boolean>;
}

export type StandingTx = Pick<StoredMove, 'txId' | 'height'>;

/** Names in one question, and their characters: a server takes some 128 kB. */
const NAMES = 1_000;
const CHARACTERS = 90_000;
/** SQL: of these wallets, as one text, which costs the servers less than a list of them does. No address has a line end in it. */
export const among = (wallets: readonly string[]): string =>
  `wallet IN (SELECT arrayJoin(splitByChar('\\n', ${literal(wallets.join('\n'))})))`;
const MOVED =
  'toString(height), tx, toString(slot), toString(place), toString(time), asset, toString(ord), toString(amount), sink';
/** Height, transaction and slot of these. */
const isSameMove = (a: readonly Cell[], b: readonly Cell[]): boolean =>
  a[0] === b[0] && a[1] === b[1] && a[2] === b[2];

export function clusterHistories({ cluster, told }: ClusterWarehouse, chain: ChainId): ClusterHistories {
  const { database } = cluster.name;
  const own = `chain = {chain:String} AND ${told}`;
  const legs = `FROM ${database}.history WHERE ${own}`;

  async function asked(sql: string, parameters: Parameters) {
    return cluster.rows(sql, { chain, ...parameters });
  }

  async function together(sql: string, parameters: Parameters): Promise<Unpacked[]> {
    return cluster.bytes(packedTogether(sql), { chain, ...parameters }, (bytes) => unpacked(chain, bytes));
  }

  return {
    async counts(wallets, upTo) {
      const rows = await asked(
        `SELECT wallet, toString(countIf(height <= {upTo:Int64})), toString(count()) ${legs} AND ${among(wallets)} GROUP BY wallet`,
        { upTo },
      );
      return new Map(
        rows.map(([wallet, settled, all]) => [
          String(wallet),
          { settled: Number(settled), all: Number(all) },
        ]),
      );
    },
    async hasMore(wallet, upTo, most) {
      const [[count] = []] = await asked(
        `SELECT toString(count()) FROM (SELECT height FROM ${database}.history FINAL WHERE ${own} AND wallet = {wallet:String} AND height <= {upTo:Int64} LIMIT {limit:UInt64})`,
        { wallet, upTo, limit: most + 1 },
      );
      return Number(count) > most;
    },
    async ofWallets(wallets, above, upTo, only) {
      const height = ofPacked('height');
      const all = await together(
        `FROM ${database}.history PREWHERE ${among(wallets)} WHERE ${packedTold(told)}
         AND ${height} > {above:Int64} AND ${height} <= {upTo:Int64} ${narrow(only)}`,
        { above, upTo },
      );
      all.sort((a, b) => (a.wallet < b.wallet ? -1 : 1));
      return all.flatMap(({ wallet, legs: own }) => found(chain, wallet, own));
    },
    async partOf(wallet, above, upTo, most, only) {
      for (let limit = most; ; limit *= 2) {
        const [{ legs: all } = { legs: [] }] = await together(
          `FROM (SELECT wallet, packed ${legs} AND wallet = {wallet:String} AND height > {above:Int64} AND height <= {upTo:Int64} ${narrow(only)}
           ORDER BY height, tx, slot, dir, version LIMIT {limit:UInt64})`,
          { wallet, above, upTo, limit },
        );
        const last = all.reduce((highest, { height }) => Math.max(highest, height), -1);
        // Rows of one height stay together, so that equal ones are counted together.
        const whole = all.length < limit ? all : all.filter(({ height }) => height !== last);
        if (whole.length > 0 || all.length === 0) return found(chain, wallet, whole);
      }
    },
    async ofTransactions(txs) {
      const byTx = new Map<TxId, StoredMove[]>(txs.map(({ txId }) => [txId, []]));
      for (const part of inQuestions(txs, ({ txId }) => txId)) {
        const rows = await asked(
          `SELECT ${MOVED}, payer, payee FROM ${database}.move WHERE ${own}
           AND height IN {heights:Array(Int64)} AND tx IN {txs:Array(String)} ORDER BY height, tx, slot, batch`,
          { heights: [...new Set(part.map(({ height }) => height))], txs: part.map(({ txId }) => txId) },
        );
        for (const row of newest(rows, isSameMove)) {
          const [payer, payee] = row.slice(-2);
          const move = moved(row, party(chain, payer, row[8]), party(chain, payee, row[8]));
          byTx.get(move.txId)?.push(move);
        }
      }
      return byTx;
    },
    async heightsOf(tx) {
      const rows = await asked(
        `SELECT DISTINCT toString(height) FROM ${database}.tx WHERE ${own} AND tx = {tx:String}`,
        { tx },
      );
      return rows.map(([height]) => Number(height));
    },
    async hasAddress(address) {
      const rows = await asked(`SELECT 1 ${legs} AND wallet = {address:String} LIMIT 1`, { address });
      return rows.length > 0;
    },
  };
}

/** As many at once as one question takes. */
export function inQuestions<T>(all: readonly T[], nameOf: (each: T) => string): T[][] {
  const parts: T[][] = [];
  let room = 0;
  for (const each of all) {
    const { length } = nameOf(each);
    const last = parts.at(-1);
    room -= length + 3;
    if (last !== undefined && room >= 0 && last.length < NAMES) last.push(each);
    else {
      parts.push([each]);
      room = CHARACTERS - length;
    }
  }
  return parts;
}

/**
 * Of rows with one key, which stand together, the last: what was stored twice is read once before it is merged. Here, since
 * the servers' own FINAL costs half as much again as all else of a question.
 */
function newest<T>(rows: readonly T[], isSame: (a: T, b: T) => boolean): readonly T[] {
  return rows.filter((row, at) => at + 1 === rows.length || !isSame(row, rows[at + 1] as T));
}

function narrow(only: Only | undefined): string {
  if (only?.assets === undefined) return '';
  // A server knows no list of nothing; no asset is called so.
  return `AND (legs > 1 OR asset IN [${['', ...only.assets].map(literal).join()}])`;
}

/** Of one wallet, in chain order. */
function found(chain: ChainId, wallet: string, legs: Leg[]): ClusterFound[] {
  legs.sort((a, b) => byKey(a, b) || a.version - b.version);
  const own = ownerPlace(chain, wallet);
  return newest(legs, (a, b) => byKey(a, b) === 0).map((leg) => {
    const { tx: txId, height, time, place, slot, ord: order, asset, amount, dir } = leg;
    const other = party(chain, leg.peer, leg.sink);
    const [from, to] = dir === 0 ? [own, other] : [other, own];
    const move = { txId, height, time, place, slot, order, from, to, asset, amount };
    return { wallet, legs: leg.legs, move };
  });
}

function byKey(a: Leg, b: Leg): number {
  if (a.height !== b.height) return a.height - b.height;
  if (a.tx !== b.tx) return a.tx < b.tx ? -1 : 1;
  return a.slot - b.slot || a.dir - b.dir;
}

function party(chain: ChainId, text: Cell | undefined, sink: Cell | undefined): Place {
  return text === '' ? sinkPlace(chain, Number(sink)) : ownerPlace(chain, String(text));
}

function moved(row: readonly Cell[], from: Place, to: Place): StoredMove {
  const [height, tx, slot, place, time, asset, ord, amount] = row;
  const maybe = (cell: Cell | undefined): number | undefined => (cell === null ? undefined : Number(cell));
  return {
    txId: tx as TxId,
    height: Number(height),
    time: Number(time),
    place: maybe(place),
    slot: Number(slot),
    order: maybe(ord),
    from,
    to,
    asset: assetId(String(asset)) as AssetId,
    amount: BigInt(String(amount)),
  };
}
