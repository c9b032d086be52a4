// The whole history of one wallet from a node: events of tokens by block ranges, transactions by the node's index with
// their receipts and traces, and what its balance shows beyond them. Who fails throws a SourceFailure.
import type { Address } from '../../../model/address.ts';
import { KnownError } from '../../../model/errors.ts';
import type { Gap } from '../../../model/gap.ts';
import type { Scope } from '../../../model/ledger.ts';
import { placeKey, type TxId, wallet } from '../../../model/place.ts';
import type { Transfer } from '../../../model/transfer.ts';
import { type Asking, parsedBy } from '../../asking.ts';
import { eachConcurrently } from '../../concurrent.ts';
import { SourceFailure } from '../../source-failure.ts';
import type { TokenBook } from '../../token-book.ts';
import { callDataActs } from '../bridges/call-data.ts';
import type { EvmChain } from '../chains-table.ts';
import type { History } from '../history.ts';
import { hexOf } from '../quantities.ts';
import type { NodeSource } from '../source.ts';
import { readTransaction, type WholeTx } from '../transaction.ts';
import { allowanceUses, ownActs, tokenTransfers } from '../transfers.ts';
import { readCode } from '../tx-answers.ts';
import { resultOf } from './ask.ts';
import { blocksOf, checkPinned, LOOKUPS } from './blocks.ts';
import { issuedTo } from './issued.ts';
import { tokenMovesOf } from './token-moves.ts';
import { learnTokens } from './tokens.ts';
import { transactionsOf } from './transactions.ts';

const HUB: History = { transfers: [], gaps: [], allowances: [], empties: [], hub: true };

export async function readNodeHistory(
  source: NodeSource,
  chain: EvmChain,
  book: TokenBook,
  address: Address,
  scope: Scope,
): Promise<History> {
  const asking: Asking = { keep: { kind: 'pinned', block: scope.asOf.hash }, signal: scope.signal };
  const place = wallet(chain.id, address);
  const own = placeKey(place);
  const isOwn = ({ from, to }: Transfer) => placeKey(from) === own || placeKey(to) === own;
  const blocks = blocksOf(source, chain, asking);
  // A node that has thrown away its oldest blocks answers "none" of them.
  if (scope.asOf.height > 0) await blocks.at(1);
  const tokens = await tokenMovesOf(source, address, blocks, scope, asking);
  if (tokens.over) return HUB;
  const taking = await transactionsOf(source, address, scope, asking);
  if (taking?.over) return HUB;

  const transfers = new Map<string, Transfer>();
  const keep = (more: readonly Transfer[]) => {
    for (const transfer of more) if (isOwn(transfer)) transfers.set(transfer.id, transfer);
  };
  keep(tokenTransfers(chain.id, tokens.moves));
  const gaps: Gap[] = [];
  const gap = (why: string, amount?: bigint): void => {
    const told = amount === undefined ? {} : { asset: book.native.id, amount };
    gaps.push({
      code: 'source-incomplete',
      chain: chain.id,
      place,
      why: `${source.service}: ${why}.`,
      ...told,
    });
  };
  const whole = new Map<TxId, WholeTx>();
  const read = async (txId: TxId): Promise<readonly Transfer[]> => {
    const tx = await indexed(source, txId, readTransaction(source, chain, book, txId, scope));
    whole.set(txId, tx);
    return tx.transfers;
  };
  const watched = taking === undefined ? await withoutIndex(source, address, scope, asking) : 'balance';
  if (watched === undefined) {
    const why = `the node has neither ots_searchTransactionsBefore nor trace_filter, so it cannot tell who moved ${book.native.symbol} to and from a contract: all movements of it by this wallet, and its fees, up to block ${scope.asOf.height} are missing; name another source`;
    if (source.halves === 'refused')
      throw new SourceFailure(source.service, 'trace_filter', 'config', why, 'source-incomplete');
    gap(why);
  } else {
    const txIds = taking?.txIds ?? [];
    for await (const more of eachConcurrently(txIds, LOOKUPS, read)) keep(more);
    const known = [...transfers.values()].filter(({ asset }) => asset === book.native.id);
    const issued = await issuedTo({ source, chain, book, address, known, read, watched, scope, asking });
    keep(issued.transfers);
    for (const { why, amount } of issued.unexplained) gap(why, amount);
  }
  await learnTokens(
    source,
    book,
    tokens.moves.map(({ contract }) => contract),
    scope.asOf,
    asking,
  );
  await checkPinned(source, chain, scope.asOf, scope.signal);
  if (transfers.size > scope.hubLimit) return HUB;
  const rows = [...whole.keys()].sort().map((txId) => (whole.get(txId) as WholeTx).row);
  const allowances = allowanceUses(chain.id, rows);
  const sorted = [...transfers.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
  const acts = ownActs(chain.id, address, rows);
  const memos = callDataActs(book.native.id, rows);
  return { transfers: sorted, gaps, allowances, empties: [], own: acts, memos, hub: false };
}

/** What the node itself has named it must know: if not, its chain has changed in between. */
async function indexed(source: NodeSource, txId: TxId, read: Promise<WholeTx>): Promise<WholeTx> {
  try {
    return await read;
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    const text = `names transaction ${txId} and then does not know it`;
    throw new SourceFailure(
      source.service,
      'eth_getTransactionByHash',
      'answer',
      text,
      'source-disagreement',
    );
  }
}

/** What tells the movements of an account that no index knows; undefined: nothing does, since it has code. */
async function withoutIndex(
  source: NodeSource,
  address: Address,
  { asOf }: Scope,
  asking: Asking,
): Promise<'nonce' | undefined> {
  const code = await resultOf(source, 'eth_getCode', [address, hexOf(asOf.height)], asking);
  return parsedBy(source, 'eth_getCode', () => readCode(code)) === '0x' ? 'nonce' : undefined;
}
