// How explorers and nodes print the transactions of an explorer world: rows of lists, transactions, receipts.
import type { EvmInternal, EvmToken, EvmTokenMove, EvmTx } from './explorer-world.ts';

export type Api = 'etherscan' | 'blockscout';
export type Row = Record<string, string | null>;

export interface Printing {
  readonly tip: number;
  readonly byzantium: number;
  readonly blockHash: (height: number) => string;
  readonly tokens: ReadonlyMap<string, EvmToken>;
}

const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
export const hex = (value: number | bigint): string => `0x${value.toString(16)}`;
export const word = (address: string): string => `0x${address.slice(2).padStart(64, '0')}`;

/** Written out flat: there are tens of thousands of these in some tests. */
export function nativeRow(world: Printing, tx: EvmTx): Row {
  return {
    blockNumber: `${tx.block}`,
    blockHash: world.blockHash(tx.block),
    timeStamp: `${tx.time}`,
    hash: tx.hash,
    nonce: '0',
    transactionIndex: `${tx.index}`,
    from: tx.from,
    to: tx.creation ? '' : tx.to,
    value: `${tx.value}`,
    gas: `${tx.gasUsed}`,
    gasPrice: `${tx.gasPrice}`,
    input: tx.input ?? '0x',
    methodId: (tx.input ?? '0x').slice(0, 10),
    contractAddress: tx.creation ? tx.to : '',
    cumulativeGasUsed: '0',
    txreceipt_status: tx.block < world.byzantium ? '' : tx.failed ? '0' : '1',
    gasUsed: `${tx.gasUsed}`,
    confirmations: `${world.tip - tx.block + 1}`,
    isError: tx.failed ? '1' : '0',
  };
}
export function internalRow(
  tx: EvmTx,
  of: { internal: EvmInternal; number: number },
  api: Api,
  hash: 'shown' | 'hidden',
): Row {
  const { internal, number } = of;
  const made = internal.type.startsWith('create');
  const parties = {
    from: internal.from,
    to: made ? '' : internal.to,
    contractAddress: made ? internal.to : '',
    value: `${internal.value}`,
  };
  const end = {
    isError: internal.error ? '1' : '0',
    errCode: internal.error ?? '',
    gas: '0',
    gasUsed: '0',
    input: '',
  };
  if (api === 'etherscan') {
    const place = hash === 'hidden' ? {} : { hash: tx.hash, traceId: internal.path };
    return {
      blockNumber: `${tx.block}`,
      timeStamp: `${tx.time}`,
      ...place,
      ...parties,
      ...end,
      type: internal.type,
    };
  }
  const call = /call/.test(internal.type);
  const place = { transactionHash: tx.hash, index: `${number}`, callType: call ? internal.type : '' };
  return {
    blockNumber: `${tx.block}`,
    timeStamp: `${tx.time}`,
    ...place,
    ...parties,
    ...end,
    type: call ? 'call' : internal.type,
  };
}
export function tokenRow(world: Printing, tx: EvmTx, move: EvmTokenMove): Row {
  const info = world.tokens.get(move.contract);
  return {
    blockNumber: `${tx.block}`,
    timeStamp: `${tx.time}`,
    hash: tx.hash,
    nonce: '0',
    blockHash: world.blockHash(tx.block),
    from: move.from,
    contractAddress: move.contract,
    to: move.to,
    value: `${move.amount}`,
    tokenName: info?.name ?? null,
    tokenSymbol: info?.symbol ?? null,
    tokenDecimal: info?.decimals === undefined ? '' : `${info.decimals}`,
    transactionIndex: `${tx.index}`,
    gas: `${tx.gasUsed}`,
    gasPrice: `${tx.gasPrice}`,
    gasUsed: `${tx.gasUsed}`,
    cumulativeGasUsed: '0',
    input: 'deprecated',
    confirmations: `${world.tip - tx.block + 1}`,
  };
}
export function rpcTx(world: Printing, tx: EvmTx): unknown {
  const place = {
    blockHash: world.blockHash(tx.block),
    blockNumber: hex(tx.block),
    transactionIndex: hex(tx.index),
  };
  const price = { gas: hex(tx.gasUsed), gasPrice: hex(tx.gasPrice), value: hex(tx.value) };
  const parties = { from: tx.from, to: tx.creation ? null : tx.to };
  return {
    ...place,
    ...price,
    ...parties,
    hash: tx.hash,
    input: tx.input ?? '0x',
    nonce: '0x0',
    type: '0x0',
  };
}
export function receipt(world: Printing, tx: EvmTx): unknown {
  const place = {
    blockHash: world.blockHash(tx.block),
    blockNumber: hex(tx.block),
    transactionIndex: hex(tx.index),
  };
  const result =
    tx.block < world.byzantium ? { root: world.blockHash(0) } : { status: tx.failed ? '0x0' : '0x1' };
  const moves = (tx.tokens ?? []).map(({ contract, from, to, amount, logIndex }) => ({
    ...{ contract, logIndex, data: [hex(amount)] },
    topics: [TRANSFER, word(from), word(to)],
  }));
  const logs = [...moves, ...(tx.logs ?? [])]
    .sort((a, b) => a.logIndex - b.logIndex)
    .map(({ contract, topics, data, logIndex }) => ({
      ...place,
      address: contract,
      topics: topics.map(word),
      data: `0x${data.map((each) => word(each).slice(2)).join('')}`,
      logIndex: hex(logIndex),
      transactionHash: tx.hash,
      removed: false,
    }));
  return {
    ...place,
    ...result,
    contractAddress: tx.creation ? tx.to : null,
    cumulativeGasUsed: '0x0',
    effectiveGasPrice: hex(tx.gasPrice),
    from: tx.from,
    gasUsed: hex(tx.gasUsed),
    logs,
    to: tx.creation ? null : tx.to,
    transactionHash: tx.hash,
    type: '0x0',
  };
}
