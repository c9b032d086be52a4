// The whole history of one wallet from one source: three lists, one list of transfers. Never half from here, half from
// there: who fails throws a SourceFailure, and the next source starts anew.
import type { Address } from '../../model/address.ts';
import type { AllowanceUse } from '../../model/allowance.ts';
import type { EmptyTransfer } from '../../model/empty-transfer.ts';
import type { Gap } from '../../model/gap.ts';
import type { Scope } from '../../model/ledger.ts';
import type { OwnActs } from '../../model/own-acts.ts';
import { type TxId, wallet } from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';
import { excerpt, SourceFailure } from '../source-failure.ts';
import type { TokenBook } from '../token-book.ts';
import { coinLogs, toldBy } from './assets.ts';
import type { EvmChain } from './chains-table.ts';
import { depositsOf, untoldText } from './deposits.ts';
import { rewardsTo } from './rewards.ts';
import type { NativeRow, TokenRow } from './rows.ts';
import type { ExplorerSource } from './source.ts';
import {
  allowanceUses,
  emptyTransfers,
  internalTransfers,
  nativeTransfers,
  ownActs,
  tokenTransfers,
  unknownTypes,
} from './transfers.ts';
import { placeTxs, unplaced } from './tx-places.ts';
import { listsOf } from './wallet-list.ts';
import { withdrawalsTo } from './withdrawals.ts';

export interface History {
  readonly transfers: readonly Transfer[];
  readonly gaps: readonly Gap[];
  readonly allowances: readonly AllowanceUse[];
  readonly empties: readonly EmptyTransfer[];
  readonly own?: OwnActs;
  readonly hub: boolean;
}

/** Rows of one block that carry different block hashes come from two chains. */
function checkBlocks(source: ExplorerSource, rows: readonly (NativeRow | TokenRow)[]): void {
  const hashes = new Map<number, string>();
  for (const { height, blockHash } of rows) {
    if (blockHash === undefined) continue;
    const known = hashes.get(height) ?? blockHash;
    hashes.set(height, known);
    if (known === blockHash) continue;
    const text = `block ${height} has two hashes, ${known} and ${blockHash}`;
    throw new SourceFailure(source.service, 'txlist, tokentx', 'answer', text, 'source-disagreement');
  }
}

export async function readHistory(
  source: ExplorerSource,
  chain: EvmChain,
  book: TokenBook,
  address: Address,
  scope: Scope,
): Promise<History> {
  const place = wallet(chain.id, address);
  const hub: History = { transfers: [], gaps: [], allowances: [], empties: [], hub: true };
  // One after another: a hub or a failure is seen before more is asked, and `concurrency` histories stay so many requests.
  const asked = listsOf(source, chain, address, scope);
  const natives = await asked.transactions();
  if (natives.over) return hub;
  const internals = await asked.calls();
  if (internals.over) return hub;
  const listed = await asked.tokens();
  if (listed.over) return hub;
  const tokens = { ...listed, rows: listed.rows.filter(({ contract }) => !coinLogs.has(contract)) };

  checkBlocks(source, [...natives.rows, ...tokens.rows]);
  book.learn(toldBy(chain.id, tokens.rows));
  const known = new Map<TxId, number>();
  for (const row of [...natives.rows, ...internals.rows, ...tokens.rows])
    if (row.txIndex !== undefined) known.set(row.txId, row.txIndex);
  const context = {
    failedTxs: new Set(natives.rows.filter((row) => row.failed).map((row) => row.txId)),
    txIndexOf: known,
    paths: source.dialect.pathIsTree ? 'tree' : 'number',
    order: source.callOrder,
  } as const;
  const asking = { keep: { kind: 'pinned', block: scope.asOf.hash }, signal: scope.signal } as const;
  const deposits = await depositsOf(source, chain, book.native.id, address, natives.rows, asking);
  // Who stands in no row has paid nothing and was paid by nobody.
  const isKnown = [natives, internals, tokens].some(({ rows }) => rows.length > 0);
  const withdrawals = isKnown
    ? await withdrawalsTo(source, chain, book.native.id, address, scope)
    : { transfers: [], missing: undefined };
  const calls = () => internalTransfers(chain.id, book.native.id, internals.rows, context);
  const coin = [
    ...deposits.transfers,
    ...withdrawals.transfers,
    ...nativeTransfers(chain.id, book.native.id, natives.rows),
  ];
  const rewards = await rewardsTo(source, chain, book.native.id, address, scope, [...coin, ...calls()]);
  const certain = [...rewards.transfers, ...coin];
  const placed = () => tokens.rows.map((row) => ({ ...row, txIndex: row.txIndex ?? known.get(row.txId) }));
  const inside = () => [...tokenTransfers(chain.id, placed()), ...calls()];
  await placeTxs(source, unplaced([...certain, ...inside()]), known, asking);
  const transfers = [...certain, ...inside()];

  const gap = (code: Gap['code'], why: string): Gap => ({ code, chain: chain.id, place, why });
  const gaps: Gap[] = [];
  const lists = { txlist: natives, txlistinternal: internals, tokentx: tokens };
  for (const [action, list] of Object.entries(lists)) {
    if (list.incomplete) {
      const why = `${source.service}, ${action}: the service has not indexed all of this wallet yet; ask again later.`;
      gaps.push(gap('source-incomplete', why));
    }
    for (const hole of list.holes) {
      gaps.push(gap('source-incomplete', `${source.service}, ${action}: ${hole}; rows of it are missing.`));
    }
  }
  const types = unknownTypes(internals.rows).map((type) => excerpt(type));
  if (types.length > 0) {
    const why = `${source.service}, txlistinternal: rows of unknown type (${types.join(', ')}) carry value and were left out.`;
    gaps.push(gap('source-incomplete', why));
  }
  if (deposits.untold.length > 0)
    gaps.push(gap('source-incomplete', `${source.service}: ${untoldText(deposits.untold)}.`));
  if (withdrawals.missing !== undefined)
    gaps.push(gap('source-incomplete', `${source.service}: ${withdrawals.missing}.`));
  for (const why of rewards.missing) gaps.push(gap('source-incomplete', `${source.service}: ${why}.`));
  if (chain.parent === 'op' && natives.rows.some((row) => row.from === address && row.fee > 0n)) {
    const why =
      'The fees of this wallet lack the part for data on the parent chain, which no explorer row gives; its closing balance differs by it.';
    gaps.push(gap('reconciliation', why));
  }
  const allowances = allowanceUses(chain.id, natives.rows);
  const empties = emptyTransfers(chain.id, address, tokens.rows, natives.rows);
  const own = ownActs(chain.id, address, natives.rows);
  return { transfers, gaps, allowances, empties, own, hub: false };
}
