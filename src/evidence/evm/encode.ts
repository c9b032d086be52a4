// Blocks, transactions and receipts as a node tells them in JSON, to the bytes that are hashed. Not with @ethereumjs/tx and
// /block: those refuse every block that holds a blob transaction. Whoever calls holds the result against the hash: a form
// that is not known here gives other bytes, never a wrong proof.
import { RLP } from '@ethereumjs/rlp';
import { z } from 'zod';

const hex = z.string().regex(/^0x[0-9a-fA-F]*$/);
const word = hex.nullish();
const accessList = z.array(z.object({ address: hex, storageKeys: z.array(hex) })).nullish();

export const blockSchema = z.object({
  hash: hex,
  parentHash: hex,
  sha3Uncles: hex,
  miner: hex,
  stateRoot: hex,
  transactionsRoot: hex,
  receiptsRoot: hex,
  logsBloom: hex,
  difficulty: word,
  number: hex,
  gasLimit: hex,
  gasUsed: hex,
  timestamp: hex,
  extraData: hex,
  mixHash: word,
  nonce: word,
  baseFeePerGas: word,
  withdrawalsRoot: word,
  blobGasUsed: word,
  excessBlobGas: word,
  parentBeaconBlockRoot: word,
  requestsHash: word,
  transactions: z.array(z.unknown()),
});
export type RpcBlock = z.infer<typeof blockSchema>;

export const transactionSchema = z.object({
  hash: hex,
  type: word,
  chainId: word,
  nonce: hex,
  gasPrice: word,
  maxPriorityFeePerGas: word,
  maxFeePerGas: word,
  maxFeePerBlobGas: word,
  gas: hex,
  to: word,
  value: hex,
  input: hex,
  accessList,
  blobVersionedHashes: z.array(hex).nullish(),
  authorizationList: z
    .array(z.object({ chainId: hex, address: hex, nonce: hex, yParity: word, v: word, r: hex, s: hex }))
    .nullish(),
  v: word,
  yParity: word,
  r: hex,
  s: hex,
});
type RpcTransaction = z.infer<typeof transactionSchema>;

export const receiptSchema = z.object({
  transactionHash: hex,
  type: word,
  status: word,
  root: word,
  cumulativeGasUsed: hex,
  logsBloom: hex,
  logs: z.array(z.object({ address: hex, topics: z.array(hex), data: hex })),
});
type RpcReceipt = z.infer<typeof receiptSchema>;

type Item = Uint8Array | readonly Item[];

/** Data: every byte counts. */
function data(text: string | null | undefined): Uint8Array {
  return Uint8Array.from(Buffer.from((text ?? '0x').slice(2), 'hex'));
}

/** A quantity: as few bytes as it needs, none for 0. */
function whole(text: string | null | undefined): Uint8Array {
  const digits = (text ?? '0x').slice(2).replace(/^0+/, '');
  return data(`0x${digits.length % 2 === 1 ? '0' : ''}${digits}`);
}

function rlp(items: readonly Item[]): Uint8Array {
  return RLP.encode(items as Parameters<typeof RLP.encode>[0]);
}

function typed(type: number, items: readonly Item[]): Uint8Array {
  const body = rlp(items);
  return type === 0 ? body : Uint8Array.from([type, ...body]);
}

/** Fields that a fork added stand at the end, in the order of the forks; absent ones are left out. */
export function headerBytes(block: RpcBlock): Uint8Array {
  const added: readonly (Uint8Array | undefined)[] = [
    block.baseFeePerGas == null ? undefined : whole(block.baseFeePerGas),
    block.withdrawalsRoot == null ? undefined : data(block.withdrawalsRoot),
    block.blobGasUsed == null ? undefined : whole(block.blobGasUsed),
    block.excessBlobGas == null ? undefined : whole(block.excessBlobGas),
    block.parentBeaconBlockRoot == null ? undefined : data(block.parentBeaconBlockRoot),
    block.requestsHash == null ? undefined : data(block.requestsHash),
  ];
  return rlp([
    data(block.parentHash),
    data(block.sha3Uncles),
    data(block.miner),
    data(block.stateRoot),
    data(block.transactionsRoot),
    data(block.receiptsRoot),
    data(block.logsBloom),
    whole(block.difficulty),
    whole(block.number),
    whole(block.gasLimit),
    whole(block.gasUsed),
    whole(block.timestamp),
    data(block.extraData),
    data(block.mixHash),
    // Eight bytes, their zeros kept.
    data(block.nonce),
    ...added.filter((item) => item !== undefined),
  ]);
}

/** undefined: of a type that is not known here. */
export function transactionBytes(tx: RpcTransaction): Uint8Array | undefined {
  const type = Number(tx.type ?? '0x0');
  const lists: readonly Item[] = (tx.accessList ?? []).map(({ address, storageKeys }) => [
    data(address),
    storageKeys.map(data),
  ]);
  const payment = [whole(tx.gas), data(tx.to), whole(tx.value), data(tx.input)];
  const signature = [whole(tx.yParity ?? tx.v), whole(tx.r), whole(tx.s)];
  const fees = [whole(tx.maxPriorityFeePerGas), whole(tx.maxFeePerGas)];
  const start = [whole(tx.chainId), whole(tx.nonce)];
  switch (type) {
    case 0:
      return typed(0, [
        whole(tx.nonce),
        whole(tx.gasPrice),
        ...payment,
        whole(tx.v),
        whole(tx.r),
        whole(tx.s),
      ]);
    case 1:
      return typed(1, [...start, whole(tx.gasPrice), ...payment, lists, ...signature]);
    case 2:
      return typed(2, [...start, ...fees, ...payment, lists, ...signature]);
    case 3: {
      const blobs = [whole(tx.maxFeePerBlobGas), (tx.blobVersionedHashes ?? []).map(data)];
      return typed(3, [...start, ...fees, ...payment, lists, ...blobs, ...signature]);
    }
    case 4: {
      const authorizations = (tx.authorizationList ?? []).map(
        (each): Item => [
          whole(each.chainId),
          data(each.address),
          whole(each.nonce),
          whole(each.yParity ?? each.v),
          whole(each.r),
          whole(each.s),
        ],
      );
      return typed(4, [...start, ...fees, ...payment, lists, authorizations, ...signature]);
    }
    default:
      return undefined;
  }
}

export function receiptBytes(receipt: RpcReceipt): Uint8Array {
  return typed(Number(receipt.type ?? '0x0'), [
    receipt.status == null ? data(receipt.root) : whole(receipt.status),
    whole(receipt.cumulativeGasUsed),
    data(receipt.logsBloom),
    receipt.logs.map(
      ({ address, topics, data: words }): Item => [data(address), topics.map(data), data(words)],
    ),
  ]);
}
