// The whole history of one wallet: three lists, completed and checked by the node's own records where the lists do not
// tell enough, as one list of transfers.
import type { Address } from '../../model/address.ts';
import { TRON } from '../../model/chain.ts';
import type { Gap } from '../../model/gap.ts';
import type { Scope } from '../../model/ledger.ts';
import { type TxId, wallet } from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';
import type { Asked, Asking } from '../asking.ts';
import { eachConcurrently } from '../concurrent.ts';
import { SourceFailure } from '../source-failure.ts';
import type { TokenBook } from '../token-book.ts';
import { askBlock, completeHeights } from './blocks.ts';
import { trc20Asset, tronTokens } from './chain-row.ts';
import { type Lists, readLists } from './lists.ts';
import { addRecords } from './records.ts';
import type { TxRow } from './rows.ts';
import { askAccount } from './source.ts';
import {
  type CallMove,
  callTransfers,
  movesOfRecord,
  ownTransfers,
  type TokenMove,
  type TxPosition,
  tokenTransfers,
} from './transfers.ts';
import type { TxRecord } from './tx-record.ts';

export interface History {
  readonly transfers: readonly Transfer[];
  readonly gaps: readonly Gap[];
  readonly hub: boolean;
}

/** What the lists say of one transaction. */
interface Told {
  readonly txId: TxId;
  readonly ms: number;
  tx: TxRow | undefined;
  readonly calls: CallMove[];
  readonly tokens: TokenMove[];
  /** A row that does not say what it is of. */
  unclear: boolean;
}

/** Blocks asked for at once, within one history. */
const BLOCKS_AT_ONCE = 2;

export async function readHistory(
  source: Asked,
  book: TokenBook,
  address: Address,
  scope: Scope,
): Promise<History> {
  const asking: Asking = { keep: { kind: 'pinned', block: scope.asOf.hash }, signal: scope.signal };
  const lists = await readLists(source, address, scope);
  if (lists === 'hub') return { transfers: [], gaps: [], hub: true };
  if (lists.txs.length + lists.calls.length + lists.tokens.length === 0)
    await provenEmpty(source, address, asking);
  book.learn(
    lists.tokens.flatMap(({ contract, symbol, decimals }) =>
      contract === undefined ? [] : [{ asset: trc20Asset(contract), symbol, decimals }],
    ),
  );
  const told = byTransaction(source, lists);
  const records = new Map<TxId, TxRecord>();
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
  const gaps: Gap[] = lists.holes.map((hole) =>
    gap(address, 'source-incomplete', `${source.service}, ${hole}.`),
  );
  gaps.push(...contradictions(address, placed), ...omissions(source, address, lists));

  const build = (indexes: ReadonlyMap<TxId, number>): Transfer[] =>
    placed.flatMap((each) => transfersOf(book, address, each, indexes.get(each.txId)));
  const indexes = await indexesOf(source, address, build(new Map()), asking);
  return { transfers: build(indexes), gaps, hub: false };
}

function gap(address: Address, code: Gap['code'], why: string): Gap {
  return { code, chain: TRON, place: wallet(TRON, address), why };
}

/** Nothing at all about an account that exists is no answer: it was made by a payment. */
async function provenEmpty(source: Asked, address: Address, asking: Asking): Promise<void> {
  const account = await askAccount(source, address, asking);
  if (account === undefined) return;
  const text = 'lists nothing of an account that exists';
  throw new SourceFailure(source.service, 'transactions', 'answer', text, 'source-incomplete');
}

function byTransaction(source: Asked, lists: Lists): Told[] {
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
function needsRecord({ tx, calls, tokens, unclear }: Told): boolean {
  if (unclear || tx?.outcome === 'untold' || tx?.act.lacks === 'reward') return true;
  if (tx?.act.moves.some(({ to }) => to === undefined)) return true;
  const assets = [...calls.map(({ token }) => token ?? ''), ...tokens.map(({ contract }) => contract)];
  return new Set(assets).size < assets.length;
}

async function heightsOf(
  source: Asked,
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

interface Placed extends Told {
  readonly height: number;
  readonly record: TxRecord | undefined;
}

const isOf = (address: Address) => (move: { readonly from: Address; readonly to: Address }) =>
  move.from === address || move.to === address;

/** By the node's record where there is one: it tells the order, and what the rows cannot. */
function movesOf(address: Address, { record, calls, tokens }: Placed) {
  if (record === undefined) return { calls, tokens };
  const all = movesOfRecord(record);
  return { calls: all.calls.filter(isOf(address)), tokens: all.tokens.filter(isOf(address)) };
}

function transfersOf(
  book: TokenBook,
  address: Address,
  each: Placed,
  txIndex: number | undefined,
): Transfer[] {
  const { txId, ms, height, tx, record } = each;
  const at: TxPosition = { height, time: Math.floor(ms / 1000), txIndex };
  const { calls, tokens } = movesOf(address, each);
  const native = book.native.id;
  const failed = (record?.outcome ?? tx?.outcome) === 'failed';
  return [
    ...(tx === undefined ? [] : ownTransfers(native, tx, record, at)),
    ...(failed ? [] : callTransfers(native, txId, calls, at)),
    ...(failed ? [] : tokenTransfers(txId, tokens, at)),
  ];
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
    askBlock(source, 'getblockbynum', { num }, asking),
  );
  // A block that the node does not give leaves the order unknown, which is said where it matters.
  for await (const block of blocks)
    for (const [index, txId] of (block?.txIds ?? []).entries()) indexes.set(txId, index);
  return indexes;
}

/** Where the rows and the node's record of a transaction differ, the record stands, and it is said. */
function contradictions(address: Address, placed: readonly Placed[]): Gap[] {
  return placed.flatMap((each): Gap[] => {
    const { record, txId, unclear } = each;
    if (record === undefined || unclear) return [];
    const { calls, tokens } = movesOf(address, each);
    const said = ({ from, to, amount }: CallMove | TokenMove, asset: string | undefined): string =>
      `${from} ${to} ${asset} ${amount}`;
    const lines = (of: { calls: readonly CallMove[]; tokens: readonly TokenMove[] }): string =>
      [
        ...of.calls.map((call) => said(call, call.token)),
        ...of.tokens.filter(({ amount }) => amount > 0n).map((token) => said(token, token.contract)),
      ]
        .sort()
        .join('\n');
    if (lines(each) === lines({ calls, tokens })) return [];
    const why = `Transaction ${txId}: the lists and the node's record tell different movements of this wallet; the record stands.`;
    return [gap(address, 'source-disagreement', why)];
  });
}

/** The first four bytes of keccak256 of `transfer(address,uint256)`, then two words. */
const TRANSFER_CALL = /^a9059cbb[0-9a-f]{64}([0-9a-f]{64})$/i;

/** What one list shows and another lacks, or what no list shows. */
function omissions(source: Asked, address: Address, { txs, tokens }: Lists): Gap[] {
  const genuine = new Set<string>(tronTokens.map(({ contract }) => contract));
  const listed = new Set(tokens.map(({ txId }) => txId));
  const lost = txs.filter(({ txId, act: { owner, call }, outcome }) => {
    const amount = TRANSFER_CALL.exec(call?.data ?? '')?.[1];
    const pays = outcome === 'done' && owner === address && genuine.has(call?.contract ?? '');
    return pays && amount !== undefined && BigInt(`0x${amount}`) > 0n && !listed.has(txId);
  });
  const gaps = lost
    .slice(0, 1)
    .map(({ txId }) =>
      gap(
        address,
        'source-incomplete',
        `${source.service}, transactions/trc20: lacks ${lost.length} payment${lost.length === 1 ? '' : 's'} that the list of transactions shows, such as ${txId}; ask again later.`,
      ),
    );
  const unread = txs.filter(({ act, outcome }) => act.lacks === 'movements' && outcome !== 'failed');
  if (unread.length === 0) return gaps;
  const types = [...new Set(unread.map(({ act }) => act.type))].sort().join(', ');
  const why = `What ${unread.length} transaction${unread.length === 1 ? '' : 's'} of this wallet moved is not read (${types}), such as ${unread[0]?.txId}; look at ${unread.length === 1 ? 'it' : 'them'} in an explorer.`;
  return [...gaps, gap(address, 'source-incomplete', why)];
}
