// Blocks of an EVM chain as a node tells them, over signed transactions, encoded and hashed by hand; and a node that has
// them. Apart from src.
import { createMPT } from '@ethereumjs/mpt';
import { RLP } from '@ethereumjs/rlp';
import { keccak256, type Transaction } from 'ethers';
import type { Http } from '../../src/model/http.ts';

export const quantity = (value: bigint | number): string => `0x${value.toString(16)}`;
const PAYEE = '0x000000000000000000000000000000000000dEaD';

function jsonOf(tx: Transaction): Record<string, unknown> {
  const { signature } = tx;
  return {
    hash: tx.hash,
    type: quantity(tx.type ?? 0),
    chainId: quantity(tx.chainId),
    nonce: quantity(tx.nonce),
    gas: quantity(tx.gasLimit),
    to: tx.to,
    value: quantity(tx.value),
    input: tx.data,
    ...(tx.gasPrice == null ? {} : { gasPrice: quantity(tx.gasPrice) }),
    ...(tx.maxFeePerGas == null ? {} : { maxFeePerGas: quantity(tx.maxFeePerGas) }),
    ...(tx.maxPriorityFeePerGas == null ? {} : { maxPriorityFeePerGas: quantity(tx.maxPriorityFeePerGas) }),
    ...(tx.maxFeePerBlobGas == null ? {} : { maxFeePerBlobGas: quantity(tx.maxFeePerBlobGas) }),
    ...(tx.blobVersionedHashes == null ? {} : { blobVersionedHashes: tx.blobVersionedHashes }),
    ...(tx.authorizationList == null
      ? {}
      : {
          authorizationList: tx.authorizationList.map(({ address, nonce, chainId, signature }) => ({
            address,
            nonce: quantity(nonce),
            chainId: quantity(chainId),
            yParity: quantity(signature.yParity),
            r: quantity(BigInt(signature.r)),
            s: quantity(BigInt(signature.s)),
          })),
        }),
    ...(tx.type === 0 ? {} : { accessList: tx.accessList ?? [], yParity: quantity(signature?.yParity ?? 0) }),
    // EIP-155, chain 1: 35 + 2 + parity.
    v: quantity((tx.type === 0 ? 37 : 0) + (signature?.yParity ?? 0)),
    r: quantity(BigInt(signature?.r ?? 0)),
    s: quantity(BigInt(signature?.s ?? 0)),
  };
}

async function rootOf(values: readonly Uint8Array[]): Promise<string> {
  const trie = await createMPT();
  for (const [index, value] of values.entries()) await trie.put(RLP.encode(index), value);
  return `0x${Buffer.from(trie.root()).toString('hex')}`;
}
const bytes = (text: string) => Uint8Array.from(Buffer.from(text.slice(2), 'hex'));

export const ZERO = `0x${'00'.repeat(32)}`;
const BLOOM = `0x${'00'.repeat(256)}`;

export interface NodeBlock {
  readonly json: Record<string, unknown>;
  readonly receipts: readonly unknown[];
  /** As debug_getRawReceipts gives them. */
  readonly raw: readonly string[];
}

/** A block over these, its header encoded and hashed by hand. */
export async function blockOf(
  height: number,
  time: number,
  parentHash: string,
  txs: readonly Transaction[],
  change: (index: number) => { status?: string; logs?: readonly Log[] } = () => ({}),
): Promise<NodeBlock> {
  const receipts = txs.map((tx, index) => ({
    transactionHash: tx.hash,
    type: quantity(tx.type ?? 0),
    status: '0x1',
    cumulativeGasUsed: quantity(21_000 * (index + 1)),
    logsBloom: BLOOM,
    logs: [] as readonly Log[],
    ...change(index),
  }));
  const told = receipts.map(({ type, status, cumulativeGasUsed, logs }) => {
    const body = RLP.encode([
      status === '0x1' ? Uint8Array.of(1) : new Uint8Array(),
      BigInt(cumulativeGasUsed),
      bytes(BLOOM),
      logs.map(({ address, topics, data }) => [bytes(address), topics.map(bytes), bytes(data)]),
    ]);
    return type === '0x0' ? body : Uint8Array.from([Number(type), ...body]);
  });
  const block = {
    parentHash,
    sha3Uncles: ZERO,
    miner: PAYEE,
    stateRoot: ZERO,
    transactionsRoot: await rootOf(txs.map(({ serialized }) => bytes(serialized))),
    receiptsRoot: await rootOf(told),
    logsBloom: BLOOM,
    difficulty: '0x0',
    number: quantity(height),
    gasLimit: quantity(30_000_000),
    gasUsed: quantity(84_000),
    timestamp: quantity(time),
    extraData: '0x',
    mixHash: ZERO,
    nonce: '0x0000000000000000',
    baseFeePerGas: '0x4',
  };
  const fields = [
    ...[parentHash, ZERO, PAYEE, ZERO, block.transactionsRoot, block.receiptsRoot, BLOOM].map(bytes),
    ...[0, height, 30_000_000, 84_000, time],
    ...['0x', ZERO, '0x0000000000000000'].map(bytes),
    4,
  ];
  return {
    json: { hash: keccak256(RLP.encode(fields)), ...block, transactions: txs.map(jsonOf) },
    receipts,
    raw: told.map((each) => `0x${Buffer.from(each).toString('hex')}`),
  };
}

export interface Log {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
}
/** `receipts`: which of the two questions for receipts it answers. */
export function nodeOf(
  blocks: readonly NodeBlock[],
  receipts: 'whole' | 'raw' = 'whole',
): { http: Http; asked: string[] } {
  const asked: string[] = [];
  const http: Http = async ({ service, body = '' }) => {
    const { method, params } = JSON.parse(body) as { method: string; params: [string, boolean?] };
    asked.push(`${service} ${method} ${JSON.stringify(params)}`);
    const block = blocks.find(({ json }) => json.hash === params[0] || json.number === params[0]);
    const { transactions, ...head } = block?.json ?? {};
    const hashes = (transactions as { hash: string }[] | undefined)?.map(({ hash }) => hash);
    const result = {
      eth_getBlockByNumber: block && { ...head, transactions: params[1] ? transactions : hashes },
      eth_getBlockByHash: block && { ...head, transactions: params[1] ? transactions : hashes },
      eth_getBlockReceipts: receipts === 'whole' ? block?.receipts : undefined,
      debug_getRawReceipts: receipts === 'raw' ? block?.raw : undefined,
    }[method];
    const answer = result === undefined ? { error: { code: -32601, message: 'no such method' } } : { result };
    return { status: 200, headers: {}, body: JSON.stringify({ jsonrpc: '2.0', id: 1, ...answer }) };
  };
  return { http, asked };
}
