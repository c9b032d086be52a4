// All transfers of one transaction, in order: from its own words and the node's record of it. Names as in the histories,
// so that what is known from both is known once.
import { KnownError } from '../../model/errors.ts';
import type { Scope } from '../../model/ledger.ts';
import type { TxId } from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';
import { type Asking, parsedBy } from '../asking.ts';
import { SourceFailure } from '../source-failure.ts';
import type { TokenBook } from '../token-book.ts';
import { askRecord, RECORD, type RecordSource } from './records.ts';
import { askNode } from './source.ts';
import { callTransfers, movesOfRecord, ownTransfers, tokenTransfers } from './transfers.ts';
import { readTxWords, type TxWords } from './tx-words.ts';

export function checkedTxId(tx: TxId): TxId {
  if (/^[0-9a-fA-F]{64}$/.test(tx)) return tx.toLowerCase() as TxId;
  throw new KnownError('transaction-unknown', 'This is no transaction id of tron.', {
    hint: 'A transaction id is 64 hex digits, without 0x.',
    exit: 2,
  });
}

export interface WholeTx {
  readonly words: TxWords;
  readonly transfers: readonly Transfer[];
}

export async function readTransaction(
  source: RecordSource,
  book: TokenBook,
  txId: TxId,
  scope: Scope,
): Promise<WholeTx> {
  const asking: Asking = { keep: { kind: 'pinned', block: scope.asOf.hash }, signal: scope.signal };
  const method = 'gettransactionbyid';
  const raw = await askNode(source, method, { value: txId }, asking);
  if (raw === undefined)
    throw new KnownError('transaction-unknown', `tron has no irreversible transaction ${txId}.`, {
      hint: 'Check the id and the chain; if it is new, try again in a minute.',
    });
  const words = parsedBy(source, method, () => readTxWords(raw, 'hex'));
  const wrong = (action: string, text: string) =>
    new SourceFailure(source.service, action, 'answer', text, 'source-disagreement');
  if (words.txId !== txId) throw wrong(method, `asked for ${txId}, answered with ${words.txId}`);
  const record = await askRecord(source, txId, asking);
  if (record === undefined) throw wrong(RECORD, 'knows the transaction but not its record');
  if (record.height > scope.asOf.height)
    throw new KnownError(
      'transaction-unknown',
      `tron has no transaction ${txId} up to block ${scope.asOf.height}: it is in block ${record.height}.`,
      { hint: 'Choose a later --as-of.' },
    );
  const at = { height: record.height, time: Math.floor(record.ms / 1000), txIndex: undefined };
  const { calls, tokens } = movesOfRecord(record);
  const transfers = [
    ...ownTransfers(book.native.id, words, record, at),
    ...callTransfers(book.native.id, txId, calls, at),
    ...tokenTransfers(txId, tokens, at),
  ];
  return { words, transfers };
}
