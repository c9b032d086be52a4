// The whole history of one wallet: three lists, completed and checked by the node's own records where the lists do not
// tell enough, as one list of transfers.
import type { Address } from '../../model/address.ts';
import { type BridgeActs, NO_ACTS } from '../../model/bridge.ts';
import { TRON } from '../../model/chain.ts';
import type { EmptyTransfer } from '../../model/empty-transfer.ts';
import type { Gap } from '../../model/gap.ts';
import type { Scope } from '../../model/ledger.ts';
import type { OwnActs } from '../../model/own-acts.ts';
import { type TxId, wallet } from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';
import type { Asked, Asking } from '../asking.ts';
import { eachConcurrently } from '../concurrent.ts';
import { SourceFailure } from '../source-failure.ts';
import type { TokenBook } from '../token-book.ts';
import { isNone } from './answer.ts';
import { askBlock, completeHeights } from './blocks.ts';
import { trc20Asset } from './chain-row.ts';
import { provenEmpty, refuseOmissions, unread } from './completeness.ts';
import { readLists } from './lists.ts';
import { memoActs } from './memos.ts';
import { addRecords, type RecordSource } from './records.ts';
import type { TxRow } from './rows.ts';
import { withoutSingleThings } from './single-things.ts';
import { byTransaction, contradictions, needsRecord, type Placed, type Told } from './told.ts';
import {
  callTransfers,
  emptyTransfers,
  movesOfRecord,
  ownTransfers,
  type TxPosition,
  tokenTransfers,
} from './transfers.ts';
import type { TxRecord } from './tx-record.ts';

export interface History {
  readonly transfers: readonly Transfer[];
  readonly gaps: readonly Gap[];
  readonly empties: readonly EmptyTransfer[];
  readonly own?: OwnActs;
  /** What the notes of its transactions say of bridges; of the others the lists do not tell the note. */
  readonly memos?: ReadonlyMap<TxId, BridgeActs>;
  readonly hub: boolean;
}

/** Blocks asked for at once, within one history. */
const BLOCKS_AT_ONCE = 2;

export async function readHistory(
  source: RecordSource,
  book: TokenBook,
  address: Address,
  scope: Scope,
): Promise<History> {
  const asking: Asking = { keep: { kind: 'pinned', block: scope.asOf.hash }, signal: scope.signal };
  const listed = await readLists(source, address, scope);
  if (listed === 'hub') return { transfers: [], gaps: [], empties: [], hub: true };
  const records = new Map<TxId, TxRecord>();
  const lists = { ...listed, tokens: await withoutSingleThings(source, listed.tokens, records, asking) };
  if (lists.txs.length + lists.calls.length + listed.tokens.length === 0)
    await provenEmpty(source, address, scope.asOf, asking);
  refuseOmissions(source, address, lists);
  book.learn(
    lists.tokens.flatMap(({ contract, symbol, decimals }) =>
      contract === undefined ? [] : [{ asset: trc20Asset(contract), symbol, decimals }],
    ),
  );
  const told = byTransaction(source, lists);
  await addRecords(
    source,
    told.filter(needsRecord).map(({ txId }) => txId),
    records,
    asking,
  );
  const heights = await heightsOf(source, told, records, asking);
  const placed = told.map((each) => ({
    ...each,
    height: heights.get(each.ms) as number,
    record: records.get(each.txId),
  }));
  const place = wallet(TRON, address);
  const gaps = [
    ...[
      ...lists.holes.map((hole) => `${source.service}, ${hole}; rows of it are missing.`),
      ...unread(lists),
    ].map((why): Gap => ({ code: 'source-incomplete', chain: TRON, place, why })),
    ...contradictions(address, placed).map(
      (why): Gap => ({ code: 'source-disagreement', chain: TRON, place, why }),
    ),
  ];

  const build = (indexes: ReadonlyMap<TxId, number>): Transfer[] =>
    placed.flatMap((each) => transfersOf(book, each, indexes.get(each.txId)));
  const indexes = await indexesOf(source, address, build(new Map()), asking);
  const empties = emptyTransfers(address, lists.tokens, lists.txs);
  const own = ownActs(address, lists.txs);
  return { transfers: build(indexes), gaps, empties, own, memos: memosOf(book, placed), hub: false };
}

function memosOf(book: TokenBook, placed: readonly Placed[]): ReadonlyMap<TxId, BridgeActs> {
  const told = placed.flatMap((each): [TxId, BridgeActs][] => {
    const { tx, txId } = each;
    if (tx === undefined) return [];
    const said = tx.memo === undefined ? NO_ACTS : memoActs(book, tx, transfersOf(book, each, undefined));
    return [[txId, said]];
  });
  return new Map(told);
}

function ownActs(owner: Address, txs: readonly TxRow[]): OwnActs {
  const sent = txs.filter(({ act }) => act.owner === owner);
  const called = new Set(sent.flatMap(({ act: { call } }) => call?.contract ?? []));
  return { sent: sent.map(({ txId }) => txId), called: [...called].map(trc20Asset) };
}

async function heightsOf(
  source: RecordSource,
  told: readonly Told[],
  records: Map<TxId, TxRecord>,
  asking: Asking,
): Promise<ReadonlyMap<number, number>> {
  const heights = new Map<number, number>();
  const refuse = (text: string) =>
    new SourceFailure(source.service, 'transactions', 'answer', text, 'source-disagreement');
  function learn(ms: number, height: number): void {
    const known = heights.get(ms) ?? height;
    if (known !== height) throw refuse(`the block of ${ms} ms has two numbers, ${known} and ${height}`);
    heights.set(ms, height);
  }
  function learnFrom(txId: TxId, ms: number): void {
    const record = records.get(txId);
    if (record === undefined) return;
    if (record.ms !== ms) throw refuse(`${txId} stands in two blocks, of ${ms} and ${record.ms} ms`);
    learn(ms, record.height);
  }
  for (const { txId, ms, tx } of told) {
    if (tx?.height !== undefined) learn(ms, tx.height);
    learnFrom(txId, ms);
  }
  const txAt = new Map(told.map(({ ms, txId }) => [ms, txId]));
  await completeHeights(txAt.keys(), heights, async (times) => {
    const txIds = times.map((ms) => txAt.get(ms) as TxId);
    await addRecords(source, txIds, records, asking);
    for (const ms of times) learnFrom(txAt.get(ms) as TxId, ms);
  });
  return heights;
}

/**
 * Of a transaction with a record all movements, others' too: an order that is known of some of them only would set those
 * before the rest. Without one, what the rows tell, in no order.
 */
function transfersOf(book: TokenBook, each: Placed, txIndex: number | undefined): Transfer[] {
  const { txId, ms, height, tx, record } = each;
  const at: TxPosition = { height, time: Math.floor(ms / 1000), txIndex };
  const native = book.native.id;
  const own = tx === undefined ? [] : ownTransfers(native, tx, record, at);
  if ((record?.outcome ?? tx?.outcome) === 'failed') return own;
  const { calls, tokens } = record === undefined ? each : movesOfRecord(record);
  return [...own, ...callTransfers(native, txId, calls, at), ...tokenTransfers(txId, tokens, at)];
}

/** Places in the block, for blocks in which several transactions move one asset of the wallet. */
async function indexesOf(
  source: Asked,
  address: Address,
  transfers: readonly Transfer[],
  asking: Asking,
): Promise<ReadonlyMap<TxId, number>> {
  const movers = new Map<string, Set<TxId>>();
  const wanted = new Set<number>();
  for (const { at, asset, txId, from, to } of transfers) {
    const own = [from, to].some((place) => place.kind === 'wallet' && place.address === address);
    if (at === undefined || !own) continue;
    const key = `${at.height} ${asset}`;
    const txs = (movers.get(key) ?? new Set()).add(txId);
    movers.set(key, txs);
    if (txs.size > 1) wanted.add(at.height);
  }
  const indexes = new Map<TxId, number>();
  const blocks = eachConcurrently([...wanted], BLOCKS_AT_ONCE, (num) =>
    askBlock(source, 'getblockbynum', { num }, { ...asking, isBehind: isNone }),
  );
  // A block that the node does not give leaves the order unknown, which is said where it matters.
  for await (const block of blocks)
    for (const [index, txId] of (block?.txIds ?? []).entries()) indexes.set(txId, index);
  return indexes;
}
