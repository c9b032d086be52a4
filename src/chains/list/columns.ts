// The columns of a transfer list and the other names under which exports carry them. docs/chains.md prints this table.
// Not what may stand in a cell (row.ts).
import { type Column, placeColumns } from '../../model/columns.ts';

/** Names are compared without case, and with blanks, dots, dashes and brackets read as `_`: `DateTime (UTC)` is `datetime_utc`. */
export const listColumns = [
  {
    name: 'chain',
    aliases: ['network', 'blockchain'],
    required: 'yes',
    meaning: 'name, alias or CAIP-2 id of a known chain; any other word is a chain of its own',
  },
  {
    name: 'tx',
    aliases: [
      'transaction_hash',
      'txhash',
      'tx_hash',
      'hash',
      'txid',
      'tx_id',
      'transaction_id',
      'transaction',
    ],
    required: 'yes',
    meaning: 'id of the transaction; rows with one id are one transaction and stand at one height',
  },
  {
    name: 'height',
    aliases: ['block', 'block_number', 'blocknumber', 'blockno', 'block_height', 'slot', 'ledger_index'],
    required: 'yes',
    meaning: 'number of the block: rows are sorted by it',
  },
  {
    name: 'time',
    aliases: [
      'timestamp',
      'block_timestamp',
      'block_time',
      'unixtimestamp',
      'datetime',
      'datetime_utc',
      'date',
      'time_utc',
    ],
    required: 'yes',
    meaning: 'unix seconds, or ISO 8601 such as 2024-08-02 00:24:23; UTC where no zone is given',
  },
  {
    name: 'order',
    aliases: ['log_index', 'logindex', 'index', 'position', 'sequence', 'seq'],
    required: 'no',
    meaning:
      'integer that sorts the rows of one height (it may run over the whole file); a transaction stands at its smallest; empty = unknown',
  },
  {
    name: 'from',
    aliases: ['from_address', 'sender', 'source', 'payer'],
    required: 'yes',
    meaning: 'address of the payer; empty, mint or issued: the value is new',
  },
  {
    name: 'to',
    aliases: ['to_address', 'receiver', 'recipient', 'destination', 'payee'],
    required: 'yes',
    meaning: 'address of the payee; empty, burn or burnt: the value is destroyed; fee: it goes to the chain',
  },
  {
    name: 'asset',
    aliases: ['token', 'symbol', 'currency', 'token_symbol', 'tokensymbol', 'coin'],
    required: 'yes',
    meaning: 'any text, used as it is: two texts are two assets',
  },
  {
    name: 'amount',
    aliases: ['value', 'quantity', 'tokenvalue', 'token_value'],
    required: 'yes',
    meaning: 'decimal number of whole units, with a point, read exactly; zero is counted and left out',
  },
  {
    name: 'decimals',
    aliases: ['token_decimals', 'tokendecimal', 'decimal', 'precision'],
    required: 'no',
    meaning: 'how many decimals the asset has, the same in all its rows of a chain; empty = 0',
  },
] as const satisfies readonly Column[];

export type ListColumnName = (typeof listColumns)[number]['name'];

/** Which cell of a record holds which column, and what is wrong with the names. */
export function placeListColumns(names: readonly string[]) {
  return placeColumns<(typeof listColumns)[number]>(listColumns, names);
}
