// Rows of the list of token transfers that tell of single things (TRC-721): their number is the thing's, and no amount. The list
// does not say so. What gives them away is that nothing divides them: of each such contract one transaction is looked up, whose
// event then has the number among its topics (tx-record.ts leaves those out).
import type { Address } from '../../model/address.ts';
import type { TxId } from '../../model/place.ts';
import type { Asking } from '../asking.ts';
import { tronTokens } from './chain-row.ts';
import { addRecords, type RecordSource } from './records.ts';
import type { TokenRow } from './rows.ts';
import type { TxRecord } from './tx-record.ts';

const genuine: ReadonlySet<string> = new Set(tronTokens.map(({ contract }) => contract));

/** Those that tell of amounts. `records`: gets what was looked up. */
export async function withoutSingleThings(
  source: RecordSource,
  rows: readonly TokenRow[],
  records: Map<TxId, TxRecord>,
  asking: Asking,
): Promise<readonly TokenRow[]> {
  const samples = new Map<Address, TokenRow>();
  for (const row of rows) {
    const { contract, decimals, value, isTransfer } = row;
    if (contract === undefined || (decimals ?? 0) > 0 || value === 0n || isTransfer !== 'yes') continue;
    if (!genuine.has(contract) && !samples.has(contract)) samples.set(contract, row);
  }
  const txIds = [...samples.values()].map(({ txId }) => txId);
  await addRecords(source, txIds, records, asking);
  const single = new Set<Address>();
  for (const [contract, { txId }] of samples) {
    const record = records.get(txId);
    if (record?.singles.has(contract) === true) single.add(contract);
  }
  return rows.filter(({ contract }) => contract === undefined || !single.has(contract));
}
