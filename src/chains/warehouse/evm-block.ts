// One block of an EVM chain: its rows as movements, transaction by transaction, and what numbers the transactions. Pure.
import type { Address } from '../../model/address.ts';
import type { AssetId } from '../../model/asset.ts';
import { type ChainId, chainInfo } from '../../model/chain.ts';
import type { TxId } from '../../model/place.ts';
import { tokenAsset } from '../evm/assets.ts';
import { callOrder, comparePaths } from '../evm/trace-order.ts';
import { placeOf } from '../evm/transfers.ts';
import { conflict } from './conflicts.ts';
import { slotOf } from './evm-slots.ts';
import type { Basis, Move, MovedBlock, MovedTx } from './moves.ts';

/** `value`: what a transaction itself pays; `call`: what a call inside it does; `event`: a movement of a token. */
export type RowKind = 'fee' | 'value' | 'call' | 'event' | 'reward' | 'genesis';

export interface EvmRow {
  /** undefined: a reward, or a coin of the first block. */
  readonly tx: string | undefined;
  readonly kind: RowKind;
  /** Of a call its number in the block, of an event that of the event. */
  readonly number: number;
  readonly path: readonly number[];
  readonly payer: string | undefined;
  readonly payee: string | undefined;
  readonly contract: string | undefined;
  /** > 0 */
  readonly amount: bigint;
  /** Index of its transaction in the block. */
  readonly place: number | undefined;
  /** Number in the block of the first call of its transaction. */
  readonly call: number | undefined;
}

/** After whatever a block holds: rewards are paid at its end. */
const LAST = 2 ** 40;

export function evmBlock(
  chain: ChainId,
  { height, time, hash }: Pick<MovedBlock, 'height' | 'time' | 'hash'>,
  rows: readonly EvmRow[],
): MovedBlock {
  const byTx = new Map<string, EvmRow[]>();
  const issued: EvmRow[] = [];
  for (const row of rows) {
    if (row.tx === undefined) {
      issued.push(row);
      continue;
    }
    const own = byTx.get(row.tx);
    if (own === undefined) byTx.set(row.tx, [row]);
    else own.push(row);
  }
  const { basis, placeOfTx } = numbering(byTx);
  const native = chainInfo(chain)?.native.id as AssetId;
  const transactions = [...byTx].map(
    ([tx, own]): MovedTx => ({
      txId: tx as TxId,
      place: placeOfTx(own),
      moves: movesOf(chain, native, toldOnce(chain, height, own)),
    }),
  );
  return {
    height,
    time,
    hash,
    basis,
    transactions: [...transactions, ...issuedTxs(chain, native, height, issued)],
  };
}

/** The first numbering that all transactions of the block have; two in one block cannot be compared. */
function numbering(byTx: ReadonlyMap<string, readonly EvmRow[]>): {
  readonly basis: Basis;
  placeOfTx(rows: readonly EvmRow[]): number | undefined;
} {
  const bases: readonly [Basis, (rows: readonly EvmRow[]) => number | undefined][] = [
    ['index', ([row]) => row?.place],
    ['call', ([row]) => row?.call],
    ['event', firstEvent],
  ];
  for (const [basis, placeOfTx] of bases)
    if ([...byTx.values()].every((rows) => placeOfTx(rows) !== undefined)) return { basis, placeOfTx };
  return { basis: 'none', placeOfTx: () => undefined };
}

function firstEvent(rows: readonly EvmRow[]): number | undefined {
  let first: number | undefined;
  for (const { kind, number } of rows)
    if (kind === 'event' && (first === undefined || number < first)) first = number;
  return first;
}

/** Files of one import may overlap. Throws KnownError `import-conflict` where they contradict each other. */
function toldOnce(chain: ChainId, height: number, rows: readonly EvmRow[]): readonly EvmRow[] {
  const known = new Map<string, EvmRow>();
  for (const row of rows) {
    const { tx, kind, number, path, payer, payee, contract, amount } = row;
    const key = kind === 'call' ? path.join('_') : kind === 'event' ? `event ${number}` : kind;
    const other = known.get(key);
    if (other === undefined) known.set(key, row);
    else if (
      other.payer !== payer ||
      other.payee !== payee ||
      other.contract !== contract ||
      other.amount !== amount
    )
      throw conflict(chain, height, `files tell transaction ${tx} in two ways`);
  }
  return known.size === rows.length ? rows : [...known.values()];
}

function movesOf(chain: ChainId, native: AssetId, rows: readonly EvmRow[]): Move[] {
  // By the tree, so that of equal calls the first is always number 0, as in histories.
  const calls = rows.filter(({ kind }) => kind === 'call').sort((a, b) => comparePaths(a.path, b.path));
  const nth = new Map(calls.map((row, at) => [row, at]));
  const moves = rows.map((row): Move => {
    const { kind, payer, payee, contract, amount } = row;
    const isCall = kind === 'call';
    const at = nth.get(row) ?? (kind === 'event' ? row.number : 0);
    return {
      from: placeOf(chain, payer as Address | undefined, 'issued'),
      to: kind === 'fee' ? { kind: 'fee', chain } : placeOf(chain, payee as Address | undefined, 'burnt'),
      asset: contract === undefined ? native : tokenAsset(chain, contract as Address),
      amount,
      slot: slotOf(kind as 'fee' | 'value' | 'call' | 'event', at),
      order: isCall ? callOrder(row.path) : undefined,
      late: 0,
    };
  });
  return moves.sort((a, b) => a.slot - b.slot);
}

/** Rewards of a block, and the coins of the first one, are no transaction's: each has a name of its own. */
function issuedTxs(chain: ChainId, native: AssetId, height: number, rows: readonly EvmRow[]): MovedTx[] {
  const moveOf = ({ payee, amount }: EvmRow, number: number): Move => ({
    from: { kind: 'issued', chain },
    to: placeOf(chain, payee as Address | undefined, 'burnt'),
    asset: native,
    amount,
    slot: slotOf('call', number),
    order: number,
    late: 0,
  });
  const rewards = rows.filter(({ kind }) => kind === 'reward').map(moveOf);
  const reward = { txId: `REWARD_${height}` as TxId, place: LAST, moves: rewards };
  const genesis = rows
    .filter(({ kind }) => kind === 'genesis')
    .map((row): MovedTx => ({ txId: `GENESIS_${row.payee}` as TxId, place: 0, moves: [moveOf(row, 0)] }));
  return rewards.length === 0 ? genesis : [...genesis, reward];
}
