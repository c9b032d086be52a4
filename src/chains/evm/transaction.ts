// All transfers of one transaction: from the transaction, its receipt's events and its internal calls. Names as in the
// histories, so that what is known from both is known once.
import { AbiCoder, id as topicOf } from 'ethers';
import { normalAddress } from '../../model/address.ts';
import { chainName } from '../../model/chain.ts';
import { KnownError } from '../../model/errors.ts';
import type { Scope } from '../../model/ledger.ts';
import type { TxId } from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';
import { type Asking, parsedBy } from '../asking.ts';
import { excerpt, SourceFailure } from '../source-failure.ts';
import type { TokenBook } from '../token-book.ts';
import type { EvmChain } from './chains-table.ts';
import { blockAt } from './head.ts';
import { internalRows, type NativeRow } from './rows.ts';
import { askList, askRpcResult, askValue, type Source } from './source.ts';
import { logOrder } from './trace-order.ts';
import {
  internalTransfers,
  nativeTransfers,
  type TokenMove,
  tokenTransfers,
  unknownTypes,
} from './transfers.ts';
import { type RpcReceipt, type RpcTx, readReceipt, readTx } from './tx-answers.ts';

const TRANSFER = topicOf('Transfer(address,address,uint256)');
/** EIP-7708: movements of the native coin as events of this address; they stand among the calls already. */
const SYSTEM = '0xfffffffffffffffffffffffffffffffffffffffe';

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

/** Events of ERC-20: three topics and one word. Four topics are an ERC-721 and move no amount. */
function tokenMoves(receipt: RpcReceipt, txId: TxId, time: number): TokenMove[] {
  const words = AbiCoder.defaultAbiCoder();
  return receipt.logs.flatMap((log) => {
    const [topic, from, to] = log.topics;
    if (topic !== TRANSFER || log.topics.length !== 3 || !from || !to) return [];
    if (!/^0x[0-9a-fA-F]{64}$/.test(log.data) || log.address === SYSTEM || log.removed) return [];
    const address = (word: string) => normalAddress('eip155:1' as EvmChain['id'], `0x${word.slice(26)}`);
    return [
      {
        height: receipt.blockNumber,
        time,
        txId,
        txIndex: receipt.transactionIndex,
        from: address(from),
        to: address(to),
        value: words.decode(['uint256'], log.data)[0] as bigint,
        contract: log.address,
        order: logOrder(log.logIndex),
      },
    ];
  });
}

/** Before Byzantium a receipt has no status; the service remembers it from the traces. */
async function hasFailed(source: Source, receipt: RpcReceipt, txId: TxId, asking: Asking): Promise<boolean> {
  if (typeof receipt.status === 'number') return receipt.status === 0;
  const asked = { module: 'transaction', action: 'getstatus', txhash: txId };
  const result = await askValue(source, asked, asking);
  const flag =
    typeof result === 'object' && result !== null && 'isError' in result ? result.isError : undefined;
  if (flag === '0' || flag === '1') return flag === '1';
  throw new SourceFailure(
    source.service,
    'getstatus',
    'answer',
    'does not say whether the transaction failed',
  );
}

async function callsOf(source: Source, txId: TxId, asking: Asking) {
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
  const types = unknownTypes(rows)
    .map((type) => excerpt(type))
    .join(', ');
  if (types !== '') throw refuse(`rows of unknown type (${types}) carry value`);
  return rows;
}

function nativeRow(txId: TxId, tx: RpcTx, receipt: RpcReceipt, time: number, failed: boolean): NativeRow {
  return {
    height: receipt.blockNumber,
    time,
    txId,
    txIndex: receipt.transactionIndex,
    blockHash: undefined,
    from: tx.from,
    to: tx.to ?? receipt.contractAddress,
    value: tx.value,
    // As the histories book it: what comes on top for blobs or the parent chain is in no row.
    fee: receipt.gasUsed * (receipt.effectiveGasPrice ?? tx.gasPrice ?? 0n),
    failed,
    transferFrom: undefined,
  };
}

export async function readTransaction(
  source: Source,
  chain: EvmChain,
  book: TokenBook,
  txId: TxId,
  scope: Scope,
): Promise<readonly Transfer[]> {
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
  const missing = (text: string) =>
    new SourceFailure(source.service, 'eth_getTransactionReceipt', 'answer', text);
  if (!receipt) throw missing('knows the transaction but not its receipt');
  const block = await blockAt(source, chain, receipt.blockNumber, asking);
  if (!block) throw missing(`knows the receipt but not its block ${receipt.blockNumber}`);
  const failed = await hasFailed(source, receipt, txId, asking);
  const own = nativeTransfers(chain.id, book.native.id, [nativeRow(txId, tx, receipt, block.time, failed)]);
  if (failed) return own;
  const calls = internalTransfers(chain.id, book.native.id, await callsOf(source, txId, asking), {
    failedTxs: new Set(),
    txIndexOf: new Map([[txId, receipt.transactionIndex]]),
    paths: source.dialect.pathIsTree ? 'tree' : 'number',
    order: source.callOrder,
  });
  const tokens = tokenTransfers(chain.id, tokenMoves(receipt, txId, block.time));
  return [...own, ...calls, ...tokens].sort((a, b) => order(a) - order(b));
}

/** Calls whose place is unknown stand between the value and the events, as the service lists them. */
function order(transfer: Transfer): number {
  return transfer.at?.order ?? 2;
}
