// From what was read to transfers: pure. What moved nothing (failed, zero) is left out here and nowhere else.
import type { Address } from '../../model/address.ts';
import type { AssetId } from '../../model/asset.ts';
import { TRON } from '../../model/chain.ts';
import type { EmptyTransfer } from '../../model/empty-transfer.ts';
import { type Place, type TxId, wallet } from '../../model/place.ts';
import type { Position, Transfer, TransferId } from '../../model/transfer.ts';
import { rowNames } from '../row-names.ts';
import { ZERO } from './address.ts';
import { trc10Asset, trc20Asset } from './chain-row.ts';
import type { TokenRow, TxRow } from './rows.ts';
import type { TxRecord } from './tx-record.ts';
import type { TxWords } from './tx-words.ts';

/** Where a transaction stands; the order inside it is added. */
export type TxPosition = Omit<Position, 'order'>;

/** Orders of one transaction: the fee, what it pays itself, then calls, then events. Calls and events move different assets. */
const FEE_ORDER = 0;
const VALUE_ORDER = 1;
const CALL_ORDER = 16;
export const LOG_ORDER = 2 ** 32;

/** A movement of TRX or a TRC-10 token by a call inside a transaction. */
export interface CallMove {
  readonly from: Address;
  readonly to: Address;
  readonly token: string | undefined;
  readonly amount: bigint;
  /** undefined: the source does not say. */
  readonly at: number | undefined;
}
export interface TokenMove {
  readonly from: Address;
  readonly to: Address;
  readonly contract: Address;
  readonly amount: bigint;
  readonly at: number | undefined;
}

function place(address: Address, side: 'issued' | 'burnt'): Place {
  return address === ZERO ? { kind: side, chain: TRON } : wallet(TRON, address);
}

interface Move {
  readonly name: string;
  readonly from: Place;
  readonly to: Place;
  readonly asset: AssetId;
  readonly amount: bigint;
  readonly order: number | undefined;
}

function transfer(txId: TxId, at: TxPosition, { name, order, ...move }: Move): Transfer {
  return {
    id: `${txId}/${name}` as TransferId,
    chain: TRON,
    txId,
    at: { ...at, order },
    ...move,
    coin: undefined,
  };
}

function callAsset(native: AssetId, token: string | undefined): AssetId {
  return token === undefined ? native : trc10Asset(token);
}

/** Fee, payments and claimed rewards of a transaction. A failed one moves nothing but the fee. */
export function ownTransfers(
  native: AssetId,
  { txId, act, outcome, fee }: TxWords,
  record: TxRecord | undefined,
  at: TxPosition,
): Transfer[] {
  const { owner, moves, lacks } = act;
  const payer = wallet(TRON, owner);
  const all: Move[] = [];
  const paid = record?.fee ?? fee ?? 0n;
  if (paid > 0n)
    all.push({
      name: 'fee',
      from: payer,
      to: { kind: 'fee', chain: TRON },
      asset: native,
      amount: paid,
      order: FEE_ORDER,
    });
  if ((record?.outcome ?? outcome) !== 'failed') {
    for (const { to, token, amount } of moves) {
      const payee = to ?? record?.contract;
      if (amount === 0n || payee === undefined) continue;
      const asset = callAsset(native, token);
      const order = token === undefined ? VALUE_ORDER : VALUE_ORDER + 1;
      const name = act.call !== undefined && token !== undefined ? 'value/token' : 'value';
      all.push({ name, from: payer, to: place(payee, 'burnt'), asset, amount, order });
    }
    if (lacks === 'reward' && record !== undefined && record.reward > 0n) {
      const from: Place = { kind: 'issued', chain: TRON };
      all.push({ name: 'value', from, to: payer, asset: native, amount: record.reward, order: VALUE_ORDER });
    }
  }
  return all.map((move) => transfer(txId, at, move));
}

export function callTransfers(
  native: AssetId,
  txId: TxId,
  moves: readonly CallMove[],
  at: TxPosition,
): Transfer[] {
  const names = rowNames(
    moves,
    ({ from, to, token, amount }) => `${txId} ${from} ${to} ${token ?? ''} ${amount}`,
  );
  return moves.map(({ from, to, token, amount, at: index }, n) =>
    transfer(txId, at, {
      name: `trace/${names[n]}`,
      from: place(from, 'issued'),
      to: place(to, 'burnt'),
      asset: callAsset(native, token),
      amount,
      order: index === undefined ? undefined : CALL_ORDER + index,
    }),
  );
}

export function tokenTransfers(txId: TxId, moves: readonly TokenMove[], at: TxPosition): Transfer[] {
  const moved = moves.filter(({ amount }) => amount > 0n);
  const names = rowNames(
    moved,
    ({ contract, from, to, amount }) => `${txId} ${contract} ${from} ${to} ${amount}`,
  );
  return moved.map(({ from, to, contract, amount, at: index }, n) =>
    transfer(txId, at, {
      name: `token/${contract}/${names[n]}`,
      from: place(from, 'issued'),
      to: place(to, 'burnt'),
      asset: trc20Asset(contract),
      amount,
      order: index === undefined ? undefined : LOG_ORDER + index,
    }),
  );
}

/** `txs`: the transactions of the history in which the rows stand, which is that of `owner`. */
export function emptyTransfers(
  owner: Address,
  rows: readonly TokenRow[],
  txs: readonly TxRow[],
): EmptyTransfer[] {
  const senders = new Map(txs.map(({ txId, act }) => [txId, act.owner]));
  const empty = rows.flatMap(({ txId, ms, from, to, contract, value, isTransfer }) =>
    value === 0n && isTransfer === 'yes' && contract !== undefined ? { txId, ms, from, to, contract } : [],
  );
  const names = rowNames(empty, ({ txId, contract, from, to }) => `${txId} ${contract} ${from} ${to} 0`);
  return empty.map(({ txId, ms, from, to, contract }, n) => {
    const sender = senders.get(txId);
    // What the owner of the history sends stands in it.
    const isOthers = sender === undefined ? from === owner : sender !== from;
    return {
      id: `${txId}/token/${contract}/${names[n]}` as TransferId,
      chain: TRON,
      txId,
      from: place(from, 'issued'),
      to: place(to, 'burnt'),
      asset: trc20Asset(contract),
      time: Math.floor(ms / 1000),
      sentBy: isOthers ? 'somebody-else' : sender === undefined ? 'unknown' : 'payer',
    };
  });
}

export function movesOfRecord(record: TxRecord): {
  readonly calls: CallMove[];
  readonly tokens: TokenMove[];
} {
  return {
    calls: record.calls.flatMap(({ from, to, moved }, at) =>
      moved.map((each) => ({ from, to, ...each, at })),
    ),
    tokens: record.tokens.map(({ value, ...move }) => ({ ...move, amount: value })),
  };
}
