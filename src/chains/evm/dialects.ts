// How the Etherscan-like services differ, as a table: field names, exact empty answers, windows, and what their
// error texts mean. No requests here. From shared/reference/apis.md §4 and §5 and from recorded answers.
import type { FailureClass } from '../source-failure.ts';

/** Lists of a wallet. */
export type AccountList = 'txlist' | 'txlistinternal' | 'tokentx';
/** Of a wallet too. `txsBeaconWithdrawal`: Etherscan's alone. */
export type IssuedList = 'txsBeaconWithdrawal' | 'getminedblocks';
export type ListAction = AccountList | IssuedList | 'getLogs';

export interface Dialect {
  readonly name: 'blockscout' | 'etherscan';
  /** Lists of a wallet: by block ranges, or in a REST API of its own by cursors (rest/). */
  readonly lists: 'ranges' | 'cursors';
  readonly path: string;
  /** The transaction's hash and the place in the call tree, in a row of txlistinternal. */
  readonly internalHash: string;
  readonly internalPath: string;
  /** Whether `internalPath` is a path in the call tree (`0_1_1`) rather than a running number. */
  readonly pathIsTree: boolean;
  /** The messages that, with status "0" and an empty array, prove that there are no rows. */
  readonly empty: Readonly<Partial<Record<ListAction, readonly string[]>>>;
  /** Rows asked for at first. The free tier of Etherscan gives 1,000 whatever is asked, and says OK. */
  readonly offset: number;
  /** page × offset must not exceed this. */
  readonly window: number;
  /** How JSON-RPC is reached: as a POST to this path, or through `module=proxy`. */
  readonly rpc: { readonly post: string } | 'proxy';
  /** The first that matches the message or the result text decides; what matches none is `error`, never "empty". */
  readonly texts: readonly (readonly [RegExp, FailureClass])[];
}

const blockscout: Dialect = {
  name: 'blockscout',
  lists: 'ranges',
  path: '/api',
  internalHash: 'transactionHash',
  internalPath: 'index',
  pathIsTree: false,
  empty: {
    txlist: ['No transactions found'],
    txlistinternal: ['No internal transactions found'],
    tokentx: ['No token transfers found'],
    getLogs: ['No logs found'],
    getminedblocks: ['No blocks found'],
  },
  offset: 10_000,
  window: 10_000,
  rpc: { post: '/api/eth-rpc' },
  texts: [
    [/too many requests/i, 'rate'],
    [/timeout|timed out/i, 'split'],
    [/invalid (address|txhash) format|query parameter '\w+' is required/i, 'input'],
    [/unknown (module|action)|params 'module' and 'action' are required/i, 'input'],
    [/no closest block found|invalid (closest|timestamp) param/i, 'input'],
  ],
};

export const dialects: Readonly<Record<'blockscout' | 'blockscout-rest' | 'etherscan', Dialect>> = {
  blockscout,
  'blockscout-rest': { ...blockscout, lists: 'cursors' },
  etherscan: {
    name: 'etherscan',
    lists: 'ranges',
    path: '/v2/api',
    internalHash: 'hash',
    internalPath: 'traceId',
    pathIsTree: true,
    empty: {
      txlist: ['No transactions found'],
      txlistinternal: ['No transactions found'],
      tokentx: ['No transactions found'],
      getLogs: ['No records found'],
      txsBeaconWithdrawal: ['No transactions found'],
      getminedblocks: ['No transactions found', 'No blocks found'],
    },
    offset: 1_000,
    window: 10_000,
    rpc: 'proxy',
    texts: [
      [/max daily rate limit reached/i, 'quota'],
      [/max (calls per sec )?rate limit reached/i, 'rate'],
      [/free api access is temporarily unavailable/i, 'rate'],
      [/free api access is not supported for this chain/i, 'tier'],
      [/api pro endpoint|exclusive/i, 'tier'],
      [/(invalid|missing) api key/i, 'auth'],
      [/query timeout occured|query timeout occurred/i, 'split'],
      [/result window is too large/i, 'paging'],
      [/missing (or unsupported )?chainid|deprecated v1 endpoint/i, 'config'],
      [/invalid address format|missing or invalid action|block number already pass/i, 'input'],
      [/no closest block found/i, 'input'],
    ],
  },
};

export function classOfText({ texts }: Pick<Dialect, 'texts'>, text: string): FailureClass {
  return texts.find(([pattern]) => pattern.test(text))?.[1] ?? 'error';
}
