// What the three lists say of each transaction, laid side by side, and where the node's record of it must be asked for.
import type { Address } from '../../model/address.ts';
import type { TxId } from '../../model/place.ts';
import type { Asked } from '../asking.ts';
import { SourceFailure } from '../source-failure.ts';
import type { Lists } from './lists.ts';
import type { TxRow } from './rows.ts';
import { type CallMove, movesOfRecord, type TokenMove } from './transfers.ts';
import type { TxRecord } from './tx-record.ts';

/** What the lists say of one transaction. */
export interface Told {
  readonly txId: TxId;
  readonly ms: number;
  tx: TxRow | undefined;
  readonly calls: CallMove[];
  readonly tokens: TokenMove[];
  /** A row that does not say what it is of. */
  unclear: boolean;
}

export function byTransaction(source: Asked, lists: Lists): Told[] {
  const told = new Map<TxId, Told>();
  function at(txId: TxId, ms: number): Told {
    const known = told.get(txId) ?? { txId, ms, tx: undefined, calls: [], tokens: [], unclear: false };
    told.set(txId, known);
    if (known.ms === ms) return known;
    const text = `${txId} stands in two blocks, of ${known.ms} and ${ms} ms`;
    throw new SourceFailure(source.service, 'transactions', 'answer', text, 'source-disagreement');
  }
  for (const tx of lists.txs) at(tx.txId, tx.ms).tx = tx;
  for (const { txId, ms, from, to, moved } of lists.calls)
    for (const { token, amount } of moved)
      at(txId, ms).calls.push({ from, to, token, amount, at: undefined });
  for (const { txId, ms, from, to, contract, value, isTransfer } of lists.tokens) {
    const known = at(txId, ms);
    if (contract === undefined || isTransfer === 'untold') known.unclear = true;
    else if (value > 0n) known.tokens.push({ from, to, contract, amount: value, at: undefined });
  }
  return [...told.values()];
}

/** Two movements of one asset: equal rows cannot be told from one row told twice, and their order is not in the lists. */
export function needsRecord({ tx, calls, tokens, unclear }: Told): boolean {
  if (unclear || tx?.outcome === 'untold' || tx?.act.lacks === 'reward') return true;
  if (tx?.act.moves.some(({ to }) => to === undefined)) return true;
  const assets = [...calls.map(({ token }) => token ?? ''), ...tokens.map(({ contract }) => contract)];
  return new Set(assets).size < assets.length;
}

export interface Placed extends Told {
  readonly height: number;
  readonly record: TxRecord | undefined;
}

const isOf = (address: Address) => (move: { readonly from: Address; readonly to: Address }) =>
  move.from === address || move.to === address;

/** Where the rows and the node's record of a transaction differ, the record stands, and it is said. */
export function contradictions(address: Address, placed: readonly Placed[]): string[] {
  return placed.flatMap((each): string[] => {
    const { record, txId, unclear } = each;
    if (record === undefined || unclear) return [];
    const all = movesOfRecord(record);
    const own = { calls: all.calls.filter(isOf(address)), tokens: all.tokens.filter(isOf(address)) };
    const said = ({ from, to, amount }: CallMove | TokenMove, asset: string | undefined): string =>
      `${from} ${to} ${asset} ${amount}`;
    const lines = (of: { calls: readonly CallMove[]; tokens: readonly TokenMove[] }): string =>
      [
        ...of.calls.map((call) => said(call, call.token)),
        ...of.tokens.filter(({ amount }) => amount > 0n).map((token) => said(token, token.contract)),
      ]
        .sort()
        .join('\n');
    if (lines(each) === lines(own)) return [];
    return [
      `Transaction ${txId}: the lists and the node's record tell different movements of this wallet; the record stands.`,
    ];
  });
}
