// From the rows of one chain to its transfers: where each stands and what it is called. The order of the rows in the
// file says nothing: the same rows shuffled give the same transfers.
import { hash } from 'node:crypto';
import { placeKey, type TxId } from '../../model/place.ts';
import type { Transfer, TransferId } from '../../model/transfer.ts';
import type { ListRow } from './row.ts';

const LAST = Number.MAX_SAFE_INTEGER;

interface Named {
  readonly row: ListRow;
  /** What the row says, as 128 bits: with the tx it is the name of a transfer. */
  readonly digest: string;
}

/**
 * `txIndex`: rank of the transaction among those of its height, by the smallest `order` of its rows. undefined: no row of
 * it has one, or another transaction has the same smallest.
 */
function ranks(transactions: ReadonlyMap<TxId, readonly ListRow[]>): ReadonlyMap<TxId, number> {
  const stands: { txId: TxId; height: number; smallest: number }[] = [];
  for (const [txId, rows] of transactions) {
    let smallest: number | undefined;
    for (const { order } of rows) {
      if (order !== undefined && (smallest === undefined || order < smallest)) smallest = order;
    }
    const height = rows[0]?.height;
    if (smallest !== undefined && height !== undefined) stands.push({ txId, height, smallest });
  }
  stands.sort((a, b) => a.height - b.height || a.smallest - b.smallest);
  const found = new Map<TxId, number>();
  let rank = 0;
  for (const [index, { txId, height, smallest }] of stands.entries()) {
    const before = stands[index - 1];
    const after = stands[index + 1];
    rank = before?.height === height ? rank + 1 : 0;
    const tied = [before, after].some((other) => other?.height === height && other.smallest === smallest);
    if (!tied) found.set(txId, rank);
  }
  return found;
}

/** What a row says: with its transaction and the how-manieth it is of those that say the same, the name of a transfer. */
export function digestOf(row: Pick<Transfer, 'chain' | 'txId' | 'from' | 'to' | 'amount' | 'asset'>): string {
  // The asset stands last: it alone may hold any character.
  const said = [row.chain, row.txId, placeKey(row.from), placeKey(row.to), row.amount, row.asset];
  return hash('sha256', said.join('\0')).slice(0, 32);
}

/** Rank of each row by `order` in its transaction; undefined: no order, or the same as a row that says something else. */
function orders(sorted: readonly Named[]): readonly (number | undefined)[] {
  const digests = new Map<number, string | 'several'>();
  for (const { row, digest } of sorted) {
    if (row.order === undefined) continue;
    const other = digests.get(row.order);
    digests.set(row.order, other === undefined || other === digest ? digest : 'several');
  }
  return sorted.map(({ row }, index) =>
    row.order === undefined || digests.get(row.order) === 'several' ? undefined : index,
  );
}

function transferOf(
  row: ListRow,
  digest: string,
  nth: number,
  txIndex: number | undefined,
  order: number | undefined,
): Transfer {
  const { chain, txId, height, time, from, to, asset, amount } = row;
  const id = `${txId}/row/${nth}/${digest}` as TransferId;
  return { id, chain, txId, at: { height, time, txIndex, order }, from, to, asset, amount, coin: undefined };
}

function transfersOfTx(rows: readonly ListRow[], txIndex: number | undefined): Transfer[] {
  const [only, second] = rows;
  if (only !== undefined && second === undefined) {
    const order = only.order === undefined ? undefined : 0;
    return only.amount === 0n ? [] : [transferOf(only, digestOf(only), 0, txIndex, order)];
  }
  const named = rows.map((row) => ({ row, digest: digestOf(row) }));
  named.sort(
    (a, b) =>
      (a.row.order ?? LAST) - (b.row.order ?? LAST) ||
      (a.digest < b.digest ? -1 : a.digest > b.digest ? 1 : a.row.time - b.row.time),
  );
  const ranked = orders(named);
  const equal = new Map<string, number>();
  return named.flatMap(({ row, digest }, index) => {
    const nth = equal.get(digest) ?? 0;
    equal.set(digest, nth + 1);
    return row.amount === 0n ? [] : [transferOf(row, digest, nth, txIndex, ranked[index])];
  });
}

/** The transfers of the rows of one chain in chain order; rows of amount 0 take part in the order and are left out. */
export function positioned(rows: readonly ListRow[]): readonly Transfer[] {
  const transactions = new Map<TxId, ListRow[]>();
  for (const row of rows) {
    const others = transactions.get(row.txId);
    if (others === undefined) transactions.set(row.txId, [row]);
    else others.push(row);
  }
  const ranked = ranks(transactions);
  const ordered = [...transactions].map(([txId, own]) => ({
    txId,
    height: own[0]?.height ?? 0,
    rank: ranked.get(txId),
    own,
  }));
  ordered.sort(
    (a, b) =>
      a.height - b.height ||
      (a.rank ?? LAST) - (b.rank ?? LAST) ||
      (a.txId < b.txId ? -1 : a.txId > b.txId ? 1 : 0),
  );
  return ordered.flatMap(({ rank, own }) => transfersOfTx(own, rank));
}
