// Real blocks of Bitcoin (shared/data/btc-esplora) in the form of bitcoin-etl: histories, spends and fees, each worked out here
// from the answers of the explorer that they come from.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { transfersOfTx } from '../../../src/chains/bitcoin/transfers-of-tx.ts';
import { BITCOIN } from '../../../src/model/chain.ts';
import type { Ledger, Page } from '../../../src/model/ledger.ts';
import { wallet } from '../../../src/model/place.ts';
import { cli } from '../../support/cli.ts';
import { fresh, imported, ledgersOf, warehouseOf, written } from './support.ts';

const FOLDER = '../shared/data/btc-esplora';
const isThere = existsSync(FOLDER);
const reason = isThere ? '' : ' (skipped: no shared data)';
const never = new AbortController().signal;

interface Output {
  readonly scriptpubkey: string;
  readonly scriptpubkey_address?: string;
  readonly value: number;
}
interface Tx {
  readonly txid: string;
  readonly fee: number;
  readonly vin: readonly { readonly txid: string; readonly vout: number; readonly prevout: Output | null }[];
  readonly vout: readonly Output[];
  readonly status: {
    readonly block_height: number;
    readonly block_hash: string;
    readonly block_time: number;
  };
}

const answers = (name: string): Tx[] => JSON.parse(readFileSync(`${FOLDER}/${name}.json`, 'utf8'));

/** One object a line, as bitcoin-etl writes it; a coinbase has no inputs. */
function etl(txs: readonly Tx[]): string {
  const rows = txs.map(({ txid, vin, vout, status }, at) => ({
    type: 'transaction',
    hash: txid,
    block_number: status.block_height,
    block_hash: status.block_hash,
    block_timestamp: status.block_time,
    index: at,
    inputs: vin.flatMap(({ txid: spent, vout: n, prevout }, index) =>
      prevout === null
        ? []
        : {
            index,
            spent_transaction_hash: spent,
            spent_output_index: n,
            type: 'pubkeyhash',
            addresses: prevout.scriptpubkey_address === undefined ? [] : [prevout.scriptpubkey_address],
            value: prevout.value,
          },
    ),
    outputs: vout.map(({ scriptpubkey, scriptpubkey_address: address, value }, index) => ({
      index,
      script_hex: scriptpubkey,
      type: 'pubkeyhash',
      addresses: address === undefined ? [] : [address],
      value,
    })),
  }));
  return `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`;
}

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
