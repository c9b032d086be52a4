// Histories of some assets alone: what a warehouse leaves out is what the question leaves out, so that the whole result is
// byte by byte that of the transfer-list ledger, which leaves out nothing.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FEE, sinkNumber } from '../../../src/chains/warehouse/stored-place.ts';
import type { ChainId } from '../../../src/model/chain.ts';
import type { Ledger } from '../../../src/model/ledger.ts';
import { wallet } from '../../../src/model/place.ts';
import { cli } from '../../support/cli.ts';
import { accountWorlds } from '../../support/worlds.ts';
import { csv } from '../list/support.ts';
import { ledgersOf, warehouseOf, written } from './support.ts';

const DEMO = 'list:demo' as ChainId;
const never = new AbortController().signal;
const assets = ['USD', 'EUR', 'JUNK'];

interface Told {
  readonly ids: readonly string[];
  readonly pages: number;
}

async function told(file: string, address: string, ...wanted: readonly string[]): Promise<Told> {
  const ledger = (await ledgersOf(file)).get(DEMO) as Ledger;
  const asOf = await ledger.head({}, never);
  const wants = (asset: string): boolean => wanted.includes(asset);
  const scope = { asOf, hubLimit: Number.POSITIVE_INFINITY, concurrency: 1, signal: never, wants };
  const ids: string[] = [];
  let pages = 0;
  for await (const page of ledger.transfersOf([wallet(DEMO, address as never)], scope)) {
    pages += 1;
    for (const { txId, asset, amount } of page.transfers) ids.push(`${txId} ${amount} ${asset}`);
  }
  return { ids, pages };
}

describe('a history of some assets alone', () => {
  test('has whole transactions in which any of them moves, whoever moves it, and no others', async () => {
    const file = await warehouseOf(
      written(
        'list.csv',
        csv(
          'demo,t1,1,100,0,S,A,USD,10,0',
          'demo,t2,2,200,0,S,A,JUNK,20,0',
          // S moves JUNK, and in the same transaction others move USD.
          'demo,t3,3,300,0,S,A,JUNK,30,0',
          'demo,t3,3,300,1,A,B,EUR,31,0',
          'demo,t3,3,300,2,B,C,USD,32,0',
          'demo,t4,4,400,0,A,S,EUR,40,0',
          'demo,t4,4,400,1,C,D,JUNK,41,0',
        ),
      ),
    );
    const third = ['t3 30 JUNK', 't3 31 EUR', 't3 32 USD'];
    const fourth = ['t4 40 EUR', 't4 41 JUNK'];
    expect((await told(file, 'S', 'USD')).ids).toEqual(['t1 10 USD', ...third]);
    expect((await told(file, 'S', 'EUR')).ids).toEqual([...third, ...fourth]);
    expect((await told(file, 'S', 'USD', 'EUR')).ids).toEqual(['t1 10 USD', ...third, ...fourth]);
    expect((await told(file, 'S', 'nothing')).ids).toEqual([]);
  });

  test('is had without the rows of other assets, however many they are', async () => {
    const ROWS = 45_000;
    const rows = Array.from({ length: ROWS }, (_, at) => {
      const asset = at % 15_000 === 7 ? 'USD' : 'JUNK';
      return `demo,t${at},${1 + at},${1_600_000_000 + at},0,${at % 2 === 0 ? 'S,A' : 'A,S'},${asset},${at + 1},0`;
    });
    const file = await warehouseOf(written('list.csv', csv(...rows)));
    // One page of all that is wanted and one that ends the history; unnarrowed, the rows of 45,000 take four.
    expect(await told(file, 'S', 'USD')).toEqual({
      ids: ['t7 8 USD', 't15007 15008 USD', 't30007 30008 USD'],
      pages: 2,
    });
    expect((await told(file, 'S', ...assets)).pages).toBe(4);
  }, 60_000);

  test('gives the traces of the list, byte by byte', async () => {
    const worlds = fc.sample(
      fc.record({ world: accountWorlds, draw: fc.array(fc.nat(2), { minLength: 40, maxLength: 40 }) }),
      {
        seed: 20_261_126,
        numRuns: 10,
      },
    );
    let statements = 0;
    for (const { world, draw } of worlds) {
      const heights = new Map(
        [...new Set(world.transfers.map(({ tx }) => tx))].map((tx, at) => [tx, at + 1]),
      );
      const rows = world.transfers.map(({ tx, from, to, amount }, at) => {
        const height = heights.get(tx) as number;
        return `demo,${tx},${height},${1_600_000_000 + height},${at},${from},${to},${assets[draw[at] as number]},${amount},0`;
      });
      const list = written('list.csv', csv(...rows));
      const warehouse = await warehouseOf(list);
      for (const argv of [
        ['--asset', 'USD'],
        ['--asset', 'EUR', '--asset', 'USD', '--as-of', '4'],
        ['--asset', 'JUNK', '--backward'],
      ]) {
        const asked = (ledger: string) =>
          cli([
            ...world.seeds.map((seed) => `demo:${seed}`),
            ...['--ledger', ledger, '--json', '--convention', 'all', '--min-value', '0', ...argv],
          ]);
        const [left, right] = [await asked(list), await asked(`sqlite:${warehouse}`)];
        const out = left.out
          .replaceAll(`transfer list ${list}`, `warehouse ${warehouse}`)
          .replace(`--ledger ${list}`, `--ledger sqlite:${warehouse}`);
        expect(right).toEqual({ ...left, out });
        if (left.code === 0) statements += JSON.parse(left.out).statement?.length ?? 0;
      }
    }
    expect(statements).toBeGreaterThan(20);
  }, 120_000);
});

test('the number of the fee is the one that rows have', () => {
  expect(FEE).toBe(sinkNumber({ kind: 'fee', chain: DEMO }));
});
