// Real blocks of Bitcoin (shared/data/btc-esplora) in the form of bitcoin-etl: histories, spends and fees, each worked out here
// from the answers of the explorer that they come from.
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { transfersOfTx } from '../../../src/chains/bitcoin/transfers-of-tx.ts';
import { BITCOIN } from '../../../src/model/chain.ts';
import type { Ledger, Page } from '../../../src/model/ledger.ts';
import { wallet } from '../../../src/model/place.ts';
import { cli } from '../../support/cli.ts';
import { answers, ETL_FOLDER, etl, exported, type Tx } from './bitcoin-etl.ts';
import { fresh, imported, ledgersOf, parquet, warehouseOf, written } from './support.ts';

const isThere = existsSync(ETL_FOLDER);
const reason = isThere ? '' : ' (skipped: no shared data)';
const never = new AbortController().signal;

async function ledgerOf(warehouse: string): Promise<Ledger> {
  return (await ledgersOf(warehouse)).get(BITCOIN) as Ledger;
}

async function scopeOf(ledger: Ledger) {
  return {
    asOf: await ledger.head({}, never),
    hubLimit: Number.POSITIVE_INFINITY,
    concurrency: 1,
    signal: never,
  };
}

async function collected(pages: AsyncIterable<Page>): Promise<Page[]> {
  const found: Page[] = [];
  for await (const page of pages) found.push(page);
  return found;
}

describe.skipIf(!isThere)(`transactions of bitcoin-etl${reason}`, () => {
  test('every transaction, history and spend of a block, and the fees that its coinbase took', async () => {
    const [block, fees, own] = [277_647, 4_737_355n, 62];
    const txs = answers(`mainnet_block_${block}`);
    const warehouse = await warehouseOf(
      written('transactions.json', etl(txs)),
      '--covers',
      `${block}-${block}`,
    );
    const ledger = await ledgerOf(warehouse);
    const scope = await scopeOf(ledger);
    expect(scope.asOf).toMatchObject({ height: block, hash: txs[0]?.status.block_hash });
    let paid = 0n;
    const histories = new Map<string, Set<string>>();
    for (const tx of txs) {
      const told = await ledger.transfersIn(tx.txid as never, scope);
      expect(told).toEqual(transfersOfTx(tx as never));
      paid += told.filter(({ to }) => to.kind === 'fee').reduce((sum, { amount }) => sum + amount, 0n);
      for (const output of [...tx.vout, ...tx.vin.flatMap(({ prevout }) => prevout ?? [])])
        if (/^76a914|^a914/.test(output.scriptpubkey)) {
          const address = output.scriptpubkey_address as string;
          histories.set(address, (histories.get(address) ?? new Set()).add(tx.txid));
        }
    }
    // shared/data/README.md: coinbase − subsidy, to the satoshi.
    expect(paid).toBe(fees);
    const places = [...histories.keys()].map((address) => wallet(BITCOIN, address as never));
    for (const { subject, transfers } of await collected(ledger.transfersOf(places, scope))) {
      const told = new Set(transfers.map(({ txId }) => txId as string));
      expect(told).toEqual(histories.get((subject as { address: string }).address));
    }
    const ids = new Set(txs.map(({ txid }) => txid));
    const spends = txs.flatMap(({ txid, vin }) =>
      vin.flatMap((input) => (ids.has(input.txid) ? [{ ...input, by: txid }] : [])),
    );
    expect(spends.length).toBe(own);
    const coins = spends.map(({ txid, vout }) => `${txid}:${vout}` as never);
    const pages = await collected(ledger.spendsOf(coins, scope));
    expect(pages.map(({ transfers }) => transfers[0]?.txId)).toEqual(spends.map(({ by }) => by));
  }, 60_000);

  test('an input that spends a script without an address, made in no file, is refused by name', async () => {
    const txs = answers('mainnet_block_300025');
    const { code, err } = await imported(fresh('w.db'), written('transactions.json', etl(txs)));
    // Bare multisig: the explorer has its script, bitcoin-etl would have no address for it.
    const spent = '89baa6934a2e790699804c1ae4a0b8f4e537244fb4dc78e4cdd5aabf59b2ea20:1';
    expect([code, err]).toEqual([1, expect.stringContaining('[coin-unknown]')]);
    expect(err).toContain(spent);
  });

  test('an unspent coin has no gap where every block since is covered; one that nobody knows has', async () => {
    const txs = answers('mainnet_blocks_1_255');
    const file = written('transactions.json', etl(txs));
    const first = txs[0] as Tx;
    const spent = new Set(txs.flatMap(({ vin }) => vin.map(({ txid, vout }) => `${txid}:${vout}`)));
    const open = txs.find(({ txid }) => !spent.has(`${txid}:0`)) as Tx;
    const whole = await ledgerOf(await warehouseOf(file, '--covers', '0-255'));
    const ask = async (ledger: Ledger, coin: string) =>
      (await collected(ledger.spendsOf([coin as never], await scopeOf(ledger))))[0];
    expect(await ask(whole, `${open.txid}:0`)).toMatchObject({ transfers: [], gaps: [] });
    expect((await ask(whole, `${'ab'.repeat(32)}:0`))?.gaps[0]?.code).toBe('source-failed');
    const part = await ledgerOf(await warehouseOf(file, '--covers', '0-100'));
    expect((await ask(part, `${first.txid}:0`))?.gaps[0]?.why).toContain('transactions of blocks 101 to 255');
  }, 60_000);

  test('may come in parts: what an input of the second spends was made in the first', async () => {
    const txs = answers('mainnet_blocks_1_255');
    const parts = [0, 170].map((from, at) =>
      written(
        'part.json',
        etl(
          txs.filter(({ status: { block_height: height } }) => height > from && (at === 1 || height <= 170)),
        ),
      ),
    );
    const file = await warehouseOf(parts[0] as string);
    expect((await imported(file, parts[1] as string)).code).toBe(0);
    const ledger = await ledgerOf(file);
    const scope = await scopeOf(ledger);
    for (const tx of txs)
      expect(await ledger.transfersIn(tx.txid as never, scope)).toEqual(transfersOfTx(tx as never));
    expect((await imported(file, ...parts)).out).toContain('nothing new');
  }, 60_000);

  test('traces: the first payment of Bitcoin, from coins that were never spent before', async () => {
    const txs = answers('mainnet_blocks_1_255');
    const file = await warehouseOf(written('transactions.json', etl(txs)), '--covers', '0-255');
    // Block 170, the first payment: https://en.bitcoin.it/wiki/Genesis_block and the block itself.
    const payment = txs.find(
      ({ status, vin }) => status.block_height === 170 && vin[0]?.prevout !== null,
    ) as Tx;
    const { code, out } = await cli([
      '--tx',
      `${payment.txid}:0`,
      '--ledger',
      `sqlite:${file}`,
      '--json',
      '--min-value',
      '0',
    ]);
    const { statement, gaps } = JSON.parse(out);
    expect([code, gaps]).toEqual([0, []]);
    expect(statement[0]).toMatchObject({ injected: String(payment.vout[0]?.value) });
  }, 60_000);

  test('are the same as CSV, as Parquet of the public datasets, and without what inputs spent', async () => {
    const txs = answers('mainnet_blocks_1_255');
    const json = written('transactions.json', etl(txs));
    const bare = exported(txs).map((row) => ({
      ...row,
      inputs: row.inputs.map((input) => ({ ...input, value: null, addresses: [], type: null })),
    }));
    const cell = (text: unknown): string => `"${String(text).replaceAll('"', '""')}"`;
    const csvOf = (list: (rows: unknown) => string): string =>
      `${[
        'hash,block_number,block_hash,block_timestamp,index,inputs,outputs',
        ...bare.map((row) =>
          [
            row.hash,
            row.block_number,
            row.block_hash,
            row.block_timestamp,
            row.index,
            list(row.inputs),
            list(row.outputs),
          ]
            .map(cell)
            .join(),
        ),
      ].join('\n')}\n`;
    const columns = (
      value: string,
    ): string => `SELECT hash, block_number, block_hash, to_timestamp(block_timestamp) AT TIME ZONE 'UTC' AS block_timestamp, index,
      [struct_pack(index := i.index, spent_transaction_hash := i.spent_transaction_hash, spent_output_index := i.spent_output_index, addresses := i.addresses, value := ${value.replace('?', 'i.value')}) FOR i IN inputs] AS inputs,
      [struct_pack(index := o.index, script_hex := o.script_hex, value := ${value.replace('?', 'o.value')}) FOR o IN outputs] AS outputs
      FROM read_json('${json}', format = 'newline_delimited', sample_size = -1)`;
    const files = [
      written('plain.csv', csvOf(JSON.stringify)),
      // As Python prints a list: https://docs.python.org/3/library/stdtypes.html#lists
      written(
        'python.csv',
        csvOf((rows) => JSON.stringify(rows).replaceAll('"', "'").replaceAll('null', 'None')),
      ),
      written('bare.json', `${bare.map((row) => JSON.stringify(row)).join('\n')}\n`),
      await parquet(columns('?::DECIMAL(38, 9)')),
      await parquet(columns('?::DOUBLE / 1e8')),
    ];
    for (const file of files) {
      const ledger = await ledgerOf(await warehouseOf(file));
      const scope = await scopeOf(ledger);
      for (const tx of txs)
        expect(await ledger.transfersIn(tx.txid as never, scope)).toEqual(transfersOfTx(tx as never));
    }
  }, 60_000);

  test('an input that says another value than its coin has, or a list that is none, is refused', async () => {
    const rows = exported(answers('mainnet_blocks_1_255'));
    const at = rows.findIndex(({ inputs }) => inputs.length > 0);
    const row = rows[at] as (typeof rows)[number];
    const inputs = row.inputs.map((input) => ({ ...input, value: input.value + 1 }));
    const text = [...rows.slice(0, at), { ...row, inputs }, ...rows.slice(at + 1)];
    const { code, err } = await imported(
      fresh('w.db'),
      written('bad.json', `${text.map((each) => JSON.stringify(each)).join('\n')}\n`),
    );
    expect([code, err]).toEqual([2, expect.stringContaining(`row ${at + 1}: an input says another value`)]);
    const broken = `hash,block_number,block_timestamp,inputs,outputs\n${row.hash},1,1,not a list,[]\n`;
    const second = await imported(fresh('w.db'), written('broken.csv', broken));
    expect([second.code, second.err]).toEqual([2, expect.stringContaining('row 1: inputs is no list')]);
  });

  test('blocks beside them are held against them: one that lacks a transaction is found', async () => {
    const txs = answers('mainnet_block_277647');
    const [{ status }] = txs as [Tx];
    const block = (more: object) =>
      written(
        'blocks.json',
        `${JSON.stringify({ type: 'block', hash: status.block_hash, number: status.block_height, timestamp: status.block_time, transaction_count: txs.length, ...more })}\n`,
      );
    const whole = written('transactions.json', etl(txs));
    const { code, out } = await imported(fresh('w.db'), block({}), whole);
    expect([code, out]).toEqual([0, expect.stringContaining('214 rows read, 0 refused')]);
    const cases: readonly [string, string, string][] = [
      [
        block({}),
        written('transactions.json', etl(txs.slice(0, -1))),
        'it has 213 transactions, and the files have 212',
      ],
      [block({ hash: 'ab'.repeat(32) }), whole, 'by its transactions it has another hash'],
      [block({ timestamp: 5 }), whole, 'its time is 5, by its transactions'],
    ];
    for (const [blocks, transactions, why] of cases) {
      const refused = await imported(fresh('w.db'), blocks, transactions);
      expect([refused.code, refused.err]).toEqual([2, expect.stringContaining(why)]);
    }
  }, 60_000);

  test('rows that cannot be used are named', async () => {
    const [tx] = answers('mainnet_block_277647').slice(1) as [Tx];
    const bad = [
      { ...tx, vout: tx.vout.map((each) => ({ ...each, value: each.value * 10 })) },
      { ...tx, txid: 'no id' },
    ];
    const { code, err } = await imported(fresh('w.db'), written('bad.json', etl(bad)));
    expect(code).toBe(2);
    expect(err).toContain('row 1: it pays more than it spends');
    expect(err).toContain('row 2: hash is no id of 64 hexadecimal digits');
  });
});
