// The node's records of transactions, each asked for once in a run.
import type { TxId } from '../../model/place.ts';
import { type Asked, type Asking, parsedBy } from '../asking.ts';
import { eachConcurrently } from '../concurrent.ts';
import { type Known, once } from '../once.ts';
import { SourceFailure } from '../source-failure.ts';
import { isNone } from './answer.ts';
import { askNode } from './source.ts';
import { readTxRecord, type TxRecord } from './tx-record.ts';

/** How many are asked for at once, within one history. */
const AT_ONCE = 4;

export const RECORD = 'gettransactioninfobyid';

/** With the records that it gave: of transactions that histories share. */
export interface RecordSource extends Asked {
  readonly records: Known<TxRecord | undefined>;
}

/** undefined: the node has none, as far as the chain is irreversible. */
export function askRecord(source: RecordSource, txId: TxId, asking: Asking): Promise<TxRecord | undefined> {
  return once(source.records, txId, () => recordOf(source, txId, { ...asking, isBehind: isNone }));
}

async function recordOf(source: Asked, txId: TxId, asking: Asking): Promise<TxRecord | undefined> {
  const raw = await askNode(source, RECORD, { value: txId }, asking);
  if (raw === undefined) return undefined;
  const record = parsedBy(source, RECORD, () => readTxRecord(raw));
  if (record.txId === txId) return record;
  const text = `asked for ${txId}, answered with ${record.txId}`;
  throw new SourceFailure(source.service, RECORD, 'answer', text, 'source-disagreement');
}

/** Adds those that are not there yet. A transaction that stands in a list and is unknown to the node is a contradiction. */
export async function addRecords(
  source: RecordSource,
  txIds: Iterable<TxId>,
  records: Map<TxId, TxRecord>,
  asking: Asking,
): Promise<void> {
  const missing = [...new Set(txIds)].filter((txId) => !records.has(txId));
  const found = eachConcurrently(missing, AT_ONCE, async (txId) => {
    const record = await askRecord(source, txId, asking);
    if (record !== undefined) return record;
    const text = `a list holds ${txId}, which the node does not know`;
    throw new SourceFailure(source.service, RECORD, 'answer', text, 'source-disagreement');
  });
  for await (const record of found) records.set(record.txId, record);
}
