// All transfers of one transaction: from the transaction, its receipt's events and its internal calls. Names as in the
// histories, so that what is known from both is known once.
import { chainName } from '../../model/chain.ts';
import { KnownError } from '../../model/errors.ts';
import type { GapCode } from '../../model/gap.ts';
import type { Scope } from '../../model/ledger.ts';
import type { TxId } from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';
import { type Asking, parsedBy } from '../asking.ts';
import { excerpt, SourceFailure } from '../source-failure.ts';
import type { TokenBook } from '../token-book.ts';
import type { EvmChain } from './chains-table.ts';
import { depositTransfer, madeBy } from './deposits.ts';
import { blockAt } from './head.ts';
import { callsOf } from './node/calls.ts';
import { restCallsIn } from './rest/lists.ts';
import { type InternalRow, internalRows, type NativeRow, transferFromOf } from './rows.ts';
import { askList, askRpcResult, askValue, type ExplorerSource, type Source } from './source.ts';
import { type TxPlace, tokenMove } from './token-logs.ts';
import {
  type InternalContext,
  internalTransfers,
  nativeTransfers,
  tokenTransfers,
  unknownTypes,
} from './transfers.ts';
import { type RpcLog, type RpcReceipt, type RpcTx, readReceipt, readTx } from './tx-answers.ts';

export function checkedTxId(chain: EvmChain, tx: TxId): TxId {
  if (/^0x[0-9a-fA-F]{64}$/.test(tx)) return tx.toLowerCase() as TxId;
  throw new KnownError('transaction-unknown', `This is no transaction id of ${chainName(chain.id)}.`, {
    hint: 'A transaction id is 0x and 64 hex digits.',
    exit: 2,
  });
}

function unknown(chain: EvmChain, tx: TxId, why: string): KnownError {
  return new KnownError('transaction-unknown', `${chainName(chain.id)} has no transaction ${tx}${why}.`, {
    hint: 'Check the id and the chain; if it is new, choose a later --as-of.',
  });
}

/** Before Byzantium a receipt has no status; the service remembers it from the traces. */
async function statusTold(source: ExplorerSource, txId: TxId, asking: Asking): Promise<boolean> {
  const asked = { module: 'transaction', action: 'getstatus', txhash: txId };
  const result = await askValue(source, asked, asking);
  const flag =
    typeof result === 'object' && result !== null && 'isError' in result ? result.isError : undefined;
  if (flag === '0' || flag === '1') return flag === '1';
  throw statusUnknown(source, 'getstatus');
}

function statusUnknown(source: Source, action: string): SourceFailure {
  return new SourceFailure(source.service, action, 'answer', 'does not say whether the transaction failed');
}

/** Whom, and as of when. */
interface Asked<S extends Source> {
  readonly source: S;
  readonly chain: EvmChain;
  readonly scope: Scope;
  readonly asking: Asking;
}

async function callsListed(
  { source, chain, scope, asking }: Asked<ExplorerSource>,
  txId: TxId,
): Promise<readonly InternalRow[]> {
  if (source.dialect.lists === 'cursors') return restCallsIn(source, chain, txId, scope);
  // Never a block range beside the hash: Etherscan then answers with rows of other transactions.
  const answer = await askList(source, 'txlistinternal', { txhash: txId }, asking);
  const refuse = (text: string) =>
    new SourceFailure(source.service, 'txlistinternal', 'answer', text, 'source-incomplete');
  if (answer.incomplete) throw refuse('the internal calls of this transaction are not indexed yet');
  if (answer.rows.length > 0 && answer.rows.length % 1_000 === 0) {
    throw refuse(`${answer.rows.length} internal calls: the list is cut off`);
  }
  const rows = parsedBy(source, 'txlistinternal', () => internalRows(source.dialect, answer.rows, txId));
  if (rows.some((row) => row.txId !== txId)) throw refuse('rows of other transactions');
  return rows;
}

interface Inside {
  readonly failed: boolean;
  readonly calls: readonly InternalRow[];
  readonly paths: InternalContext['paths'];
}

/** What no code ran in made no call; of what failed no call stands. */
async function insideOf(
  asked: Asked<Source>,
  tx: RpcTx,
  receipt: RpcReceipt,
  place: TxPlace,
): Promise<Inside> {
  const { source, asking } = asked;
  const known = typeof receipt.status === 'number' ? receipt.status === 0 : undefined;
  if (source.kind === 'explorer') {
    const failed = known ?? (await statusTold(source, place.txId, asking));
    const calls = failed ? [] : await callsListed({ ...asked, source }, place.txId);
    return { failed, calls, paths: source.dialect.pathIsTree ? 'tree' : 'number' };
  }
  if (known === true || (known === false && tx.gas <= PLAIN_GAS))
    return { failed: known, calls: [], paths: 'tree' };
  const { failed = known, rows } = await callsOf(source, place, asking);
  if (failed === undefined) throw statusUnknown(source, 'debug_traceTransaction');
  return { failed, calls: failed ? [] : rows, paths: 'tree' };
}

/** Of a transaction that may use no more none is left for code. What was used proves nothing: refunds lower it. */
const PLAIN_GAS = 21_000n;

/** A node tells all that was paid. The histories of explorers do not: what comes on top is in no row. */
function feeOf(source: Source, tx: RpcTx, receipt: RpcReceipt): bigint {
  const { gasUsed, effectiveGasPrice, blobGasUsed, blobGasPrice, l1Fee } = receipt;
  const fee = gasUsed * (effectiveGasPrice ?? tx.gasPrice ?? 0n);
  if (source.kind === 'explorer') return fee;
  return fee + (blobGasUsed ?? 0n) * (blobGasPrice ?? 0n) + (l1Fee ?? 0n);
}

export interface WholeTx {
  readonly row: NativeRow;
  /** In order. */
  readonly transfers: readonly Transfer[];
  /** Of what failed there are none. */
  readonly logs: readonly RpcLog[];
}

export async function readTransaction(
  source: Source,
  chain: EvmChain,
  book: TokenBook,
  txId: TxId,
  scope: Scope,
): Promise<WholeTx> {
  const asking: Asking = { keep: { kind: 'pinned', block: scope.asOf.hash }, signal: scope.signal };
  const ask = (method: 'eth_getTransactionByHash' | 'eth_getTransactionReceipt') =>
    askRpcResult(source, method, [txId], asking);
  const rawTx = await ask('eth_getTransactionByHash');
  const tx = parsedBy(source, 'eth_getTransactionByHash', () => readTx(rawTx));
  if (!tx) throw unknown(chain, txId, '');
  if (typeof tx.blockNumber !== 'number') throw unknown(chain, txId, ' in a block yet');
  if (tx.blockNumber > scope.asOf.height) {
    throw unknown(chain, txId, ` up to block ${scope.asOf.height}: it is in block ${tx.blockNumber}`);
  }
  const rawReceipt = await ask('eth_getTransactionReceipt');
  const receipt = parsedBy(source, 'eth_getTransactionReceipt', () => readReceipt(rawReceipt));
  const missing = (text: string, gap?: GapCode) =>
    new SourceFailure(source.service, 'eth_getTransactionReceipt', 'answer', text, gap);
  if (!receipt) throw missing('knows the transaction but not its receipt');
  const { blockNumber: height, transactionIndex: txIndex, blockHash } = receipt;
  const block = await blockAt(source, chain, height, asking);
  if (!block) throw missing(`knows the receipt but not its block ${height}`);
  if (source.kind === 'node' && block.hash !== blockHash)
    throw missing(`block ${height} has two hashes, ${block.hash} and ${blockHash}`, 'source-disagreement');
  const place = { height, time: block.time, txId, txIndex };
  const { failed, calls, paths } = await insideOf({ source, chain, scope, asking }, tx, receipt, place);
  const row: NativeRow = {
    ...place,
    blockHash: undefined,
    from: tx.from,
    to: tx.to ?? receipt.contractAddress,
    value: tx.value,
    fee: feeOf(source, tx, receipt),
    failed,
    transferFrom: transferFromOf(tx.input ?? ''),
  };
  // What the source does not tell of it, the history of its sender says.
  const made = madeBy(chain, source, tx);
  const own = [
    ...(made === 'untold' || made === 0n
      ? []
      : [depositTransfer(chain, book.native.id, place, tx.from, made)]),
    ...nativeTransfers(chain.id, book.native.id, [row]),
  ];
  if (failed) return { row, transfers: own, logs: [] };
  const types = unknownTypes(calls)
    .map((type) => excerpt(type))
    .join(', ');
  if (types !== '') {
    const text = `internal calls of unknown type (${types}) carry value`;
    throw new SourceFailure(source.service, 'internal calls', 'answer', text, 'source-incomplete');
  }
  const inside = internalTransfers(chain.id, book.native.id, calls, {
    failedTxs: new Set(),
    txIndexOf: new Map([[txId, txIndex]]),
    paths,
    order: source.callOrder,
  });
  const tokens = tokenTransfers(
    chain.id,
    receipt.logs.flatMap((log) => tokenMove(log, place) ?? []),
  );
  const transfers = [...own, ...inside, ...tokens].sort((a, b) => order(a) - order(b));
  return { row, transfers, logs: receipt.logs };
}

/** Calls whose place is unknown stand between the value and the events, as the service lists them. */
function order(transfer: Transfer): number {
  return transfer.at?.order ?? 2;
}
