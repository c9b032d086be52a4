// The columns of bulk files by kind, and the other names under which exports carry them: ethereum-etl and the public
// datasets made with it (BigQuery, AWS), GraphSense. docs/chains.md prints these tables. Not what a cell may hold.
import type { Column } from '../../model/columns.ts';

/** What a column holds, and with it which types of Parquet it may have and what a cell must look like (checked-sql.ts). */
export type Holds = 'hash' | 'address' | 'count' | 'amount' | 'time' | 'text' | 'nested';

export interface BulkColumn extends Column {
  readonly holds: Holds;
}

function column(
  name: string,
  holds: Holds,
  required: 'yes' | 'no',
  aliases: readonly string[],
  meaning: string,
): BulkColumn {
  return { name, holds, required, aliases, meaning };
}

const height = column(
  'block_number',
  'count',
  'yes',
  ['blockid', 'block_id', 'blocknumber'],
  'number of the block',
);
const blockTime = column(
  'block_timestamp',
  'time',
  'no',
  ['blocktimestamp'],
  'time of the block; without it `blocks` must be imported too',
);
const from = column('from_address', 'address', 'no', ['fromaddress'], 'the payer');
const to = column('to_address', 'address', 'no', ['toaddress'], 'the payee');
const value = column('value', 'amount', 'yes', [], 'whole base units');
const ofTx = column('transaction_hash', 'hash', 'yes', ['txhash', 'tx_hash'], 'its transaction');

export const bulkColumns = {
  blocks: [
    column('number', 'count', 'yes', ['block_number', 'blockid', 'block_id'], 'number of the block'),
    column('timestamp', 'time', 'yes', ['block_timestamp'], 'unix seconds, or a time in UTC'),
    column('hash', 'hash', 'no', ['blockhash', 'block_hash'], 'hash of the block'),
  ],
  transactions: [
    column('hash', 'hash', 'yes', ['transaction_hash', 'txhash', 'tx_hash'], 'id of the transaction'),
    height,
    column('transaction_index', 'count', 'yes', ['transactionindex'], 'its place in the block'),
    from,
    to,
    value,
    blockTime,
    column('receipt_status', 'count', 'no', ['status'], '1 done, 0 failed'),
    column('receipt_gas_used', 'count', 'no', ['receiptgasused'], 'with the price, its fee'),
    column('receipt_effective_gas_price', 'amount', 'no', ['effective_gas_price'], 'what was paid for gas'),
    column('gas_price', 'amount', 'no', ['gasprice'], 'used where the price above is missing'),
    column('receipt_contract_address', 'address', 'no', [], 'the contract that it created'),
  ],
  traces: [
    height,
    { ...ofTx, required: 'no' },
    column('transaction_index', 'count', 'no', ['transactionindex'], 'place of its transaction in the block'),
    from,
    to,
    value,
    column('trace_type', 'text', 'no', ['tracetype'], 'call, create, suicide, reward, genesis'),
    column('call_type', 'text', 'no', ['calltype'], 'call, delegatecall, staticcall, callcode'),
    column('trace_address', 'text', 'no', ['traceaddress'], 'its place in the tree of calls, such as 0,2,1'),
    column(
      'trace_id',
      'text',
      'no',
      ['traceid'],
      'such as call_0x…_0_2_1: read where the columns above are missing',
    ),
    column('trace_index', 'count', 'no', ['traceindex'], 'running number in the block'),
    column('status', 'count', 'yes', [], '1 done, 0 failed, itself or what called it'),
    blockTime,
  ],
  token_transfers: [
    column(
      'token_address',
      'address',
      'yes',
      ['tokenaddress', 'contract_address'],
      'the contract of the token',
    ),
    { ...from, required: 'yes' },
    { ...to, required: 'yes' },
    value,
    ofTx,
    column('log_index', 'count', 'yes', ['logindex'], 'number of the event in the block'),
    height,
    blockTime,
  ],
  tokens: [
    column('address', 'address', 'yes', ['token_address'], 'the contract'),
    column('symbol', 'text', 'yes', [], 'as the contract says'),
    column('decimals', 'text', 'yes', [], 'as the contract says'),
  ],
} as const satisfies Readonly<Record<string, readonly BulkColumn[]>>;

export type EvmKind = keyof typeof bulkColumns;
export const evmKinds = Object.keys(bulkColumns) as readonly EvmKind[];

/** Transactions of a coin chain, as bitcoin-etl exports them and the public datasets made with it have them. */
export const coinColumns = [
  column('hash', 'text', 'yes', ['transaction_hash', 'txid'], 'id of the transaction'),
  height,
  column('block_timestamp', 'time', 'yes', ['blocktimestamp'], 'time of the block'),
  column('block_hash', 'text', 'no', ['blockhash'], 'hash of the block'),
  column('index', 'count', 'no', ['transaction_index'], 'its place in the block'),
  column(
    'inputs',
    'nested',
    'yes',
    [],
    'list of spent_transaction_hash, spent_output_index, value, addresses or address; empty in a coinbase',
  ),
  column('outputs', 'nested', 'yes', [], 'list of index, script_hex, value'),
] as const satisfies readonly BulkColumn[];

/** Blocks beside such transactions: nothing is made of them, but they must say the same. */
export const coinBlockColumns = [
  column('number', 'count', 'yes', ['block_number', 'height'], 'number of the block'),
  column('timestamp', 'time', 'yes', ['block_timestamp'], 'its time'),
  column('hash', 'text', 'no', ['block_hash'], 'its hash'),
  column('transaction_count', 'count', 'no', [], 'how many transactions it has'),
] as const satisfies readonly BulkColumn[];
