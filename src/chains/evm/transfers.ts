// From rows to transfers: pure. What moved nothing (failed, zero, delegated) is left out here and nowhere else.
import type { Address } from '../../model/address.ts';
import type { AllowanceUse } from '../../model/allowance.ts';
import type { AssetId } from '../../model/asset.ts';
import type { ChainId } from '../../model/chain.ts';
import type { EmptyTransfer } from '../../model/empty-transfer.ts';
import type { OwnActs } from '../../model/own-acts.ts';
import { type Place, type TxId, wallet } from '../../model/place.ts';
import type { Position, Transfer, TransferId } from '../../model/transfer.ts';
import { rowNames } from '../row-names.ts';
import { tokenAsset } from './assets.ts';
import type { InternalRow, NativeRow, TokenRow } from './rows.ts';
import { callOrder, comparePaths, FEE_ORDER, VALUE_ORDER } from './trace-order.ts';

export const ZERO = '0x0000000000000000000000000000000000000000' as Address;

/** The zero address is nobody's: tokens are made out of it and destroyed into it. */
export function placeOf(chain: ChainId, address: Address | undefined, side: 'issued' | 'burnt'): Place {
  return address === undefined || address === ZERO ? { kind: side, chain } : wallet(chain, address);
}

interface Move {
  readonly id: string;
  readonly txId: TxId;
  readonly at: Position;
  readonly from: Address | undefined;
  readonly to: Address | undefined;
  readonly asset: AssetId;
  readonly amount: bigint;
}

function transfer(chain: ChainId, move: Move): Transfer {
  return {
    id: `${move.txId}/${move.id}` as TransferId,
    chain,
    txId: move.txId,
    at: move.at,
    from: placeOf(chain, move.from, 'issued'),
    to: placeOf(chain, move.to, 'burnt'),
    asset: move.asset,
    amount: move.amount,
    coin: undefined,
  };
}

export function nativeTransfers(chain: ChainId, native: AssetId, rows: readonly NativeRow[]): Transfer[] {
  return rows.flatMap((row) => {
    const { txId, height, time, txIndex } = row;
    const moved: Transfer[] = [];
    if (row.fee > 0n && row.from !== undefined) {
      moved.push({
        id: `${txId}/fee` as TransferId,
        chain,
        txId,
        at: { height, time, txIndex, order: FEE_ORDER },
        from: wallet(chain, row.from),
        to: { kind: 'fee', chain },
        asset: native,
        amount: row.fee,
        coin: undefined,
      });
    }
    // A failed transaction moves nothing but the fee.
    if (row.value > 0n && !row.failed) {
      const at = { height, time, txIndex, order: VALUE_ORDER };
      moved.push(
        transfer(chain, {
          id: 'value',
          txId,
          at,
          from: row.from,
          to: row.to,
          asset: native,
          amount: row.value,
        }),
      );
    }
    return moved;
  });
}

/** The types of rows that move value. A delegatecall shows its caller's value and moves none; a callcode pays itself. */
export const moving: ReadonlySet<string> = new Set(['call', 'create', 'create2', 'selfdestruct', 'suicide']);
export const still: ReadonlySet<string> = new Set(['delegatecall', 'staticcall', 'callcode']);

/** Types of internal rows with a value that no table here knows. */
export function unknownTypes(rows: readonly InternalRow[]): string[] {
  const unknown = rows.filter((row) => row.value > 0n && !moving.has(row.type) && !still.has(row.type));
  return [...new Set(unknown.map((row) => row.type))].sort();
}

export interface InternalContext {
  /** Transactions known to have failed as a whole: their calls undid themselves, whatever the row says. */
  readonly failedTxs: ReadonlySet<TxId>;
  readonly txIndexOf: ReadonlyMap<TxId, number>;
  /** `tree`: the path names the calls above, so what failed there undoes this too. */
  readonly paths: 'tree' | 'number';
  /** Two services number calls differently; where both may be asked, only one of them gives the order. */
  readonly order: 'kept' | 'dropped';
}

function undone(row: InternalRow, failedPaths: ReadonlySet<string>): boolean {
  const path = row.path ?? [];
  return path.some((_, at) => failedPaths.has(`${row.txId} ${path.slice(0, at).join('_')}`));
}

export function internalTransfers(
  chain: ChainId,
  native: AssetId,
  rows: readonly InternalRow[],
  context: InternalContext,
): Transfer[] {
  const failedPaths = new Set(
    context.paths === 'tree'
      ? rows.filter((row) => row.failed && row.path).map((row) => `${row.txId} ${row.path?.join('_')}`)
      : [],
  );
  const moved = rows
    .filter((row) => row.value > 0n && moving.has(row.type) && !row.failed)
    .filter((row) => row.to !== undefined && !context.failedTxs.has(row.txId) && !undone(row, failedPaths));
  const place = new Map<TxId, number>();
  for (const row of moved) if (!place.has(row.txId)) place.set(row.txId, place.size);
  const placed = (row: InternalRow) => place.get(row.txId) ?? 0;
  // By the tree, so that of equal calls the first is always number 0.
  moved.sort((a, b) => placed(a) - placed(b) || comparePaths(a.path, b.path));
  const names = rowNames(moved, (row) => `${row.txId} ${row.from} ${row.to} ${row.value}`);
  return moved.map((row, at) =>
    transfer(chain, {
      id: `trace/${names[at]}`,
      txId: row.txId,
      at: {
        height: row.height,
        time: row.time,
        txIndex: context.txIndexOf.get(row.txId),
        order: context.order === 'kept' ? callOrder(row.path) : undefined,
      },
      from: row.from,
      to: row.to,
      asset: native,
      amount: row.value,
    }),
  );
}

/** Allowances that these transactions used by calling the token themselves; of one that failed nothing was used. */
export function allowanceUses(chain: ChainId, rows: readonly NativeRow[]): AllowanceUse[] {
  return rows.flatMap(({ txId, from: spender, to: token, failed, transferFrom }) => {
    if (failed || spender === undefined || token === undefined || transferFrom === undefined) return [];
    const { from, to, value } = transferFrom;
    return {
      chain,
      txId,
      asset: tokenAsset(chain, token),
      spender: wallet(chain, spender),
      from: wallet(chain, from),
      to: wallet(chain, to),
      amount: value,
    };
  });
}

/** `rows`: transactions of the history of `owner`. */
export function ownActs(chain: ChainId, owner: Address, rows: readonly NativeRow[]): OwnActs {
  const sent = rows.filter(({ from }) => from === owner);
  const called = new Set(sent.flatMap(({ to }) => (to === undefined ? [] : tokenAsset(chain, to))));
  return { sent: sent.map(({ txId }) => txId), called: [...called] };
}

/** What a token movement needs: a row of tokentx, or a Transfer event of a receipt, which knows its order. */
export type TokenMove = Pick<
  TokenRow,
  'height' | 'time' | 'txId' | 'txIndex' | 'from' | 'to' | 'value' | 'contract' | 'order'
>;

/** `natives`: the transactions of the history in which the rows stand, which is that of `owner`. */
export function emptyTransfers(
  chain: ChainId,
  owner: Address,
  rows: readonly TokenRow[],
  natives: readonly NativeRow[],
): EmptyTransfer[] {
  const senders = new Map(natives.map(({ txId, from }) => [txId, from]));
  const empty = rows.filter((row) => row.value === 0n);
  const names = rowNames(empty, (row) => `${row.txId} ${row.contract} ${row.from} ${row.to} 0`);
  return empty.map(({ txId, contract, time, from, to }, at) => {
    const sender = senders.get(txId);
    // What the owner of the history sends stands in it.
    const isOthers = sender === undefined ? from === owner : sender !== from;
    return {
      id: `${txId}/token/${contract}/${names[at]}` as TransferId,
      chain,
      txId,
      from: placeOf(chain, from, 'issued'),
      to: placeOf(chain, to, 'burnt'),
      asset: tokenAsset(chain, contract),
      time,
      sentBy: isOthers ? 'somebody-else' : sender === undefined ? 'unknown' : 'payer',
    };
  });
}

/** Of equal movements the first is number 0, whoever tells them. */
function byOrder(rows: readonly TokenMove[]): readonly TokenMove[] {
  if (rows.some(({ order }) => order === undefined)) return rows;
  const place = new Map<TxId, number>();
  for (const { txId } of rows) if (!place.has(txId)) place.set(txId, place.size);
  const placed = ({ txId }: TokenMove) => place.get(txId) as number;
  return [...rows].sort((a, b) => placed(a) - placed(b) || (a.order as number) - (b.order as number));
}

export function tokenTransfers(chain: ChainId, rows: readonly TokenMove[]): Transfer[] {
  const moved = byOrder(rows.filter((row) => row.value > 0n));
  const names = rowNames(moved, (row) => `${row.txId} ${row.contract} ${row.from} ${row.to} ${row.value}`);
  return moved.map((row, at) =>
    transfer(chain, {
      id: `token/${row.contract}/${names[at]}`,
      txId: row.txId,
      // Most lists of tokentx do not say where in the transaction their rows stand, not even by their own order.
      at: { height: row.height, time: row.time, txIndex: row.txIndex, order: row.order },
      from: row.from,
      to: row.to,
      asset: tokenAsset(chain, row.contract),
      amount: row.value,
    }),
  );
}
