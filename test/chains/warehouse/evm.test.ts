// Files of an EVM chain: every kind of row, what is refused, what is covered.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { internalTransfers, nativeTransfers, tokenTransfers } from '../../../src/chains/evm/transfers.ts';
import { ETHEREUM } from '../../../src/model/chain.ts';
import type { Ledger, Page } from '../../../src/model/ledger.ts';
import { wallet } from '../../../src/model/place.ts';
import type { Transfer } from '../../../src/model/transfer.ts';
import { cli } from '../../support/cli.ts';
import { accountWorlds } from '../../support/worlds.ts';
import { address, HEADER } from '../list/support.ts';
import { fresh, imported, ledgersOf, parquet, warehouseOf, written } from './support.ts';

const hash = (n: number): string => `0x${n.toString(16).padStart(64, '0')}`;
const [A, B, C, D, TOKEN] = [1, 2, 3, 4, 5].map((n) => address(n * 0x1111)) as [
  string,
  string,
  string,
  string,
  string,
];

const csvOf = (header: string, ...rows: readonly string[]): string => `${[header, ...rows].join('\n')}\n`;

// The column names of ethereum-etl.
const blocks = (...rows: string[]) => written('blocks.csv', csvOf('number,hash,timestamp', ...rows));
const transactions = (...rows: string[]) =>
  written(
    'transactions.csv',
    csvOf(
      'hash,nonce,block_number,transaction_index,from_address,to_address,value,gas,gas_price,input,receipt_gas_used,receipt_contract_address,receipt_status,receipt_effective_gas_price',
      ...rows,
    ),
  );
const traces = (...rows: string[]) =>
  written(
    'traces.csv',
    csvOf(
      'block_number,transaction_hash,transaction_index,from_address,to_address,value,trace_type,call_type,trace_address,status',
      ...rows,
    ),
  );
const tokens = (...rows: string[]) =>
  written(
    'token_transfers.csv',
    csvOf('token_address,from_address,to_address,value,transaction_hash,log_index,block_number', ...rows),
  );

async function historyOf(ledger: Ledger, text: string, more: object = {}): Promise<Page[]> {
  const signal = new AbortController().signal;
  const asOf = await ledger.head({}, signal);
  const scope = { asOf, hubLimit: Number.POSITIVE_INFINITY, concurrency: 1, signal, ...more };
  const pages: Page[] = [];
  for await (const page of ledger.transfersOf([wallet(ledger.chain, text as never)], scope)) pages.push(page);
  return pages;
}

async function onlyLedger(warehouse: string): Promise<Ledger> {
  return (await ledgersOf(warehouse)).get(ETHEREUM) as Ledger;
}

/** `A>B 5 native` */
function shown({ from, to, amount, asset }: Transfer): string {
  const name = (place: Transfer['from']): string =>
    place.kind === 'wallet' ? ('?ABCD'[Number(place.address) / 0x1111] ?? '?') : place.kind;
  return `${name(from)}>${name(to)} ${amount} ${asset.includes('erc20') ? 'token' : 'native'}`;
}

/** Block 7: A pays B 100, of which B's code passes 60 to C and fails to pass 5; then a transaction of C's that fails. */
function small(): readonly string[] {
  const first = hash(0xa1);
  const second = hash(0xa2);
  return [
    blocks(`7,${hash(0xb7)},1500000000`, `8,${hash(0xb8)},1500000012`),
    transactions(
      `${first},0,7,0,${A},${B},100,21000,3,0x,50000,,1,2`,
      `${second},0,7,1,${C},${D},40,21000,2,0x,21000,,0,2`,
      `${hash(0xa3)},1,8,0,${A},,9,21000,2,0x6001,10,${D},1,2`,
    ),
    traces(
      `7,${first},0,${A},${B},100,call,call,,1`,
      `7,${first},0,${B},${C},60,call,call,0,1`,
      `7,${first},0,${B},${C},60,call,delegatecall,"0,0",1`,
      `7,${first},0,${B},${C},5,call,call,1,0`,
      `7,${first},0,${B},${C},60,call,call,2,1`,
      `7,${second},1,${C},${D},40,call,call,,0`,
      `7,,,,${D},2000000000000000000,reward,,,1`,
      `8,${hash(0xa3)},0,${A},${D},9,create,,,1`,
      `8,${hash(0xa3)},0,${D},${B},9,suicide,,0,1`,
    ),
    tokens(
      `${TOKEN},${A},${C},${2n ** 256n - 1n},${first},4,7`,
      `${TOKEN},${address(0)},${A},7,${first},3,7`,
      `${TOKEN},${A},${C},0,${first},5,7`,
    ),
  ];
}

describe('files of an EVM chain', () => {
  test('give what moved: fees, payments, calls that were not undone, tokens, rewards', async () => {
    const ledger = await onlyLedger(await warehouseOf('--chain', 'ethereum', ...small()));
    const all = async (text: string) => (await historyOf(ledger, text)).flatMap(({ transfers }) => transfers);
    expect((await all(A)).map(shown).sort()).toEqual(
      [
        'A>fee 100000 native',
        'A>B 100 native',
        'B>C 60 native',
        'B>C 60 native',
        `A>C ${2n ** 256n - 1n} token`,
        'issued>A 7 token',
        'A>fee 20 native',
        'A>D 9 native',
        'D>B 9 native',
      ].sort(),
    );
    expect((await all(D)).map(shown).sort()).toEqual(
      ['A>D 9 native', 'A>fee 20 native', 'D>B 9 native', 'issued>D 2000000000000000000 native'].sort(),
    );
    // A failed transaction costs its fee and moves nothing.
    expect((await all(C)).filter(({ txId }) => txId === hash(0xa2)).map(shown)).toEqual([
      'C>fee 42000 native',
    ]);
  });

  test('are named and placed as the lists of an explorer are, so that a transfer is one wherever it is told', async () => {
    const ledger = await onlyLedger(await warehouseOf('--chain', 'ethereum', ...small()));
    const told = (await historyOf(ledger, A)).flatMap(({ transfers }) => transfers);
    const native = ledger.assetInfo('eip155:1/slip44:60' as never)?.id as never;
    const at = { height: 7, time: 1_500_000_000, txId: hash(0xa1) as never };
    const call = { ...at, from: B as never, to: C as never, value: 60n, type: 'call', failed: false };
    const listed = [
      ...nativeTransfers(ETHEREUM, native, [
        {
          ...at,
          txIndex: 0,
          blockHash: undefined,
          from: A as never,
          to: B as never,
          value: 100n,
          fee: 100_000n,
          failed: false,
          transferFrom: undefined,
          memo: undefined,
        },
      ]),
      ...internalTransfers(
        ETHEREUM,
        native,
        [
          { ...call, path: [2] },
          { ...call, path: [0] },
        ],
        {
          failedTxs: new Set(),
          txIndexOf: new Map([[at.txId, 0]]),
          paths: 'tree',
          order: 'kept',
        },
      ),
      ...tokenTransfers(ETHEREUM, [
        {
          ...at,
          txIndex: 0,
          from: address(0) as never,
          to: A as never,
          value: 7n,
          contract: TOKEN as never,
          order: 2 ** 49 + 3,
        },
      ]),
    ];
    for (const transfer of listed) expect(told.find(({ id }) => id === transfer.id)).toEqual(transfer);
  });

  test('pin a run to the hash of a block', async () => {
    const ledger = await onlyLedger(await warehouseOf('--chain', 'ethereum', ...small()));
    expect(await ledger.head({}, new AbortController().signal)).toEqual({
      chain: ETHEREUM,
      height: 8,
      hash: hash(0xb8),
      time: 1_500_000_012,
    });
  });

  test('may come one after the other: transactions first, then their tokens, whose order is then known', async () => {
    const [ofBlocks, ofTransactions, ofTraces, ofTokens] = small() as [string, string, string, string];
    const file = await warehouseOf('--chain', 'ethereum', ofBlocks, ofTransactions, ofTraces);
    expect(await imported(file, ofTokens, '--chain', 'ethereum')).toMatchObject({ code: 0 });
    const inTurn = (await historyOf(await onlyLedger(file), A)).flatMap(({ transfers }) => transfers);
    const atOnce = await historyOf(await onlyLedger(await warehouseOf('--chain', 'ethereum', ...small())), A);
    const byId = (a: Transfer, b: Transfer) => (a.id < b.id ? -1 : 1);
    expect(inTurn.sort(byId)).toEqual(atOnce.flatMap(({ transfers }) => transfers).sort(byId));
  });

  test('in the other order are refused: blocks numbered by events would have to be numbered anew', async () => {
    const [ofBlocks, ofTransactions, ofTraces, ofTokens] = small() as [string, string, string, string];
    const file = await warehouseOf('--chain', 'ethereum', ofBlocks, ofTokens);
    const { code, err } = await imported(file, ofTransactions, ofTraces, '--chain', 'ethereum');
    expect([code, err]).toEqual([1, expect.stringContaining('[import-conflict]')]);
  });

  test('cover what they tell, and a trace says what it is that they do not', async () => {
    const file = await warehouseOf('--chain', 'ethereum', ...small().slice(0, 2));
    const { out, code } = await cli([A, '--ledger', `sqlite:${file}`, '--json', '--min-value', '0']);
    expect(code).toBe(3);
    const why = 'internal calls of blocks 0 to 8; token transfers of blocks 0 to 8';
    expect(out).toContain(`payments of the coin of blocks 0 to 6; ${why}; fees of blocks 0 to 6`);
    const [page] = await historyOf(
      await onlyLedger(await warehouseOf('--chain', 'ethereum', '--covers', '0-8', ...small())),
      A,
    );
    expect(page?.gaps).toEqual([]);
  });
});

describe('bad files of an EVM chain', () => {
  const refusal = async (...argv: readonly string[]) => {
    const file = fresh('w.db');
    const { code, err } = await imported(file, ...argv);
    const status = await cli(['warehouse', 'status', `sqlite:${file}`]);
    expect(status.out).toBe('empty\n');
    return `${code} ${err}`;
  };

  test('of no chain, or of one that is not known', async () => {
    expect(await refusal(...small())).toContain(
      '2 trace: These files do not say of which chain they are. [unknown-chain]',
    );
    expect(await refusal(...small(), '--chain', 'bitcoin')).toContain('[unknown-chain]');
    expect(await refusal(...small(), '--chain', 'eip155:99999')).toContain('[unknown-chain]');
  });

  test('rows that cannot be used are named with file and row', async () => {
    const err = await refusal(
      '--chain',
      'ethereum',
      blocks(`7,${hash(1)},1500000000`),
      tokens(
        `${TOKEN},${A},${B},-5,${hash(1)},0,7`,
        `${TOKEN},${A},${B},5,${hash(1)},1,7`,
        `${TOKEN},${A},${B},${2n ** 256n},${hash(1)},2,7`,
        `${TOKEN},0x12,${B},5,${hash(1)},3,7`,
        `${TOKEN},${A},${B},5.5,${hash(1)},4,7`,
        `${TOKEN},${A},${B},5,${hash(1)},,7`,
        `${TOKEN},${A},${B},5,${hash(1)},7,9`,
      ),
    );
    expect(err).toContain('6 rows cannot be used. [bad-bulk-row]');
    for (const fault of [
      'row 1: value is negative',
      'row 3: value is more than 2^256 - 1',
      'row 4: from_address is no address of 0x and 40 hexadecimal digits',
      'row 5: value is no whole number of base units',
      'row 6: log_index is empty',
      'row 7: the time of block 9 is not told, or told in two ways',
    ])
      expect(err).toContain(`token_transfers.csv, ${fault}`);
  });

  test('a transaction of which nobody says whether it failed', async () => {
    const err = await refusal(
      '--chain',
      'ethereum',
      blocks(`7,${hash(1)},1500000000`),
      transactions(`${hash(1)},0,7,0,${A},${B},100,21000,3,0x,21000,,,2`),
    );
    expect(err).toContain('row 1: whether it failed is not told: import the traces of its block too');
  });

  test('Parquet whose amounts are floating point, or that is cut off', async () => {
    const row = `SELECT '${TOKEN}' AS token_address, '${A}' AS from_address, '${B}' AS to_address, 5::DOUBLE AS value, '${hash(1)}' AS transaction_hash, 1 AS log_index, 7 AS block_number, now()::TIMESTAMP AS block_timestamp`;
    const file = await parquet(row);
    expect(await refusal('--chain', 'ethereum', file)).toContain(
      'column value is DOUBLE, which cannot hold every amount exactly. [bad-bulk-file]',
    );
    const cut = written('cut.parquet', readFileSync(file).subarray(0, 300));
    expect(await refusal('--chain', 'ethereum', cut)).toMatch(
      /cut\.parquet cannot be imported: it is no whole Parquet file/,
    );
  });

  test('columns of no kind that is read', async () => {
    expect(await refusal('--chain', 'ethereum', written('x.csv', 'a,b\n1,2\n'))).toContain('[bad-bulk-file]');
  });
});

describe('files of one import that overlap', () => {
  const tx = hash(0xa1);
  const block = () => blocks(`7,${hash(0xb7)},1500000000`);
  const event = (to = B, value = 5) => tokens(`${TOKEN},${A},${to},${value},${tx},3,7`);
  const call = (to = C, value = 60) =>
    traces(
      `7,${tx},0,${A},${B},100,call,call,,1`,
      `7,${tx},0,${B},${to},${value},call,call,0,1`,
      `7,${tx},0,${B},${to},${value},call,call,1,1`,
    );

  test('are told once, and calls that are alike in their amounts are not', async () => {
    const file = await warehouseOf(block(), event(), event(), call(), call(), '--chain', 'ethereum');
    const told = await historyOf(await onlyLedger(file), B);
    expect(told.flatMap(({ transfers }) => transfers.map(shown)).sort()).toEqual([
      'A>B 100 native',
      'A>B 5 token',
      'B>C 60 native',
      'B>C 60 native',
    ]);
  });

  const issued = (columns: string, ...rows: string[]) =>
    written(
      'traces.csv',
      csvOf(`block_number,to_address,value,trace_type,trace_address,status${columns}`, ...rows),
    );
  const reward = (payee: string, value: number, more = '') => `7,${payee},${value},reward,,1${more}`;

  test.each<[string, readonly (() => string)[]]>([
    ['without numbers', [() => issued('', reward(D, 4), reward(C, 3), reward(C, 3))]],
    [
      'with an id, cut between two that are alike',
      [
        () => issued(',trace_id', reward(C, 3, ',reward_7_1'), reward(C, 3, ',reward_7_2')),
        () => issued(',trace_id', reward(C, 3, ',reward_7_2'), reward(D, 4, ',reward_7_0')),
      ],
    ],
    [
      'with a running number, one file cut off after the first of two that are alike',
      [
        () => issued(',trace_index', reward(D, 4, ',5'), reward(C, 3, ',6')),
        () => issued(',trace_index', reward(C, 3, ',7'), reward(D, 4, ',5')),
      ],
    ],
    [
      'once with ids, once without',
      [
        () => issued('', reward(D, 4), reward(C, 3)),
        () =>
          issued(
            ',trace_id',
            reward(D, 4, ',reward_7_0'),
            reward(C, 3, ',reward_7_1'),
            reward(C, 3, ',reward_7_2'),
          ),
      ],
    ],
  ])('tell rewards once, and two of one miner that are alike twice: %s', async (_, files) => {
    const all = [...files, ...files].map((file) => file());
    const ledger = await onlyLedger(await warehouseOf(block(), ...all, '--chain', 'ethereum'));
    // All that a block issues is one transaction.
    const told = (await historyOf(ledger, C)).flatMap(({ transfers }) => transfers.map(shown));
    expect(told.sort()).toEqual(['issued>C 3 native', 'issued>C 3 native', 'issued>D 4 native']);
  });

  test('tell the coins of the first block once', async () => {
    const first = () =>
      issued(',block_timestamp', `0,${D},9,genesis,,1,1438269973`, `0,${C},9,genesis,,1,1438269973`);
    const ledger = await onlyLedger(await warehouseOf(first(), first(), '--chain', 'ethereum'));
    expect((await historyOf(ledger, D)).flatMap(({ transfers }) => transfers.map(shown))).toEqual([
      'issued>D 9 native',
    ]);
  });

  test.each([
    ['another amount', [event(), event(B, 6)]],
    ['another payee', [event(), event(C)]],
    ['another amount of a call', [call(), call(C, 61)]],
    ['another payee of a call', [call(), call(A)]],
  ])('and contradict each other are refused: %s', async (_, files) => {
    const { code, err } = await imported(fresh('w.db'), block(), ...files, '--chain', 'ethereum');
    expect([code, err]).toEqual([1, expect.stringContaining(`files tell transaction ${tx} in two ways`)]);
  });
});

test('worlds of token transfers in Parquet trace as the same worlds do as transfer lists, under every convention', async () => {
  const worlds = fc.sample(accountWorlds, { seed: 20_261_126, numRuns: 12 });
  const statements: unknown[] = [];
  for (const [at, world] of worlds.entries()) {
    const names = [...new Set(world.transfers.flatMap(({ from, to }) => [from, to])), ...world.seeds].filter(
      (name) => name !== 'fee',
    );
    const own = (name: string) => address(0x100 + names.indexOf(name) + at * 0x100);
    const txs = [...new Set(world.transfers.map(({ tx }) => tx))];
    const rows = world.transfers
      .filter(({ to }) => to !== 'fee')
      .map(({ tx, from, to, amount }, event) => ({
        tx: hash(0x1000 + txs.indexOf(tx)),
        height: 1 + Math.floor(txs.indexOf(tx) / 3),
        ...{ event, amount, from: own(from), to: own(to) },
      }));
    if (rows.length === 0) continue;
    const asset = `eip155:1/erc20:${TOKEN}`;
    const list = written(
      'list.csv',
      csvOf(
        HEADER,
        ...rows.map(({ tx, height, event, from, to, amount }) =>
          ['ethereum', tx, height, 1_500_000_000 + height, event, from, to, asset, amount, 0].join(),
        ),
      ),
    );
    const values = rows.map(
      ({ tx, height, event, from, to, amount }) =>
        `('${TOKEN}', '${from}', '${to}', '${amount}', '${tx}', ${event}, ${height}, make_timestamp(${(1_500_000_000 + height) * 1_000_000}))`,
    );
    const file = await parquet(
      `SELECT * FROM (VALUES ${values.join()}) AS row (token_address, from_address, to_address, value, transaction_hash, log_index, block_number, block_timestamp)`,
    );
    const labels = written(
      'labels.csv',
      csvOf(
        'chain,address,name,category,source',
        ...world.endpoints.map((name) => `ethereum,${own(name)},Desk,exchange,x`),
      ),
    );
    const warehouse = await warehouseOf(file, '--chain', 'ethereum');
    const statement = async (ledger: string) => {
      const seeds = world.seeds.map(own);
      const { out, err } = await cli([
        ...seeds,
        '--ledger',
        ledger,
        '--labels',
        labels,
        '--json',
        '--min-value',
        '0',
        '--convention',
        'all',
      ]);
      return out === '' ? err.split('\n')[0] : JSON.parse(out).statement;
    };
    const expected = await statement(list);
    expect(await statement(`sqlite:${warehouse}`)).toEqual(expected);
    statements.push(expected);
  }
  expect(statements.filter((each) => Array.isArray(each)).length).toBeGreaterThan(6);
}, 60_000);
