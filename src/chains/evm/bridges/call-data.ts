// THORChain memos in the call data of a plain payment of the coin: to a vault, which is an account like any other, or out of
// one. THORNode reads them there (bifrost, evm_block_scanner.go, getTxInFromTransaction), as text or as hex digits of text.
// Anyone can write one, so it is a claim until the other chain answers to it.
import type { AssetId } from '../../../model/asset.ts';
import { type BridgeActs, NO_ACTS } from '../../../model/bridge.ts';
import type { TxId } from '../../../model/place.ts';
import type { TransferId } from '../../../model/transfer.ts';
import { LONGEST_MEMO } from '../../thorchain/memo.ts';
import { actsByMemo } from '../../thorchain/sending.ts';
import type { NativeRow } from '../rows.ts';
import type { WholeTx } from '../transaction.ts';

/** Call data that could be a memo, by its length and its letters; undefined: it is none. Only readMemo says what it is. */
export function memoText(input: string): string | undefined {
  // Twice two digits a letter: hex digits of hex digits.
  if (input.length <= 2 || input.length > 2 + 4 * LONGEST_MEMO || !/^0x([2-7][0-9a-f])+$/i.test(input))
    return undefined;
  const text = Buffer.from(input.slice(2), 'hex').toString('latin1');
  return /^([0-9a-f]{2})+$/i.test(text) ? Buffer.from(text, 'hex').toString('latin1') : text;
}

/** Of those that say something. */
export function callDataActs(native: AssetId, rows: readonly NativeRow[]): ReadonlyMap<TxId, BridgeActs> {
  return new Map(rows.flatMap((row) => actsIn(native, row)));
}

function actsIn(native: AssetId, row: NativeRow): [TxId, BridgeActs][] {
  const { txId, from, to, value, failed, memo } = row;
  if (memo === undefined || failed || value === 0n || from === undefined || to === undefined) return [];
  const leg = `${txId}/value` as TransferId;
  const acts = actsByMemo({ txId, memo, asset: native, amount: value, sender: from, leg }, to);
  return acts === NO_ACTS ? [] : [[txId, acts]];
}

/** Nothing but a payment and its fee: where a program ran and moved or said something, the call data was meant for it. */
export function isPlain({ transfers, logs, row: { txId } }: WholeTx): boolean {
  const plain = [`${txId}/fee`, `${txId}/value`];
  return logs.length === 0 && transfers.every(({ id }) => plain.includes(id));
}
