// The columns of a file of claims and the other names they go by. docs/cli.md prints this table.
import type { Column } from '../model/columns.ts';

export const claimColumns = [
  {
    name: 'name',
    aliases: ['victim', 'victim_name', 'claimant', 'case', 'case_no', 'case_number', 'case_id'],
    required: 'yes',
    meaning: 'whose claim it is, best a case number; rows of one name are one victim',
  },
  {
    name: 'txid',
    aliases: [
      'tx',
      'tx_id',
      'txhash',
      'tx_hash',
      'hash',
      'transaction',
      'transaction_id',
      'transaction_hash',
    ],
    required: 'no',
    meaning: 'the payment, as after `--tx`: `:n` behind it says which one of its transaction',
  },
  {
    name: 'date',
    aliases: ['time', 'datetime', 'timestamp', 'date_utc', 'time_utc', 'datetime_utc'],
    required: 'no',
    meaning:
      'day, minute or second of the block, and meant as precisely as it is written; UTC where no zone follows',
  },
  {
    name: 'amount',
    aliases: ['value', 'quantity'],
    required: 'no',
    meaning: 'whole units with a point; with a txid the front of the payment, all of it where empty',
  },
  {
    name: 'fee',
    aliases: ['fees', 'max_fee'],
    required: 'no',
    meaning:
      'without a txid: the most by which less may have arrived than `amount`, whole units; empty = nothing',
  },
  {
    name: 'address',
    aliases: ['to', 'to_address', 'recipient', 'receiver', 'payee', 'destination'],
    required: 'no',
    meaning: 'who was paid',
  },
  {
    name: 'asset',
    aliases: ['token', 'symbol', 'currency', 'coin'],
    required: 'no',
    meaning: 'as after `--asset`; empty = any asset that is genuine',
  },
  {
    name: 'chain',
    aliases: ['network', 'blockchain'],
    required: 'no',
    meaning: 'where the form of txid or address leaves it open; empty = as without it on the command line',
  },
] as const satisfies readonly Column[];

export type ClaimColumnName = (typeof claimColumns)[number]['name'];
