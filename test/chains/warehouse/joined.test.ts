// A warehouse of the lower blocks and services that tell of all: together they tell what the services tell alone, each
// transfer once, wherever the warehouse ends. The services are made up by test/support, which shares no code with either.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evmChain } from '../../../src/chains/evm/chains-table.ts';
import { explorerLedger } from '../../../src/chains/evm/explorer-ledger.ts';
import { type Bulk, joinedLedger } from '../../../src/chains/warehouse/joined.ts';
import { bulkIn } from '../../../src/chains/warehouse/ledger.ts';
import { openWarehouse } from '../../../src/chains/warehouse/open.ts';
import { ETHEREUM } from '../../../src/model/chain.ts';
import type { Ledger } from '../../../src/model/ledger.ts';
import { placeKey, wallet } from '../../../src/model/place.ts';
import { cli } from '../../support/cli.ts';
import { type EvmTx, type ExplorerWorld, explorerWorld } from '../../support/explorer-world.ts';
import { address } from '../list/support.ts';
import { warehouseOf, written } from './support.ts';

const TIP = 12;
const TOKEN = address(0xcccc);
const wallets = [1, 2, 3, 4].map((n) => address(n * 0x1111));
const never = new AbortController().signal;

const drawn = fc.array(
  fc.record({
    block: fc.integer({ min: 1, max: TIP }),
    from: fc.nat(3),
    to: fc.nat(3),
    value: fc.bigInt(0n, 50n),
    failed: fc.boolean(),
    call: fc.option(fc.record({ to: fc.nat(3), value: fc.bigInt(1n, 50n), twice: fc.boolean() })),
    tokens: fc.array(fc.record({ from: fc.nat(3), to: fc.nat(3), amount: fc.bigInt(1n, 2n ** 200n) }), {
      maxLength: 2,
    }),
  }),
  { minLength: 1, maxLength: 20 },
);

function worldOf(rows: typeof drawn extends fc.Arbitrary<infer T> ? T : never): EvmTx[] {
  const sorted = [...rows].sort((a, b) => a.block - b.block);
  const counts = new Map<number, number>();
  const events = new Map<number, number>();
  const next = (counter: Map<number, number>, block: number): number => {
    const n = counter.get(block) ?? 0;
    counter.set(block, n + 1);
    return n;
  };
  const at = (n: number) => wallets[n] as string;
  return sorted.map(({ block, from, to, value, failed, call, tokens }, n): EvmTx => {
    const internal =
      call === null ? [] : [{ from: at(to), to: at(call.to), value: call.value, type: 'call' }];
    const twice = call?.twice === true ? [...internal, ...internal] : internal;
    return {
      hash: `0x${(n + 1).toString(16).padStart(64, 'f')}`,
      ...{ block, index: next(counts, block), time: 1_600_000_000 + block * 12 },
      ...{ from: at(from), to: at(to), value, gasUsed: 21_000n, gasPrice: 3n },
      ...(failed
        ? { failed: true as const }
        : {
            internals: twice.map((each, path) => ({ ...each, path: String(path) })),
            tokens: tokens.map((move) => ({
              contract: TOKEN,
              ...{ from: at(move.from), to: at(move.to), amount: move.amount, logIndex: next(events, block) },
            })),
          }),
    };
  });
}

/** The blocks up to `last` as ethereum-etl would export them. */
function exported(txs: readonly EvmTx[], world: ExplorerWorld, last: number): string[] {
  const lower = txs.filter(({ block }) => block <= last);
  const lines = (header: string, rows: readonly unknown[][]) =>
    `${[header, ...rows.map((row) => row.join())].join('\n')}\n`;
  const heights = Array.from({ length: last + 1 }, (_, height) => height);
  return [
    written(
      'blocks.csv',
      lines(
        'number,hash,timestamp',
        heights.map((height) => [height, world.blockHash(height), world.blockTime(height)]),
      ),
    ),
    written(
      'transactions.csv',
      lines(
        'hash,block_number,transaction_index,from_address,to_address,value,receipt_gas_used,receipt_effective_gas_price,receipt_status',
        lower.map((tx) => [
          tx.hash,
          tx.block,
          tx.index,
          tx.from,
          tx.to,
          tx.value,
          tx.gasUsed,
          tx.gasPrice,
          tx.failed ? 0 : 1,
        ]),
      ),
    ),
    written(
      'traces.csv',
      lines(
        'block_number,transaction_hash,transaction_index,from_address,to_address,value,trace_type,call_type,trace_address,status',
        lower.flatMap((tx) => [
          [tx.block, tx.hash, tx.index, tx.from, tx.to, tx.value, 'call', 'call', '', tx.failed ? 0 : 1],
          ...(tx.internals ?? []).map(({ path, from, to, value }) => [
            tx.block,
            tx.hash,
            tx.index,
            from,
            to,
            value,
            'call',
            'call',
            path,
            1,
          ]),
        ]),
      ),
    ),
    written(
      'token_transfers.csv',
      lines(
        'token_address,from_address,to_address,value,transaction_hash,log_index,block_number',
        lower.flatMap((tx) =>
          (tx.tokens ?? []).map(({ contract, from, to, amount, logIndex }) => [
            contract,
            from,
            to,
            amount,
            tx.hash,
            logIndex,
            tx.block,
          ]),
        ),
      ),
    ),
  ];
}

function live(world: ExplorerWorld): Ledger {
  return explorerLedger(world.http, evmChain(ETHEREUM) as never, { sources: ['etherscan'] });
}

async function told(ledger: Ledger, hubLimit: number): Promise<unknown> {
  const asOf = await ledger.head({ height: TIP }, never);
  const scope = { asOf, hubLimit, concurrency: 2, signal: never };
  const found = new Map<string, { hub: boolean; ids: string[] }>();
  const places = wallets.map((text) => wallet(ETHEREUM, text as never));
  for await (const page of ledger.transfersOf(places, scope)) {
    const key = placeKey(page.subject as never);
    const own = page.transfers.filter(({ from, to }) => placeKey(from) === key || placeKey(to) === key);
    const before = found.get(key) ?? { hub: false, ids: [] };
    found.set(key, {
      hub: before.hub || page.hub === true,
      ids: [...before.ids, ...own.map(({ id, amount, at }) => `${id} ${amount} ${at?.height}`)].sort(),
    });
  }
  return [...found].sort();
}

describe('a warehouse with the services above it', () => {
  test('tells every transfer once, wherever the warehouse ends', async () => {
    const worlds = fc.sample(drawn, { seed: 20_261_127, numRuns: 5 });
    for (const [at, rows] of worlds.entries()) {
      const txs = worldOf(rows);
      const world = explorerWorld(txs, { tip: TIP + 70 });
      for (const last of [[0, 7], [4], [TIP], [6, 11], [1]][at] as number[]) {
        const warehouse = await openWarehouse(
          await warehouseOf('--chain', 'ethereum', '--covers', `0-${last}`, ...exported(txs, world, last)),
        );
        const bulk = (await bulkIn(warehouse))[0] as Bulk;
        expect(bulk.top.height).toBe(last);
        const both = joinedLedger(bulk, live(world));
        expect(await told(both, Number.POSITIVE_INFINITY)).toEqual(
          await told(live(world), Number.POSITIVE_INFINITY),
        );
        warehouse.database.close();
      }
    }
  }, 60_000);

  test('counts both for a hub', async () => {
    const txs = worldOf(
      [1, 2, 8, 9].map((block) => ({
        block,
        from: 0,
        to: 1,
        value: 5n,
        failed: false,
        call: null,
        tokens: [],
      })),
    );
    const world = explorerWorld(txs, { tip: TIP + 70 });
    const warehouse = await openWarehouse(
      await warehouseOf('--chain', 'ethereum', '--covers', '0-5', ...exported(txs, world, 5)),
    );
    const both = joinedLedger((await bulkIn(warehouse))[0] as never, live(world));
    const hubs = async (limit: number) =>
      ((await told(both, limit)) as [string, { hub: boolean }][]).filter(([, { hub }]) => hub).length;
    // Four payments and four fees at the payer, four payments at the payee.
    expect([await hubs(8), await hubs(7), await hubs(3)]).toEqual([0, 1, 2]);
  });

  test('traces as the services do alone, and says that both were asked', async () => {
    const [rows] = fc.sample(drawn, { seed: 20_261_128, numRuns: 1 });
    const txs = worldOf(rows as never);
    const world = explorerWorld(txs, { tip: TIP + 70 });
    const file = await warehouseOf('--chain', 'ethereum', '--covers', '0-6', ...exported(txs, world, 6));
    const traced = async (...argv: string[]) => {
      const asked = [
        wallets[0] as string,
        '--json',
        '--no-store',
        '--min-value',
        '0',
        '--as-of',
        String(TIP),
        ...argv,
      ];
      const { code, out, err } = await cli(asked, { http: world.http });
      if (out === '') throw new Error(`${code} ${err}`);
      return JSON.parse(out);
    };
    const both = await traced('--ledger', `sqlite:${file}`, '--live-above');
    const alone = await traced();
    expect(alone.statement.length).toBeGreaterThan(0);
    expect(both.statement).toEqual(alone.statement);
    expect(both.services[0].names).toEqual([`warehouse ${file}`, ...alone.services[0].names]);
    // Of one asset alone the warehouse tells less; what is found is the same.
    for (const asset of [TOKEN, 'ETH', 'WETH']) {
      const narrow = await traced('--ledger', `sqlite:${file}`, '--live-above', '--asset', asset);
      const { statement, paths, gaps } = await traced('--asset', asset);
      expect({ statement: narrow.statement, paths: narrow.paths, gaps: narrow.gaps }).toEqual({
        statement,
        paths,
        gaps,
      });
    }
    const wrong = await cli([wallets[0] as string, '--live-above'], { http: world.http });
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('--ledger sqlite:FILE')]);
  });

  test('is refused where the chain has another block than the warehouse ends with, or none that is known', async () => {
    const txs = worldOf([{ block: 1, from: 0, to: 1, value: 5n, failed: false, call: null, tokens: [] }]);
    const world = explorerWorld(txs, { tip: TIP + 70 });
    const files = exported(txs, world, 5);
    const ended = async (...argv: string[]) =>
      (
        await bulkIn(
          await openWarehouse(await warehouseOf('--chain', 'ethereum', '--covers', '0-5', ...argv)),
        )
      )[0] as never;
    const forked = live(explorerWorld(txs, { tip: TIP + 70, fork: 'other' }));
    await expect(joinedLedger(await ended(...files), forked).head({}, never)).rejects.toMatchObject({
      code: 'warehouse-apart',
    });
    const times = written('times.csv', 'number,timestamp\n1,1600000012\n5,1600000060\n');
    const unknown = joinedLedger(await ended(times, ...files.slice(1)), live(world));
    await expect(unknown.head({}, never)).rejects.toMatchObject({ code: 'warehouse-apart' });
  });
});
